// SPDX-License-Identifier: Apache-2.0
// One axis of days that strip, lanes, markers and fence share, and the marks drawn on it.
import { type Day, dayFromNumber, dayNumber } from '@/shared/time/time';

/** A run of days, the first and the last of it, as days since 1970-01-01. */
export type Run = readonly [first: number, last: number];

export interface Axis {
  /** The first and the last day drawn. */
  from: number;
  to: number;
  width: number;
  /** Pixels a day. */
  perDay: number;
  /** Where a day begins. */
  x: (day: number) => number;
  /** The day at a place, always one that is drawn. */
  dayAt: (x: number) => number;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

export function axisOf(from: number, to: number, width: number): Axis {
  const perDay = width / (to - from + 1);
  return {
    from,
    to,
    width,
    perDay,
    x: (day) => (day - from) * perDay,
    dayAt: (x) => clamp(from + Math.floor(x / perDay), from, to),
  };
}

/** The days to draw for a history of `from` to `to`: a margin at both ends, and two weeks at least. */
export function padded([from, to]: Run): Run {
  const days = to - from + 1;
  const margin = Math.max(1, Math.round(days * 0.02), Math.ceil((14 - days) / 2));
  return [from - margin, to + margin];
}

export const runsOf = (runs: readonly (readonly Day[])[]): Run[] =>
  runs.flatMap(([first, last]): Run[] =>
    first === undefined || last === undefined ? [] : [[dayNumber(first), dayNumber(last)]],
  );

export const daysIn = (runs: readonly Run[]): number =>
  runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** All days of all runs, in ascending runs that do not touch. */
export function union(runs: readonly Run[]): Run[] {
  const found: [number, number][] = [];
  for (const [first, last] of [...runs].sort((a, b) => a[0] - b[0])) {
    const before = found.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else found.push([first, last]);
  }
  return found;
}

/** The days of `runs` that are not in `taken`; both ascending. */
export function minus(runs: readonly Run[], taken: readonly Run[]): Run[] {
  let left: Run[] = [...runs];
  for (const [first, last] of taken)
    left = left.flatMap(([a, b]): Run[] => {
      if (last < a || first > b) return [[a, b]];
      const kept: Run[] = [];
      if (a < first) kept.push([a, first - 1]);
      if (b > last) kept.push([last + 1, b]);
      return kept;
    });
  return left;
}

interface Box {
  y: number;
  height: number;
  /** Each day stands apart where there is room. */
  isByDay?: boolean;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** The outline of runs of days as one path: runs nearer than a pixel are drawn as one, none is thinner than a pixel. */
export function runsPath(axis: Axis, runs: readonly Run[], { y, height, isByDay = false }: Box): string {
  const boxes: [number, number][] = [];
  const add = (left: number, right: number) => {
    const last = boxes.at(-1);
    if (last !== undefined && left - last[1] < 1 && !isByDay) last[1] = Math.max(last[1], right);
    else boxes.push([left, right]);
  };
  for (const [first, last] of runs) {
    if (last < axis.from || first > axis.to) continue;
    const from = Math.max(first, axis.from);
    const to = Math.min(last, axis.to);
    if (isByDay && axis.perDay >= 10)
      for (let day = from; day <= to; day += 1) add(axis.x(day) + 1, axis.x(day + 1) - 1);
    else add(axis.x(from), Math.max(axis.x(to + 1), axis.x(from) + 1));
  }
  return boxes
    .map(
      ([left, right]) =>
        `M${short(left)} ${short(y)}h${short(right - left)}v${short(height)}H${short(left)}z`,
    )
    .join('');
}

export interface Tick {
  day: number;
  label: string;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const utc = (day: number): Date => new Date(day * 86_400_000);
const dayFrom = (year: number, month: number): number => Math.floor(Date.UTC(year, month, 1) / 86_400_000);

interface Step {
  /** Days, about. */
  days: number;
  /** Pixels its label takes. */
  room: number;
  next: (day: number) => number;
  label: (day: number, isFirst: boolean) => string;
}

const everyDays = (days: number): Step => ({
  days,
  room: 58,
  // Whole weeks begin on Monday: 1970-01-05 was one.
  next: (day) => Math.ceil((day - 4) / days) * days + 4,
  label: (day, isFirst) => {
    const date = utc(day);
    const number = String(date.getUTCDate());
    const month = months[date.getUTCMonth()] ?? '';
    if (days < 4)
      return isFirst || date.getUTCDate() <= days
        ? `${weekdays[date.getUTCDay()] ?? ''} ${number} ${month}`
        : `${weekdays[date.getUTCDay()] ?? ''} ${number}`;
    return `${number} ${month}`;
  },
});

const everyMonths = (count: number): Step => ({
  days: count * 30.4,
  room: 56,
  next: (day) => {
    const date = utc(day);
    const at = date.getUTCFullYear() * 12 + date.getUTCMonth() + (date.getUTCDate() > 1 ? 1 : 0);
    const month = Math.ceil(at / count) * count;
    return dayFrom(Math.floor(month / 12), month % 12);
  },
  label: (day, isFirst) => {
    const date = utc(day);
    const month = months[date.getUTCMonth()] ?? '';
    return isFirst || date.getUTCMonth() === 0 ? `${month} ${date.getUTCFullYear()}` : month;
  },
});

const everyYears = (count: number): Step => ({
  days: count * 365.25,
  room: 44,
  next: (day) => {
    const date = utc(day);
    const isBegin = date.getUTCMonth() === 0 && date.getUTCDate() === 1;
    return dayFrom(Math.ceil((date.getUTCFullYear() + (isBegin ? 0 : 1)) / count) * count, 0);
  },
  label: (day) => String(utc(day).getUTCFullYear()),
});

const steps: Step[] = [
  ...[1, 2, 4, 7, 14].map(everyDays),
  ...[1, 2, 3, 6].map(everyMonths),
  ...[1, 2, 5, 10, 20].map(everyYears),
];

/** Where the axis is labelled: every day while there is room, every ten years where there is not. */
export function ticksOf(axis: Axis): Tick[] {
  const step = steps.find((each) => each.days * axis.perDay >= each.room) ?? steps.at(-1);
  if (step === undefined) return [];
  const ticks: Tick[] = [];
  for (let day = step.next(axis.from); day <= axis.to; day = step.next(day + 1))
    ticks.push({ day, label: step.label(day, ticks.length === 0) });
  return ticks;
}

/** "2019-07-12" as a day of the axis, within it. */
export const onAxis = (axis: Axis, day: Day): number => clamp(dayNumber(day), axis.from, axis.to);
export const dayText = dayFromNumber;
