// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Change } from './change_words';
import { interleaved, type OtherEvent } from './interleaved';

const change = (day: string, rrname: string): Change => ({
  kind: 'appeared',
  day,
  rrname,
  certain: true,
  rows: [],
  rows_total: 0,
});
const other = (time: string, key: string): OtherEvent => ({
  key,
  time: Date.parse(time) / 1000,
  kind: 'registration',
  icon: null,
  words: null,
});
const keys = (changes: Change[], others: OtherEvent[]) =>
  interleaved(changes, others).map((told) => told.change?.rrname ?? told.other?.key);

test('changes of records and of the registration stand in one order, the newest first', () => {
  const changes = [change('2019-07-15', 'a'), change('2019-07-18', 'b'), change('2019-07-15', 'c')];
  const others = [
    other('2019-07-15T20:48:00Z', 'registered'),
    other('2019-07-16T06:00:00Z', 'withheld'),
    other('2019-07-15T23:00:00Z', 'changed'),
  ];
  expect(keys(changes, others)).toEqual(['b', 'withheld', 'a', 'c', 'changed', 'registered']);
  expect(keys([], others)).toHaveLength(3);
  expect(keys(changes, [])).toEqual(['b', 'a', 'c']);
});
