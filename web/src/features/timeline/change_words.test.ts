// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { axisOf } from './axis';
import {
  type Change,
  groupsOf,
  groupWords,
  markersOf,
  movedValues,
  shortWords,
  whenWords,
} from './change_words';

const change = (part: Partial<Change>): Change => ({
  kind: 'appeared',
  rrname: 'a.example.',
  day: '2019-07-14',
  certain: true,
  rows: [],
  rows_total: 0,
  ...part,
});

describe('changes', () => {
  it('are numbered by day from the oldest', () => {
    const groups = groupsOf([
      change({ day: '2019-07-17' }),
      change({ day: '2019-07-12', kind: 'new_mx' }),
      change({ day: '2019-07-17', rrname: 'b.example.' }),
    ]);
    expect(groups.map(({ number, changes }) => [number, changes.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(groupWords(groups[1]?.changes ?? [])).toBe('2 names first seen');
  });

  it('say when, and how sure that is', () => {
    expect(whenWords(change({}))).toBe('14 Jul 2019');
    expect(whenWords(change({ certain: false, since: '2019-07-03' }))).toBe('between 3 and 14 Jul 2019');
    expect(whenWords(change({ certain: false, since: '2019-06-03' }))).toBe('between 3 Jun and 14 Jul 2019');
    expect(whenWords(change({ certain: false }))).toBe('on or before 14 Jul 2019');
  });

  it('share a marker where they would cover each other, and words never do', () => {
    const groups = groupsOf(
      ['2019-07-01', '2019-07-02', '2019-07-03', '2019-08-01'].map((day) => change({ day })),
    );
    const axis = axisOf((groups[0]?.day ?? 0) - 10, (groups[0]?.day ?? 0) + 50, 600);
    const markers = markersOf(groups, axis);
    expect(markers.map((marker) => marker.label)).toEqual(['1–3', '4']);
    let taken = 0;
    for (const { x, width, words, side } of markers) {
      const room = words.length * 5.6 + 8;
      expect(side === 'left' ? x - width / 2 - room : x - width / 2).toBeGreaterThanOrEqual(taken);
      taken = x + width / 2 + (side === 'right' ? room : 0);
    }
    expect(taken).toBeLessThanOrEqual(600);
  });

  it('never cover each other, however many there are', () => {
    const groups = groupsOf(
      Array.from({ length: 300 }, (_, i) =>
        change({ day: new Date(Date.UTC(2015, 0, 1 + i * 5)).toISOString().slice(0, 10) }),
      ),
    );
    const markers = markersOf(groups, axisOf(groups[0]?.day ?? 0, groups.at(-1)?.day ?? 0, 500));
    expect(markers.length).toBeGreaterThan(3);
    for (let i = 1; i < markers.length; i += 1) {
      const [a, b] = [markers[i - 1], markers[i]];
      expect((b?.x ?? 0) - (b?.width ?? 0) / 2).toBeGreaterThan((a?.x ?? 0) + (a?.width ?? 0) / 2);
    }
  });

  it('tell a move by what is new and what is gone', () => {
    const move = change({ kind: 'moved', rrtype: 'A', from: ['1', '2'], to: ['2', '3'] });
    expect(movedValues(move)).toEqual({ gained: ['3'], lost: ['1'] });
    expect(shortWords(move)).toBe('moved');
    expect(shortWords({ ...move, to: ['1', '2', '3'] })).toBe('new A');
  });
});
