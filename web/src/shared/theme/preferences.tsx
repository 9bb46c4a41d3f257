// SPDX-License-Identifier: Apache-2.0
// What a person chose for this browser: theme, density, zone of time, letters as keys. Kept in localStorage, never sent.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

export interface Preferences {
  theme: ThemeChoice;
  density: 'dense' | 'comfortable';
  /** Local time beside UTC. */
  localTime: boolean;
  /** Whether single letters act. */
  letters: boolean;
}

const initial: Preferences = { theme: 'system', density: 'dense', localTime: false, letters: true };
const key = 'spoor.preferences';

function read(): Preferences {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) };
  } catch {
    return initial; // no storage, or somebody else's words in it
  }
}

interface Kept {
  preferences: Preferences;
  change: (part: Partial<Preferences>) => void;
}

const Context = createContext<Kept>({ preferences: initial, change: () => undefined });

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(read);
  useEffect(() => {
    const root = document.documentElement;
    if (preferences.theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', preferences.theme);
    root.setAttribute('data-density', preferences.density);
    try {
      localStorage.setItem(key, JSON.stringify(preferences));
    } catch {
      // It holds for this page at least.
    }
  }, [preferences]);
  const kept = useMemo(
    () => ({
      preferences,
      change: (part: Partial<Preferences>) => {
        setPreferences((before) => ({ ...before, ...part }));
      },
    }),
    [preferences],
  );
  return <Context.Provider value={kept}>{children}</Context.Provider>;
}

export const usePreferences = () => useContext(Context);
