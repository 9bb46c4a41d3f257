// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readKey, writeKey } from './opened_record';
import { addressRows, dnsRows, dnsSegments, segmentBase, segmentRows } from './types';

const rows = { A: 9, AAAA: 1, NS: 8, TXT: 2, CAA: 1, TYPE65: 3 };

test('each row is counted in one tab, and in one segment of it', () => {
  expect(addressRows(rows)).toBe(10);
  expect(dnsRows(rows)).toBe(14);
  const parts = dnsSegments.filter((segment) => segment !== 'all');
  expect(parts.reduce((all, segment) => all + segmentRows(rows, segment), 0)).toBe(segmentRows(rows, 'all'));
  expect(segmentRows(rows, 'other')).toBe(4);
});

test('a segment chooses what it counts', () => {
  expect(segmentBase('TXT')).toEqual({ type: ['TXT'] });
  expect(segmentBase('other').not_type).toContain('CNAME');
});

test('an opened record comes back from the address as it went', () => {
  const record = { name: 'a\\032b.example', type: 'TXT', rdata: '"v=spf1\n -all" "x"' };
  expect(readKey(writeKey(record))).toEqual(record);
  expect(readKey('none')).toBeUndefined();
  expect(readKey(undefined)).toBeUndefined();
});
