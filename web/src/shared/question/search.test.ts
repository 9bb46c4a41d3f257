// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { filterParameters, isFiltered, readSearch, toggled, writeSearch } from './search';

describe('the state in the address', () => {
  it('comes back as it went', () => {
    const raw = {
      type: ['A', 'MX'],
      not_source: ['zones'],
      seen: '2019-07-12..2019-07-20',
      sort: '-first_seen',
      merge: 'sources',
      columns: 'ttl,days',
    };
    const again = writeSearch(readSearch(raw));
    expect(Object.fromEntries(Object.entries(again).filter(([, value]) => value !== undefined))).toEqual(raw);
  });
  it('drops what nobody can have meant', () => {
    expect(
      readSearch({ seen: '2019-07-20..2019-07-12', sort: 'x;y', merge: 'all', count_min: '-1', type: [''] }),
    ).toEqual({ filters: {} });
    expect(readSearch({ seen: 'yesterday' }).fence).toBeUndefined();
  });
  it('keeps when rows were first and last seen', () => {
    const raw = { first_after: '2019-07-01T00:00:00Z', last_before: '-7d' };
    expect(filterParameters(readSearch(raw))).toEqual(raw);
    expect(readSearch({ since: 'yesterday; drop' }).bounds).toBeUndefined();
  });
  it('takes one day', () => {
    expect(filterParameters(readSearch({ only: '2019-07-14' }))).toEqual({ only: '2019-07-14' });
  });
  it('chooses and unchooses', () => {
    const once = toggled(readSearch({}), 'type', 'A');
    expect(once.filters.type).toEqual(['A']);
    expect(isFiltered(once)).toBe(true);
    expect(isFiltered(toggled(once, 'type', 'A'))).toBe(false);
  });
});
