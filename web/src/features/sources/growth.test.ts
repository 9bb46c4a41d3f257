// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addDays } from '@/shared/time/time';
import { adviceOf } from './advice';
import { barsOf, paceOf } from './growth';

const size = (day: string, records: number, bytes = records * 100) => ({ day, records, bytes });

describe('growth', () => {
  it('is drawn day by day, or by the last day of each month', () => {
    expect(barsOf([size('2019-07-01', 1), size('2019-07-09', 2)])).toHaveLength(2);
    const year = Array.from({ length: 100 }, (_, i) => size(addDays('2019-01-01', i), i));
    expect(barsOf(year).map(({ day }) => day)).toEqual([
      '2019-01-31',
      '2019-02-28',
      '2019-03-31',
      '2019-04-10',
    ]);
  });
  it('says how long the disk lasts', () => {
    expect(paceOf([size('2019-07-01', 1_000), size('2019-07-11', 2_000)], 1_000_000)).toEqual({
      records: 1_000,
      days: 10,
      left: 100,
    });
    expect(paceOf([size('2019-07-01', 1_000)], 1_000)).toBeUndefined();
    expect(paceOf([size('2019-07-01', 2_000), size('2019-07-11', 1_000)], 1_000)).toBeUndefined();
    expect(paceOf([], 1_000)).toBeUndefined();
  });
});

describe('advice', () => {
  it('tells loss from guard, and nothing of what it does not know', () => {
    expect(adviceOf('out of bailiwick')?.kind).toBe('guarded');
    expect(adviceOf('TCP data missing (holes)')?.kind).toBe('lost');
    expect(adviceOf('constructor')).toBeUndefined();
  });
});
