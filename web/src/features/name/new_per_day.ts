// SPDX-License-Identifier: Apache-2.0
import type { Change } from '@/features/timeline';
import { dayNumber } from '@/shared/time/time';

/** How many names appeared on each of `days` days from `from` on; each name once. */
export function perDay(
  changes: readonly Pick<Change, 'day' | 'rrname'>[],
  from: number,
  days: number,
): number[] {
  const counts = Array<number>(days).fill(0);
  const seen = new Set<string>();
  for (const { day, rrname } of changes) {
    const at = dayNumber(day) - from;
    if (at < 0 || at >= days || seen.has(rrname)) continue;
    seen.add(rrname);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
