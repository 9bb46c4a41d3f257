// SPDX-License-Identifier: Apache-2.0
// Keys that act: a page says which it has, `?` lists those in force.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { usePreferences } from '@/shared/theme/preferences';

export interface KeyAction {
  /** KeyboardEvent.key, with 'Shift+' before where it matters: '/', 'j', 'Shift+Enter'. */
  key: string;
  says: string;
  run: (event: KeyboardEvent) => void;
}

interface Registry {
  add: (actions: KeyAction[]) => () => void;
  all: () => KeyAction[];
}

const Context = createContext<Registry | undefined>(undefined);

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Enter belongs to the link or button that has the focus. */
const actsItself = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') &&
  event.target instanceof Element &&
  event.target.closest('a, button, summary, [role=button]') !== null;

export const nameOfKey = (event: KeyboardEvent | React.KeyboardEvent): string =>
  event.shiftKey && (event.key.length > 1 || /[A-Za-z]/.test(event.key))
    ? `Shift+${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
    : event.key;

export function KeysProvider({ children }: { children: ReactNode }) {
  const { preferences } = usePreferences();
  const groups = useRef<KeyAction[][]>([]);
  const registry = useMemo<Registry>(
    () => ({
      add: (actions) => {
        groups.current.push(actions);
        return () => {
          groups.current = groups.current.filter((group) => group !== actions);
        };
      },
      all: () => {
        const seen = new Map<string, KeyAction>();
        for (const action of groups.current.flat()) seen.set(action.key, action);
        return [...seen.values()];
      },
    }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target))
        return;
      if (actsItself(event)) return;
      if (!preferences.letters && /^[a-z0-9]$/i.test(event.key)) return;
      if (document.querySelector('[role=dialog], [role=menu]') !== null) return;
      const name = nameOfKey(event);
      const action = registry.all().find((candidate) => candidate.key === name);
      if (action === undefined) return;
      event.preventDefault();
      action.run(event);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [preferences.letters, registry]);
  return <Context.Provider value={registry}>{children}</Context.Provider>;
}

/** These keys act while the component is there; the newest wins. */
export function useKeys(actions: KeyAction[]): void {
  const registry = useContext(Context);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const names = actions.map((action) => `${action.key} ${action.says}`).join('\n');
  useEffect(() => {
    if (registry === undefined) return undefined;
    return registry.add(
      latest.current.map((action, i) => ({
        ...action,
        run: (event) => {
          latest.current[i]?.run(event);
        },
      })),
    );
  }, [registry, names]);
}

/** What `?` shows: asks at the moment it opens. */
export function useKeyList(): () => KeyAction[] {
  const registry = useContext(Context);
  return () => registry?.all() ?? [];
}
