// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { candidates, movedTogether } from './moved';

const here = '192.0.2.7';
const there = '203.0.113.9';
const change = (rrname: string, day: string, more: Partial<Schemas['Change']> = {}): Schemas['Change'] => ({
  kind: 'moved',
  rrname: `${rrname}.`,
  day,
  certain: true,
  from: [here],
  to: [there],
  rows: [],
  rows_total: 0,
  ...more,
});
const domainOf = (name: string) => name.split('.').slice(-2).join('.');

describe('names that moved together', () => {
  it('left on the same day for the same address', () => {
    expect(
      movedTogether(
        [
          change('a.example', '2019-07-12'),
          change('www.b.example', '2019-07-12'),
          change('c.example', '2019-07-13'),
          change('d.example', '2019-07-12', { to: ['198.51.100.1'] }),
        ],
        here,
        (name) => name.replace(/^www\./, ''),
      ),
    ).toEqual([
      {
        day: '2019-07-12',
        to: there,
        names: ['a.example', 'www.b.example'],
        domains: ['a.example', 'b.example'],
        isCertain: true,
        since: undefined,
      },
    ]);
  });
  it('are of more than one domain', () => {
    expect(
      movedTogether([change('a.b.example', '2019-07-12'), change('b.example', '2019-07-12')], here, domainOf),
    ).toEqual([]);
  });
  it('did not only gain an address, and did not come from elsewhere', () => {
    const both = [here, there];
    expect(
      movedTogether(
        [
          change('a.example', '2019-07-12', { to: both }),
          change('b.test', '2019-07-12'),
          change('c.invalid', '2019-07-12', { from: ['192.0.2.8'] }),
          change('d.org', '2019-07-12', { kind: 'new_ns' }),
        ],
        here,
        domainOf,
      ),
    ).toEqual([]);
  });
  it('may have gone earlier, where nobody watched', () => {
    const [move] = movedTogether(
      [
        change('a.example', '2019-07-12', { certain: false, since: '2019-07-09' }),
        change('b.test', '2019-07-12', { certain: false, since: '2019-07-10' }),
      ],
      here,
      domainOf,
    );
    expect(move).toMatchObject({ isCertain: false, since: '2019-07-09' });
  });
  it('are looked for among those that are gone first', () => {
    const lane = (rrname: string, time_last: number) => ({ rrname, time_last }) as Schemas['Lane'];
    const day = 86_400;
    expect(
      candidates([
        lane('here.', 90 * day),
        lane('early.', 10 * day),
        lane('late.', 80 * day),
        lane('late.', day),
      ]),
    ).toEqual(['late', 'early', 'here']);
  });
});
