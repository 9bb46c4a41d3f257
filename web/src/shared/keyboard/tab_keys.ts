// SPDX-License-Identifier: Apache-2.0
import { useKeys } from './keys';

/** `[` and `]` go from tab to tab, round. */
export function useTabKeys<T extends string>(tabs: readonly T[], tab: T, go: (tab: T) => void): void {
  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    if (next !== undefined) go(next);
  };
  useKeys([
    {
      key: '[',
      says: 'the tab before',
      run: () => {
        step(-1);
      },
    },
    {
      key: ']',
      says: 'the next tab',
      run: () => {
        step(1);
      },
    },
  ]);
}
