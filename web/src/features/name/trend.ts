// SPDX-License-Identifier: Apache-2.0
// How much was seen of a name, in as many bars as a row of a table has room for.
import { type Day, dayFromNumber, dayNumber } from '@/shared/time/time';

/** The bars that all rows share: they end with the day on which the whole was last seen. */
export interface TrendSpan {
  /** Days as days since 1970-01-01. */
  from: number;
  to: number;
  /** Of a bar. */
  days: number;
  bars: number;
  title: string;
}

/** Days while the whole history has no more than thirty of them, else half a year of weeks. */
export function trendSpan(first: Day, last: Day): TrendSpan {
  const to = dayNumber(last);
  const isShort = to - dayNumber(first) < 30;
  const [days, bars] = isShort ? [1, 30] : [7, 26];
  return { from: to - days * bars + 1, to, days, bars, title: isShort ? '30 days' : '26 weeks' };
}

export interface Trend {
  /** Records seen, each day for itself, added up by bar. */
  bars: number[];
  most: number;
}

interface DayOfTrend {
  day: Day;
  rows: number;
  confirmed: number;
}

export function trendOf(days: readonly DayOfTrend[], span: TrendSpan): Trend {
  const bars = Array<number>(span.bars).fill(0);
  for (const { day, rows, confirmed } of days) {
    const at = Math.floor((dayNumber(day) - span.from) / span.days);
    if (at >= 0 && at < span.bars) bars[at] = (bars[at] ?? 0) + rows + confirmed;
  }
  return { bars, most: Math.max(0, ...bars) };
}

/** What is known without asking: nothing within the span, or all on one day. */
export function trendOfTimes(first: Day, last: Day, span: TrendSpan): Trend | undefined {
  if (dayNumber(last) < span.from) return trendOf([], span);
  return first === last ? trendOf([{ day: first, rows: 1, confirmed: 0 }], span) : undefined;
}

export const firstDayOf = (span: TrendSpan): Day => dayFromNumber(span.from);
