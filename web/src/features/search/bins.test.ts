// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { binsOf, nextStep, rowsBetween, snapped } from './bins';

describe('bins', () => {
  it('steps over the ends of months and years', () => {
    expect(nextStep('2019-02-01', 'month')).toBe('2019-03-01');
    expect(nextStep('2019-12-01', 'month')).toBe('2020-01-01');
    expect(nextStep('2019-01-01', 'year')).toBe('2020-01-01');
    expect(nextStep('2019-12-30', 'week')).toBe('2020-01-06');
    expect(nextStep('2020-02-28', 'day')).toBe('2020-02-29');
  });
  const bins = binsOf(
    [
      { day: '2019-07-01', rows: 3 },
      { day: '2019-07-15', rows: 5 },
    ],
    'week',
  );
  it('have a last day', () => {
    expect(bins[0]).toEqual({ from: '2019-07-01', to: '2019-07-07', rows: 3 });
  });
  it('tell the rows of a span only where it cuts none', () => {
    expect(rowsBetween(bins, '2019-07-01', '2019-07-21')).toBe(8);
    expect(rowsBetween(bins, '2019-07-08', '2019-07-21')).toBe(5);
    expect(rowsBetween(bins, '2019-07-03', '2019-07-21')).toBeUndefined();
  });
  it('widen a span to whole steps', () => {
    expect(snapped(bins, '2019-07-03', '2019-07-16', 'week')).toEqual(['2019-07-01', '2019-07-21']);
    expect(snapped(bins, '2019-07-10', '2019-07-10', 'week')).toEqual(['2019-07-08', '2019-07-14']);
    expect(snapped([], '2019-07-10', '2019-08-10', 'month')).toEqual(['2019-07-01', '2019-08-31']);
  });
});
