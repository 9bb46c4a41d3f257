// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { mailboxOf, reverseName, valuesOf } from './rdata';

describe('values of rdata', () => {
  it('finds both names of an SOA, the mailbox first', () => {
    expect(valuesOf('SOA', 'ns1.example. d\\.reuter.mailhaus.example. 1 2 3 4 5')).toEqual([
      { kind: 'mailbox', text: 'd.reuter@mailhaus.example', role: 'mailbox' },
      { kind: 'name', text: 'ns1.example', role: 'primary server' },
    ]);
  });
  it.each([
    ['MX', '10 mx1.example.', 'mx1.example'],
    ['NS', 'ns1.example.', 'ns1.example'],
    ['SRV', '0 5 5060 sip.example.', 'sip.example'],
    ['A', '192.0.2.1', '192.0.2.1'],
  ])('finds that of %s', (type, rdata, text) => {
    expect(valuesOf(type, rdata)[0]?.text).toBe(text);
  });
  it('has none for a null MX', () => {
    expect(valuesOf('MX', '0 .')).toEqual([]);
  });
  it('reads mailboxes', () => {
    expect(mailboxOf('hostmaster.example.com.')).toBe('hostmaster@example.com');
    expect(mailboxOf('example.')).toBe('example');
  });
  it('turns addresses round', () => {
    expect(reverseName('165.22.196.7')).toBe('7.196.22.165.in-addr.arpa');
    expect(reverseName('2001:db8::1')).toBe(
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    );
    expect(reverseName('1:2')).toBeUndefined();
  });
});
