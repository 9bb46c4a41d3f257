// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Row } from '@/shared/api/client';
import { dayNumber } from '@/shared/time/time';
import { daysOfRow, laneWindow } from './row_days';

const time = (text: string) => Date.parse(text) / 1000;
const row = (first: string, last: string, days?: number, possible?: number): Row => ({
  rrname: 'a.example.',
  rrtype: 'A',
  rdata: '192.0.2.1',
  how: 'sensor',
  count: 3,
  time_first: time(first),
  time_last: time(last),
  days,
  days_possible: possible,
});
const at = dayNumber('2019-07-14');

test('a row of one day, or of every day, is known by its numbers', () => {
  expect(daysOfRow(row('2019-07-14T01:00:00Z', '2019-07-14T23:00:00Z'))).toEqual({
    confirmed: [[at, at]],
    possible: [],
    isOpen: false,
  });
  expect(daysOfRow(row('2019-07-14T01:00:00Z', '2019-07-16T23:00:00Z', 3, 3))).toEqual({
    confirmed: [[at, at + 2]],
    possible: [],
    isOpen: false,
  });
  expect(daysOfRow(row('2019-07-14T23:59:59Z', '2019-07-15T00:00:00Z')).isOpen).toBe(false);
});

test('two days of five are the first and the last, what lies between is possible or not at all', () => {
  const ends = [
    [at, at],
    [at + 4, at + 4],
  ];
  const [first, last] = ['2019-07-14T01:00:00Z', '2019-07-18T01:00:00Z'];
  expect(daysOfRow(row(first, last, 2, 5))).toEqual({
    confirmed: ends,
    possible: [[at + 1, at + 3]],
    isOpen: false,
  });
  expect(daysOfRow(row(first, last, 2, 2))).toEqual({ confirmed: ends, possible: [], isOpen: false });
});

test('what the numbers leave open is said to be open', () => {
  const [first, last] = ['2019-07-14T01:00:00Z', '2019-07-18T01:00:00Z'];
  expect(daysOfRow(row(first, last, 3, 3)).isOpen).toBe(true);
  expect(daysOfRow(row(first, last, 2, 3)).isOpen).toBe(true);
  expect(daysOfRow(row(first, last)).isOpen).toBe(true);
});

test('lanes are a week wide at least', () => {
  expect(laneWindow('2019-07-14', '2019-07-14')).toEqual([at - 6, at]);
  expect(laneWindow('2019-06-14', '2019-07-14')).toEqual([at - 30, at]);
});
