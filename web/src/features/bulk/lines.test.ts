// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { graphStart, kindOfText, notPublic, pageOfText, questionsOf } from './lines';

describe('a pasted list', () => {
  it('has a question a line, without remarks and blanks', () => {
    expect(questionsOf('# found today\r\nevil.example\r\n\r\n 192.0.2.1 \n')).toEqual([
      { line: 2, text: 'evil.example' },
      { line: 4, text: '192.0.2.1' },
    ]);
  });
  it('may have several on a line', () => {
    expect(questionsOf('evil[.]example, 192.0.2.1;hxxps://a[.]example/x').map((each) => each.text)).toEqual([
      'evil[.]example',
      '192.0.2.1',
      'hxxps://a[.]example/x',
    ]);
  });
  it.each([
    '192.0.2.0,24',
    'evil dot example',
    'evil [.] example',
    'evil.example type:A',
    'evil.example -cdn',
    'evil.example first>=2019-07-01',
    '"v=spf1 include:a.example -all"',
    '/log(in|on)[.] x/',
    'ht tp:/broken',
    '192.0.2.1 - 192.0.2.9',
    'a.example, b.example in:rdata',
  ])('leaves %s whole', (line) => {
    expect(questionsOf(line)).toEqual([{ line: 1, text: line }]);
  });
  it.each([
    ['evil.example.', 'name', '/name/evil.example?scope=this'],
    ['*.evil.example.', 'name', '/name/evil.example?scope=below'],
    ['192.0.2.1', 'address', '/address/192.0.2.1'],
    ['2001:db8::1', 'address', '/address/2001:db8::1'],
    ['192.0.2.0/24', 'network', '/address/192.0.2.0%2F24'],
    ['192.0.2.1-192.0.2.9', 'network', '/address/192.0.2.1-192.0.2.9'],
    ['a@evil.example', 'mailbox', '/mailbox/a@evil.example'],
    ['/gsm/', 'pattern', '/search?q=/gsm/&in=auto'],
    ['asn:AS64500', 'other', '/search?q=asn:AS64500&in=auto'],
    ['evil.example. type:A', 'other', '/search?q=evil.example.%20type:A&in=auto'],
  ])('takes %s for a %s', (text, kind, href) => {
    expect(kindOfText(text)).toBe(kind);
    expect(pageOfText(text)).toBe(href);
  });
  it('begins a graph with single values only', () => {
    expect(graphStart('evil.example.')).toBe('name:evil.example');
    expect(graphStart('*.evil.example.')).toBeUndefined();
    expect(graphStart('192.0.2.0/24')).toBeUndefined();
  });
  it('knows what is not of the public net', () => {
    expect(notPublic('10.0.3.12')).toMatch(/1918/);
    expect(notPublic('172.31.0.1')).toMatch(/1918/);
    expect(notPublic('172.32.0.1')).toBeUndefined();
    expect(notPublic('fd00::1')).toMatch(/4193/);
    expect(notPublic('evil.example.')).toBeUndefined();
  });
});
