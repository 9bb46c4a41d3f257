// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { dayNumber } from '@/shared/time/time';
import { domainOf, type Hosted, isWithin, residentOf, residentsOf } from './residents';

const lane = (rrname: string, confirmed: [string, string][]): Schemas['Lane'] => ({
  rrtype: 'A',
  rrname,
  count: 1,
  time_first: 1,
  time_last: 2,
  names: 1,
  sources: [],
  confirmed,
  possible: [],
  not_watched: [],
});
const lanes = (list: Schemas['Lane'][], total = list.length) =>
  ({ lanes: list, returned: list.length, total }) as Schemas['Lanes'];
const hosted: Hosted = {
  domain: 'evil.example.',
  names: 2,
  count: 9,
  time_first: Date.UTC(2019, 6, 1) / 1000,
  time_last: Date.UTC(2019, 6, 9) / 1000,
  active: true,
  possible: false,
  suspect: false,
  tags: [],
};

describe('residents', () => {
  it('finds the domain of a name by its labels, not by its letters', () => {
    const known = new Set(['evil.example', 'co.example']);
    expect(domainOf('www.evil.example.', known)).toBe('evil.example');
    expect(domainOf('notevil.example.', known)).toBeUndefined();
  });

  it('join the days of all names of a domain', () => {
    const [resident] = residentsOf(
      [hosted],
      lanes([
        lane('evil.example.', [['2019-07-01', '2019-07-02']]),
        lane('www.evil.example.', [['2019-07-03', '2019-07-04']]),
      ]),
    );
    expect(resident?.isSketch).toBe(false);
    expect(resident?.confirmed).toEqual([[dayNumber('2019-07-01'), dayNumber('2019-07-04')]]);
  });

  it('say that they are sketches where lanes are missing', () => {
    const [resident] = residentsOf(
      [hosted],
      lanes([lane('evil.example.', [['2019-07-04', '2019-07-04']])], 5000),
    );
    expect(resident?.isSketch).toBe(true);
    expect(resident?.confirmed).toHaveLength(3);
    expect(resident?.possible).toEqual([[dayNumber('2019-07-01'), dayNumber('2019-07-09')]]);
  });

  it('stand within a fence', () => {
    const resident = residentOf(lane('evil.example.', [['2019-07-03', '2019-07-05']]));
    const fence = (kind: 'seen' | 'only', from: string, to: string) => ({ kind, from, to });
    expect(isWithin(resident, fence('seen', '2019-07-05', '2019-07-09'))).toBe(true);
    expect(isWithin(resident, fence('seen', '2019-07-06', '2019-07-09'))).toBe(false);
    expect(isWithin(resident, fence('only', '2019-07-01', '2019-07-05'))).toBe(true);
    expect(isWithin(resident, fence('only', '2019-07-04', '2019-07-05'))).toBe(false);
  });
});
