// SPDX-License-Identifier: Apache-2.0
// Bins of a histogram as spans of days.
import { addDays, type Day, dayNumber } from '@/shared/time/time';

export type Step = 'day' | 'week' | 'month' | 'year';

export interface Bin {
  from: Day;
  /** Its last day. */
  to: Day;
  rows: number;
}

/** The first day of the step after the one that begins on `day`. */
export function nextStep(day: Day, step: Step): Day {
  if (step === 'day') return addDays(day, 1);
  if (step === 'week') return addDays(day, 7);
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const [toYear, toMonth] =
    step === 'year' ? [year + 1, 1] : month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${String(toYear).padStart(4, '0')}-${String(toMonth).padStart(2, '0')}-01`;
}

export const binsOf = (bins: { day: Day; rows: number }[], step: Step): Bin[] =>
  bins.map(({ day, rows }) => ({ from: day, to: addDays(nextStep(day, step), -1), rows }));

/** Rows of the bins that lie in the span whole; undefined where it cuts one, for then nobody knows. */
export function rowsBetween(bins: Bin[], from: Day, to: Day): number | undefined {
  let rows = 0;
  for (const bin of bins) {
    if (bin.to < from || bin.from > to) continue;
    if (bin.from < from || bin.to > to) return undefined;
    rows += bin.rows;
  }
  return rows;
}

/** The span widened to whole steps. */
export function snapped(bins: Bin[], from: Day, to: Day, step: Step): [Day, Day] {
  const start = (day: Day): Day => {
    const bin = bins.find((each) => each.from <= day && day <= each.to);
    if (bin !== undefined) return bin.from;
    if (step === 'week') return addDays(day, -((dayNumber(day) + 3) % 7));
    if (step === 'month') return `${day.slice(0, 7)}-01`;
    return step === 'year' ? `${day.slice(0, 4)}-01-01` : day;
  };
  return [start(from), addDays(nextStep(start(to), step), -1)];
}
