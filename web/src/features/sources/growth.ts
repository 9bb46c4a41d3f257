// SPDX-License-Identifier: Apache-2.0
// How the store grew, in as many bars as can be told apart, and how long the disk lasts at that rate.
import { type Day, dayNumber } from '@/shared/time/time';

export interface Size {
  day: Day;
  records: number;
  bytes: number;
}

const mostBars = 60;

/** One size a day, or where those are too many the last of each month. */
export function barsOf(growth: readonly Size[]): Size[] {
  if (growth.length <= mostBars) return [...growth];
  const months = new Map(growth.map((size) => [size.day.slice(0, 7), size]));
  return [...months.values()];
}

export interface Pace {
  records: number;
  days: number;
  /** Days until the disk is full, as fast as it grew. */
  left?: number;
}

/** Undefined until there are two days to compare, or where it did not grow. */
export function paceOf(growth: readonly Size[], free: number | undefined): Pace | undefined {
  const [first, last] = [growth[0], growth.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const days = dayNumber(last.day) - dayNumber(first.day);
  const records = last.records - first.records;
  if (days <= 0 || records <= 0) return undefined;
  const bytes = last.bytes - first.bytes;
  return {
    records,
    days,
    left: free === undefined || bytes <= 0 ? undefined : Math.floor((free * days) / bytes),
  };
}
