// SPDX-License-Identifier: Apache-2.0
// Questions asked from this browser, newest first, and those that a person saved. They stay in localStorage.
import { useCallback, useSyncExternalStore } from 'react';

export interface KeptQuestion {
  text: string;
  href: string;
  /** Unix milliseconds. */
  at: number;
  isSaved: boolean;
}

const key = 'spoor.questions';
const most = 30;
const listeners = new Set<() => void>();
let cached: { text: string | null; list: KeptQuestion[] } = { text: null, list: [] };

function read(): KeptQuestion[] {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    // no storage
  }
  if (text === cached.text) return cached.list;
  let list: KeptQuestion[] = [];
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    if (Array.isArray(parsed))
      list = (parsed as Partial<KeptQuestion>[]).filter(
        (each): each is KeptQuestion =>
          typeof each.text === 'string' &&
          typeof each.href === 'string' &&
          each.href.startsWith('/') &&
          !each.href.startsWith('//') &&
          typeof each.at === 'number',
      );
  } catch {
    // somebody else's words
  }
  cached = { text, list };
  return list;
}

function write(list: KeptQuestion[]) {
  const saved = list.filter((each) => each.isSaved);
  const recent = list.filter((each) => !each.isSaved).slice(0, most);
  try {
    localStorage.setItem(key, JSON.stringify([...saved, ...recent].sort((a, b) => b.at - a.at)));
  } catch {
    // full or forbidden: nothing is remembered
  }
  for (const listener of listeners) listener();
}

export function remember(text: string, href: string) {
  const list = read();
  const before = list.find((each) => each.text === text);
  write([
    { text, href, at: Date.now(), isSaved: before?.isSaved ?? false },
    ...list.filter((each) => each.text !== text),
  ]);
}

export function useKeptQuestions() {
  const list = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
  const toggleSaved = useCallback((text: string) => {
    write(read().map((each) => (each.text === text ? { ...each, isSaved: !each.isSaved } : each)));
  }, []);
  const forget = useCallback(() => {
    write(read().filter((each) => each.isSaved));
  }, []);
  return { list, toggleSaved, forget };
}
