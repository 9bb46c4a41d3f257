// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  filterParameters,
  isFiltered,
  readSearch,
  toggled,
  withBase,
  withoutBase,
  writeSearch,
} from './search';

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

describe('filters of a page beneath those of its address', () => {
  const base = { not_type: ['A', 'AAAA'] };
  it('leaves out what either leaves out', () => {
    const search = readSearch({ not_type: 'TXT', source: 'one' });
    expect(withBase(search, base).filters).toEqual({ not_type: ['A', 'AAAA', 'TXT'], source: ['one'] });
  });
  it('writes nothing of the page into the address', () => {
    const search = readSearch({ not_type: 'TXT' });
    const next = toggled(withBase(search, base), 'source', 'one');
    expect(withoutBase(next, search, base).filters).toEqual({ not_type: ['TXT'], source: ['one'] });
  });
  it('lets a choice go before that of the page', () => {
    const types = { type: ['A', 'AAAA'] };
    const search = readSearch({});
    const next = toggled(withBase(search, types), 'type', 'AAAA');
    expect(withoutBase(next, search, types).filters).toEqual({ type: ['A'] });
    expect(withoutBase(withBase(search, types), search, types).filters).toEqual({});
    expect(withBase(readSearch({ type: 'NS' }), types).filters).toEqual({ type: ['NS'] });
  });
});
