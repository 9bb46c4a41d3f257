// SPDX-License-Identifier: Apache-2.0
// On which days a row was seen, as far as its own numbers tell: most rows need not be asked for.
import { firstSeen, lastSeen } from '@/features/records';
import { minus, type Run } from '@/features/timeline';
import type { Row } from '@/shared/api/client';
import { dayNumber, dayOf, type Day } from '@/shared/time/time';

export interface RowDays {
  confirmed: readonly Run[];
  /** It may have been seen, its source told no days. */
  possible: readonly Run[];
  /** Its numbers leave open which days between the first and the last they are. */
  isOpen: boolean;
}

const dayAt = (time: number): number => dayNumber(dayOf(time));

export function daysOfRow(row: Row): RowDays {
  const [first, last] = [dayAt(firstSeen(row)), dayAt(lastSeen(row))];
  const all: Run = [first, last];
  const length = last - first + 1;
  const seen = row.days;
  if (length === 1 || (seen !== undefined && seen >= length))
    return { confirmed: [all], possible: [], isOpen: false };
  const ends: Run[] = [
    [first, first],
    [last, last],
  ];
  const between = minus([all], ends);
  if (between.length === 0) return { confirmed: ends, possible: [], isOpen: false };
  const most = row.days_possible;
  if (seen === 2 && most === 2) return { confirmed: ends, possible: [], isOpen: false };
  if (seen === 2 && most !== undefined && most >= length)
    return { confirmed: ends, possible: between, isOpen: false };
  return { confirmed: ends, possible: between, isOpen: true };
}

/** The days that all lanes of an answer share: a week at least, ending with the last. */
export function laneWindow(first: Day, last: Day): Run {
  const [from, to] = [dayNumber(first), dayNumber(last)];
  return [Math.min(from, to - 6), to];
}
