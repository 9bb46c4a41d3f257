// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { dayNumber } from '@/shared/time/time';
import { axisOf, daysIn, minus, padded, type Run, runsPath, ticksOf, union } from './axis';

const day = dayNumber;
const labels = (from: string, to: string, width: number) =>
  ticksOf(axisOf(day(from), day(to), width)).map((tick) => tick.label);

describe('axis', () => {
  it('places days and finds them again', () => {
    const axis = axisOf(100, 109, 500);
    expect(axis.x(103)).toBe(150);
    expect(axis.dayAt(150)).toBe(103);
    expect(axis.dayAt(199.9)).toBe(103);
    expect(axis.dayAt(-40)).toBe(100);
    expect(axis.dayAt(9999)).toBe(109);
  });

  it('draws a single day within two weeks', () => {
    const [from, to] = padded([100, 100]);
    expect(to - from + 1).toBeGreaterThanOrEqual(14);
    expect(from).toBeLessThan(100);
    expect(to).toBeGreaterThan(100);
  });

  it.each([
    ['2019-07-07', '2019-07-21', 900, 'Sun 7 Jul', 15],
    ['2019-07-07', '2019-07-21', 300, '7 Jul', 4],
    ['2019-01-21', '2019-07-20', 500, 'Feb 2019', 6],
    ['2010-05-01', '2026-05-01', 800, '2011', 16],
    ['1970-01-01', '2026-05-01', 300, '1970', 6],
  ])('labels %s to %s on %i pixels', (from, to, width, first, count) => {
    const found = labels(from, to, width);
    expect(found[0]).toBe(first);
    expect(found).toHaveLength(count);
  });

  it('never sets labels closer than they are wide', () => {
    for (const days of [1, 3, 10, 40, 100, 400, 1500, 9000])
      for (const width of [120, 380, 900, 1600]) {
        const axis = axisOf(18_000, 18_000 + days, width);
        const ticks = ticksOf(axis);
        for (let i = 1; i < ticks.length; i += 1)
          expect(axis.x(ticks[i]?.day ?? 0) - axis.x(ticks[i - 1]?.day ?? 0)).toBeGreaterThan(38);
      }
  });
});

describe('runs', () => {
  it('are joined and taken apart', () => {
    const joined = union([
      [5, 7],
      [1, 2],
      [3, 3],
      [7, 9],
    ]);
    expect(joined).toEqual([
      [1, 3],
      [5, 9],
    ]);
    expect(daysIn(joined)).toBe(8);
    expect(minus(joined, [[2, 6]])).toEqual([
      [1, 1],
      [7, 9],
    ]);
    expect(
      minus([[1, 10]], [
        [4, 5],
        [8, 20],
      ] as Run[]),
    ).toEqual([
      [1, 3],
      [6, 7],
    ]);
  });

  it('are one mark where they lie closer than a pixel, and never vanish', () => {
    const years = axisOf(0, 9999, 500);
    const everyOther: Run[] = Array.from({ length: 5000 }, (_, i) => [i * 2, i * 2]);
    expect(runsPath(years, everyOther, { y: 0, height: 10 }).split('M')).toHaveLength(2);
    expect(runsPath(years, [[4000, 4000]], { y: 0, height: 10 })).toBe('M200 0h1v10H200z');
    expect(runsPath(years, [[20_000, 20_001]], { y: 0, height: 10 })).toBe('');
  });

  it('are blocks of a day where there is room', () => {
    const days = axisOf(0, 9, 200);
    expect(runsPath(days, [[2, 4]], { y: 5, height: 10, isByDay: true }).split('M')).toHaveLength(4);
  });
});
