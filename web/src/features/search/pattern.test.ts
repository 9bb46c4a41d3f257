// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { markOf, patternKind } from './pattern';

const marked = (q: string, text: string) => markOf(q)?.(text).map(([from, to]) => text.slice(from, to));

describe('marks of a pattern', () => {
  it.each([
    [
      '/(login|webmail|cpanel|secure)[a-z0-9.-]*gsm-?1900/',
      'webmail.groupweblogs-gsm1900.com',
      'webmail.groupweblogs-gsm1900',
    ],
    ['/gsm-?1900/', 'cpanel-eu.gsm-1900.example', 'gsm-1900'],
    ['/^mail\\d+\\./i', 'MAIL12.example.com', 'MAIL12.'],
    ['/com$/', 'com.example.com', 'com'],
    ['/com$/', 'ns.example.com.', 'com'],
    ['/a{2,3}/', 'baaaab', 'aaa'],
    ['/[[:digit:]]+/', 'a123b', '123'],
    ['/[^a-z.]+/', 'abc-12.example', '-12'],
    ['/[]x]y/', 'a]y', ']y'],
    ['/(?:a|ab)c?/', 'abc', 'abc'],
    ['/a*?b/', 'xaab', 'aab'],
    ['/a\\/b/', '"a/b"', 'a/b'],
    ['glob:*gsm*1900*', 'x.gsm-id.1900.example', 'gsm-id.1900'],
    ['glob:www.*.example', 'www.a.example', 'www.a.example'],
    ['glob:[!x]a?', 'bac', 'bac'],
    ['has:PayPal', 'my-paypal.example', 'paypal'],
    ['has:a.b', 'a.b-axb', 'a.b'],
  ])('%s in %s', (q, text, found) => {
    expect(marked(q, text)).toEqual([found]);
  });
  it('marks every match', () => {
    expect(marked('/o/', 'foo')).toEqual(['o', 'o']);
    expect(marked('/x*/', 'axxbx')).toEqual(['xx', 'x']);
  });
  it('marks nothing where nothing matches', () => {
    expect(marked('/gsm/', 'example.com')).toEqual([]);
    expect(marked('glob:www.*', 'a.www.example')).toEqual([]);
  });
  it('has no marks for what it cannot read', () => {
    for (const q of [
      '/(a/',
      '/a)/',
      '/(?=a)b/',
      '/\\1/',
      '/*a/',
      '/[a/',
      '/[z-a]/',
      '/[[:nope:]]/',
      'glob:*',
      'has:',
      'example.com',
    ])
      expect(markOf(q), q).toBeUndefined();
  });
  it('refuses programs without end', { timeout: 60_000 }, () => {
    expect(markOf('/((a{999}){999}){999}/')).toBeUndefined();
    expect(markOf(`/${'('.repeat(20_000)}a${')'.repeat(20_000)}/`)).toBeUndefined();
  });
  // Backtracking would take longer than the world is old; a busy machine takes seconds.
  it('ends soon on what would hang a backtracking matcher', { timeout: 60_000 }, () => {
    expect(marked('/(a+)+$/', `${'a'.repeat(5_000)}!`)).toEqual([]);
    marked('/(a|a)*b|.*.*.*.*.*c/', 'a'.repeat(5_000));
  });
  it('tells the kinds apart', () => {
    expect(patternKind('/a/i')).toBe('regex');
    expect(patternKind('/')).toBeUndefined();
    expect(patternKind('glob:*a*')).toBe('glob');
    expect(patternKind('example.com')).toBeUndefined();
  });
});
