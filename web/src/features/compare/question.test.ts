// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  missing,
  parametersOf,
  placeOf,
  readComparing,
  sidesOf,
  swapped,
  weeksUntil,
  writeComparing,
} from './question';

describe('what is compared', () => {
  it('is read from the address and written back the same', () => {
    const raw = {
      q: '*.example.com',
      before: '2019-07-01..2019-07-07',
      after: '2019-07-08',
      type: ['A', 'NS'],
    };
    const comparing = readComparing(raw);
    expect(comparing).toMatchObject({
      what: 'dates',
      in: 'name',
      after: { from: '2019-07-08', to: '2019-07-08' },
    });
    expect(missing(comparing)).toBeUndefined();
    expect(JSON.parse(JSON.stringify(writeComparing(comparing)))).toEqual(raw);
  });

  it('knows its kind by its parameters', () => {
    expect(readComparing({ q: 'a.example', with: 'b.example' }).what).toBe('names');
    expect(readComparing({ q: 'a.example', source: 'x', with_source: 'y' }).what).toBe('sources');
    expect(readComparing({ what: 'names' }).what).toBe('names');
  });

  it('drops what cannot be', () => {
    const comparing = readComparing({
      q: 'a.example',
      before: '2019-07-09..2019-07-01',
      after: 'yesterday',
      in: 'x',
    });
    expect(comparing.before.from).toBe('');
    expect(comparing.in).toBe('name');
    expect(missing(comparing)).toMatch(/^two spans of days/);
  });

  it.each([
    ['192.0.2.1', 'rdata'],
    ['192.0.2.0/24', 'rdata'],
    ['192.0.2.1-192.0.2.9', 'rdata'],
    ['2001:db8::/32', 'rdata'],
    ['*.example.com', 'name'],
    ['7.example', 'name'],
  ])('looks for %s in %s', (q, place) => {
    expect(placeOf(q)).toBe(place);
  });

  it('asks only for what its kind needs', () => {
    const comparing = readComparing({
      what: 'names',
      q: 'a.example',
      with: 'b.example',
      before: '2019-07-01',
    });
    expect(parametersOf(comparing, 9)).toEqual({ q: 'a.example', in: 'name', with: 'b.example', limit: 9 });
    expect(sidesOf(swapped(comparing))).toEqual(['b.example', 'a.example']);
  });

  it('offers two weeks that do not overlap', () => {
    expect(weeksUntil('2019-07-14')).toEqual({
      before: { from: '2019-07-01', to: '2019-07-07' },
      after: { from: '2019-07-08', to: '2019-07-14' },
    });
  });
});
