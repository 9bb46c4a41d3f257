// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { defanged, idnOf, labelsOf, splitName, withoutDot } from './names';

describe('names', () => {
  it('loses the final dot but not the root', () => {
    expect(withoutDot('www.example.com.')).toBe('www.example.com');
    expect(withoutDot('.')).toBe('.');
  });
  it('splits at the registered domain', () => {
    expect(splitName('a.b.example.co.uk.', 'example.co.uk.')).toEqual(['a.b.', 'example.co.uk']);
    expect(splitName('example.com.', 'example.com.')).toEqual(['', 'example.com']);
    expect(splitName('com.')).toEqual(['', 'com']);
  });
  it('does not split at escaped dots', () => {
    expect(labelsOf('d\\.reuter.mailhaus.example.')).toEqual(['d\\.reuter', 'mailhaus', 'example']);
  });
  it('marks the letter of another script', () => {
    const idn = idnOf('xn--groupwblogs-gsm1900-qrp.example.');
    expect(idn?.unicode).toBe('groupwеblogs-gsm1900.example');
    expect(idn?.odd).toEqual([{ char: 'е', at: 6, script: 'Cyrillic' }]);
  });
  it('finds nothing odd in one script', () => {
    expect(idnOf('xn--mnchen-3ya.example')).toEqual({ unicode: 'münchen.example', odd: [] });
    expect(idnOf('example.com')).toBeUndefined();
  });
  it('keeps what is no U-label', () => {
    expect(idnOf('xn--a.example')?.unicode ?? 'kept').toBe('kept');
    expect(idnOf('xn--99zzz99999999.example')).toBeUndefined();
  });
  it('defangs', () => {
    expect(defanged('evil.example')).toBe('evil[.]example');
    expect(defanged('https://evil.example/x')).toBe('hxxps://evil[.]example/x');
    expect(defanged('a@b.example')).toBe('a[at]b[.]example');
    expect(defanged('2001:db8::1')).toBe('2001[:]db8[:][:]1');
  });
});
