// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { dayNumber } from '@/shared/time/time';
import { perDay } from './new_per_day';
import { firstDayOf, trendOf, trendOfTimes, trendSpan } from './trend';

const day = (text: string, rows: number, confirmed = 0) => ({ day: text, rows, confirmed });

test('a short history is told by day, a long one by week, both to the last day', () => {
  const short = trendSpan('2019-07-12', '2019-07-20');
  expect([short.bars, short.days, firstDayOf(short)]).toEqual([30, 1, '2019-06-21']);
  const long = trendSpan('2016-03-02', '2019-07-20');
  expect([long.bars, long.days, firstDayOf(long)]).toEqual([26, 7, '2019-01-20']);
});

test('days are added up by week; what lies outside is left out', () => {
  const span = trendSpan('2016-03-02', '2019-07-20');
  const { bars, most } = trendOf(
    [day('2019-07-20', 2, 1), day('2019-07-14', 4), day('2019-07-13', 5), day('2019-01-19', 9)],
    span,
  );
  expect(bars.slice(-2)).toEqual([5, 7]);
  expect(most).toBe(7);
});

test('what is known from the first and the last day is not asked for', () => {
  const span = trendSpan('2016-03-02', '2019-07-20');
  expect(trendOfTimes('2018-01-01', '2018-03-01', span)?.most).toBe(0);
  expect(trendOfTimes('2019-07-20', '2019-07-20', span)?.bars.at(-1)).toBe(1);
  expect(trendOfTimes('2019-07-19', '2019-07-20', span)).toBeUndefined();
});

test('new names are counted by day, each once, within the days drawn', () => {
  const appeared = (rrname: string, day: string) => ({ rrname, day });
  const from = dayNumber('2019-07-18');
  const changes = [
    appeared('a.example.', '2019-07-18'),
    appeared('b.example.', '2019-07-18'),
    appeared('b.example.', '2019-07-18'),
    appeared('c.example.', '2019-07-20'),
    appeared('d.example.', '2019-07-21'),
    appeared('e.example.', '2019-07-17'),
  ];
  expect(perDay(changes, from, 3)).toEqual([2, 0, 1]);
});
