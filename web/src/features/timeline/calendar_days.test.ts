// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { axisOf } from './axis';
import { barsOf, type CalendarAnswer, dayCounts, heatLimits, heatStep } from './calendar_days';

const on = (day: string, rows: number, confirmed = 0, possible = 0) => ({
  day,
  count: rows,
  rows,
  confirmed,
  possible,
});
const calendar = (part: Partial<CalendarAnswer>): CalendarAnswer => ({
  query: { text: 'x.', in: 'name', kind: 'exact' },
  rows: 1,
  days: [],
  not_watched: [],
  watch_complete: true,
  sources: [],
  sources_left_out: false,
  complete: true,
  ...part,
});

describe('dayCounts', () => {
  it('stacks types in the fixed order, others last', () => {
    const [first] = dayCounts(
      calendar({
        days: [on('2019-07-14', 4, 2, 1)],
        types: [
          { type: 'CAA', days: [on('2019-07-14', 1)] },
          { type: 'NS', days: [on('2019-07-14', 2)] },
          { type: 'A', days: [on('2019-07-14', 1, 2)] },
        ],
      }),
    );
    expect(first?.parts).toEqual([
      { type: 'A', rows: 3 },
      { type: 'NS', rows: 2 },
      { type: 'CAA', rows: 1 },
    ]);
    expect([first?.confirmed, first?.possible]).toEqual([6, 1]);
  });

  it('is unstacked where the server does not tell types', () => {
    expect(dayCounts(calendar({ days: [on('2019-07-14', 4, 2)] }))[0]?.parts).toEqual([
      { type: '', rows: 6 },
    ]);
  });
});

describe('barsOf', () => {
  it('shows the busiest of the days that share a bar', () => {
    const counts = dayCounts(
      calendar({
        days: [on('2019-07-15', 1), on('2019-07-16', 9), on('2019-07-17', 3), on('2019-07-22', 2)],
      }),
    );
    const first = counts[0]?.day ?? 0;
    const bars = barsOf(counts, axisOf(first - 500, first + 499, 500));
    expect(bars.map((bar) => [bar.days, bar.confirmed])).toEqual([
      [7, 9],
      [7, 2],
    ]);
  });
});

describe('heat', () => {
  it('steps by quantiles of the days that have any', () => {
    const limits = heatLimits([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
    expect(limits).toHaveLength(5);
    expect(limits[0]).toBe(1);
    expect(heatStep(0, limits)).toBe(0);
    expect(heatStep(1, limits)).toBe(1);
    expect(heatStep(100, limits)).toBe(5);
  });

  it('has one step, the strongest, where all days are alike', () => {
    const limits = heatLimits([3, 3, 3]);
    expect(limits).toEqual([3]);
    expect(heatStep(3, limits)).toBe(5);
    expect(heatLimits([])).toEqual([]);
  });
});
