// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addressText, networkOf, parseAddress, policyOf, subjectOf } from './networks';

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '165.22.196.7',
    '255.255.255.255',
    '2001:db8::1',
    '::',
    'fe80::1:0:0:1',
    '1:2:3:4:5:6:7:8',
  ])('reads %s and writes it again', (text) => {
    const address = parseAddress(text);
    expect(address === undefined ? undefined : addressText(address)).toBe(text);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    ':::',
    '1:2:3',
    'g::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    'example',
  ])('does not take %j for one', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('knows the networks around one', () => {
    expect(networkOf('165.22.196.7', 24)).toBe('165.22.196.0/24');
    expect(networkOf('165.22.196.7', 20)).toBe('165.22.192.0/20');
    expect(networkOf('2001:db8:1:2:3::1', 64)).toBe('2001:db8:1:2::/64');
    expect(networkOf('nothing', 24)).toBeUndefined();
  });
});

describe('subjects', () => {
  it.each([
    ['165.22.196.7', 'address', 1n],
    ['165.22.196.7/32', 'address', 1n],
    ['165.22.196.0/20', 'network', 4096n],
    ['0.0.0.0/0', 'network', 4_294_967_296n],
    ['2001:db8::/64', 'network', 1n << 64n],
    ['192.0.2.1-192.0.2.9', 'range', 9n],
  ])('%s is a %s of %i', (text, kind, size) => {
    expect(subjectOf(text)).toMatchObject({ kind, size });
  });

  it.each(['192.0.2.9-192.0.2.1', '192.0.2.0/33', '192.0.2.1-2001:db8::1', '192.0.2.0/24/1', '/', '-'])(
    'is not %s',
    (text) => {
      expect(subjectOf(text)).toBeUndefined();
    },
  );
});

it('writes policies for a domain and what is below it', () => {
  expect(policyOf(['evil.example'])).toBe('evil.example CNAME .\n*.evil.example CNAME .');
  expect(policyOf([])).toBe('');
});
