// SPDX-License-Identifier: Apache-2.0
// The days of a calendar as bars of a strip and as steps of a heatmap.
import { quantileSorted } from 'd3-array';
import type { Schemas } from '@/shared/api/client';
import { dayNumber } from '@/shared/time/time';
import type { Axis } from './axis';

type CalendarDay = Schemas['CalendarDay'];
/** A server that tells the types apart says so beside the rest. */
export type CalendarAnswer = Schemas['Calendar'] & { types?: { type: string; days: CalendarDay[] }[] };

export const confirmedOn = (day: CalendarDay): number => day.rows + day.confirmed;

export const typeOrder = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA'];
/** All others stand behind those with a colour of their own, and are one. */
export const typeRank = (type: string): number => {
  const at = typeOrder.indexOf(type);
  return at < 0 ? typeOrder.length : at;
};

export interface Part {
  type: string;
  rows: number;
}

export interface DayCount {
  day: number;
  parts: Part[];
  confirmed: number;
  possible: number;
}

/** Every day on which something was, or may have been, seen; its records by type in the order of the stack. */
export function dayCounts(calendar: CalendarAnswer): DayCount[] {
  const byDay = new Map<number, DayCount>();
  for (const each of calendar.days) {
    const day = dayNumber(each.day);
    byDay.set(day, { day, parts: [], confirmed: confirmedOn(each), possible: each.possible });
  }
  for (const { type, days } of [...(calendar.types ?? [])].sort(
    (a, b) => typeRank(a.type) - typeRank(b.type),
  ))
    for (const each of days) {
      const rows = confirmedOn(each);
      if (rows > 0) byDay.get(dayNumber(each.day))?.parts.push({ type, rows });
    }
  for (const count of byDay.values())
    if (count.parts.length === 0 && count.confirmed > 0)
      count.parts.push({ type: '', rows: count.confirmed });
  return [...byDay.values()].sort((a, b) => a.day - b.day);
}

export interface Bar extends DayCount {
  /** Days it stands for: of several, the busiest is shown. */
  days: number;
}

/** Bars of at least two pixels. Where days are thinner, several share a bar, and the busiest of them is drawn. */
export function barsOf(counts: readonly DayCount[], axis: Axis): Bar[] {
  const days = [1, 2, 7, 14, 28, 91, 182, 364].find((each) => each * axis.perDay >= 2) ?? 364;
  const bars = new Map<number, Bar>();
  for (const count of counts) {
    if (count.day < axis.from || count.day > axis.to) continue;
    const begin = Math.floor((count.day - 4) / days) * days + 4;
    const before = bars.get(begin);
    if (before === undefined || count.confirmed + count.possible > before.confirmed + before.possible)
      bars.set(begin, { ...count, day: begin, days });
  }
  return [...bars.values()];
}

/** The lower limits of the steps of heat, from the first to at most the fifth: quantiles of the days that have any. */
export function heatLimits(values: readonly number[], steps = 5): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const limits: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const limit = Math.ceil(quantileSorted(sorted, step / steps) ?? 0);
    if (limit > (limits.at(-1) ?? 0)) limits.push(limit);
  }
  return limits;
}

/** 0 for none, else the step of heat from 1 to 5; the busiest step is always the strongest. */
export function heatStep(value: number, limits: readonly number[]): number {
  const reached = limits.filter((limit) => value >= limit).length;
  return reached === 0 ? 0 : reached + 5 - limits.length;
}
