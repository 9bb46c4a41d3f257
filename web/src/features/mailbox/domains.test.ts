// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Found } from '@/features/registration';
import { clues, joined } from './domains';

const found = (domain: string, registered: number, part: Partial<Found> = {}): Found => ({
  domain,
  source: 'rdap',
  first_observed: 1,
  last_observed: 1,
  registered,
  current: true,
  roles: ['registrant'],
  ...part,
});

test('a domain known by both ways stands once, with both', () => {
  const zones = [
    { zone: 'b.example.', count: 3, time_first: 90, time_last: 95 },
    { zone: 'c.example.', count: 1, time_first: 70, time_last: 71 },
  ];
  const domains = joined([found('a.example', 50), found('b.example', 80)], zones);
  expect(domains.map(({ domain, ways }) => `${domain}: ${ways.join(', ')}`)).toEqual([
    'b.example: SOA, registrant',
    'c.example: SOA',
    'a.example: registrant',
  ]);
});

test('clues are what several registrations say', () => {
  const contacts = { registrant: { name: 'N. Desk', organization: 'Night Desk' } };
  const other = { registrant: { name: 'N. Desk', organization: 'NIGHT DESK' }, abuse: { telephone: '1' } };
  expect(clues([found('a', 1, { contacts }), found('b', 2, { contacts: other })], 9)).toEqual([
    { field: 'organization', value: 'Night Desk', count: 2 },
    { field: 'name', value: 'N. Desk', count: 2 },
  ]);
});
