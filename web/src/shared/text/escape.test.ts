// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { escaped, pieces } from './escape';

describe('pieces', () => {
  it.each([
    ['plain', 'www.example.com', 'www.example.com'],
    ['a terminal escape', 'a\u001b[2Jb', 'a\\027[2Jb'],
    ['NUL', '\u0000', '\\000'],
    ['right to left', 'moc\u202egsm', 'moc\\u202Egsm'],
    ['zero width', 'pay\u200bpal', 'pay\\u200Bpal'],
    ['a soft hyphen', 'pay\u00adpal', 'pay\\173pal'],
    ['a tag character', 'a\u{e0041}b', 'a\\uE0041b'],
    ['half a surrogate pair', 'a\ud800b', 'a\\uD800b'],
    ['an emoji as it is', '\u{1f600}', '\u{1f600}'],
    ['HTML as it is', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['letters with marks as they are', 'münchen', 'münchen'],
  ])('shows %s', (_what, text, shown) => {
    expect(escaped(text)).toBe(shown);
  });
  it('tells escapes from the rest', () => {
    expect(pieces('"a\\027b"')).toEqual([
      { text: '"a', isEscape: false },
      { text: '\\027', isEscape: true },
      { text: 'b"', isEscape: false },
    ]);
  });
});
