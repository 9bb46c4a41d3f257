// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { allPages, groupsCsv, hostedCsv, lanesCsv } from './export';

describe('who lived here, as a file', () => {
  it('tells domains with their days', () => {
    const text = hostedCsv([
      {
        domain: 'evil.example.',
        names: 2,
        count: 9,
        days: 5,
        time_first: Date.UTC(2019, 6, 12, 16, 42) / 1000,
        time_last: Date.UTC(2019, 6, 20) / 1000,
        active: true,
        possible: false,
        suspect: true,
        tags: [],
      },
    ]);
    expect(text.split('\r\n')[1]).toBe(
      'evil.example,2,9,5,2019-07-12T16:42:00Z,2019-07-20T00:00:00Z,true,false,true,,',
    );
  });
  it('tells groups and lanes', () => {
    const times = { count: 3, time_first: 86_400, time_last: 172_800 };
    expect(
      groupsCsv([{ domain: 'a.example.', suffix: false, names: 1, rows: 2, ...times }]).split('\r\n')[1],
    ).toBe('a.example,false,1,2,3,1970-01-02T00:00:00Z,1970-01-03T00:00:00Z');
    const lane = {
      rrtype: 'A',
      rrname: 'a.example.',
      names: 1,
      sources: ['fra-1', 'partner'],
      confirmed: [
        ['2019-07-12', '2019-07-14'],
        ['2019-07-16', '2019-07-16'],
      ],
      possible: [],
      not_watched: [],
      ...times,
    };
    expect(lanesCsv([lane as never]).split('\r\n')[1]).toBe(
      'a.example,A,3,1970-01-02T00:00:00Z,1970-01-03T00:00:00Z,fra-1 partner,2019-07-12..2019-07-14 2019-07-16,',
    );
  });
  it('reads page after page, and says when it stopped', async () => {
    const numbers = Array.from({ length: 25 }, (_, i) => i);
    const page = (offset: number) => Promise.resolve({ rows: numbers.slice(offset, offset + 10), total: 25 });
    expect((await allPages(page, 100)).rows).toEqual(numbers);
    expect(await allPages(page, 20)).toEqual({ rows: numbers.slice(0, 20), total: 25 });
    expect(await allPages(() => Promise.resolve({ rows: [], total: 9 }), 100)).toEqual({
      rows: [],
      total: 9,
    });
  });
});
