// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { placeOf } from './both';

describe('where a pattern is looked for', () => {
  it('is one place, whose rows are shown', () => {
    expect(placeOf('rdata', undefined, true)).toEqual({ where: 'rdata', place: 'rdata' });
    expect(placeOf('rdata', 'name', true)).toEqual({ where: 'rdata', place: 'rdata' });
  });
  it('is both, with the rows of names first', () => {
    expect(placeOf('both', undefined, true)).toEqual({ where: 'both', place: 'name' });
    expect(placeOf('both', 'rdata', true)).toEqual({ where: 'both', place: 'rdata' });
    expect(placeOf('both', 'nonsense', true)).toEqual({ where: 'both', place: 'name' });
  });
  it('is not known of a text that is no pattern, or of a word that is no place', () => {
    expect(placeOf('both', undefined, false)).toBeUndefined();
    expect(placeOf('elsewhere', undefined, true)).toBeUndefined();
    expect(placeOf(undefined, undefined, true)).toBeUndefined();
  });
});
