// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { latestOf, livingOf, type Version } from './queries';
import { differences, mailboxesOf, numbered, span, told, toldBefore, withMailbox } from './versions';

const first: Version = {
  domain: 'shop.example',
  source: 'rdap',
  first_observed: 100,
  last_observed: 200,
  registrar: 'One',
  name_servers: ['ns1.park.example'],
  contacts: { registrant: { name: 'D. Reuter', mailboxes: ['D.Reuter@mailhaus.example'] } },
};
const second: Version = {
  ...first,
  first_observed: 300,
  last_observed: 300,
  name_servers: ['ns1.own.example', 'ns2.own.example'],
  contacts: {
    registrant: { name: 'REDACTED FOR PRIVACY' },
    abuse: { mailboxes: ['abuse@registrar.example'] },
  },
};

test('a withheld registrant is told apart from one that is not there', () => {
  expect(told(second.contacts?.registrant)).toBe('withheld');
  expect(told(first.contacts?.registrant)).toBe('told');
  expect(told(undefined)).toBe('absent');
});

test('the desk for complaints is nobody’s mailbox', () => {
  expect(mailboxesOf(second)).toEqual([]);
  expect(mailboxesOf(first)).toEqual(['d.reuter@mailhaus.example']);
});

test('versions are counted from the oldest, and remember what was told before', () => {
  const versions = numbered([second, first], 2);
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(versions[0]?.before).toBe(first);
  expect(toldBefore(versions)?.number).toBe(1);
  expect(withMailbox(versions, 'd.reuter@MAILHAUS.example')?.number).toBe(1);
  expect(toldBefore(numbered([first], 1))).toBeUndefined();
});

test('differences name what came, changed and went', () => {
  const found = new Map(differences(first, second).map((line) => [line.key, line]));
  expect(found.get('servers')).toMatchObject({
    before: ['ns1.park.example'],
    values: ['ns1.own.example', 'ns2.own.example'],
  });
  expect(found.get('registrant mailbox')).toMatchObject({
    before: ['D.Reuter@mailhaus.example'],
    values: [],
  });
  expect(found.get('abuse mailbox')).toMatchObject({ before: [] });
  expect(found.has('registrar')).toBe(false);
  expect(differences(first, first)).toEqual([]);
  expect([...found.keys()]).toEqual(['servers', 'registrant name', 'registrant mailbox', 'abuse mailbox']);
});

test('the latest rows are those of the last day', () => {
  expect(latestOf([{ time_last: 1 }, { time_last: 200_000 }, { time_last: 150_000 }])).toEqual([
    { time_last: 200_000 },
    { time_last: 150_000 },
  ]);
  expect(latestOf([])).toEqual([]);
});

test('a bulk answer is read line by line; a broken one is an error', () => {
  const row = { rdata: '192.0.2.1', time_last: 5 };
  const lines = `{"line":2,"found":1,"complete":true,"rows":[${JSON.stringify(row)}]}\n{"lines":2}\n`;
  const found = livingOf(['a.example', 'b.example'], lines);
  expect(found.get('a.example')).toBeUndefined();
  expect(found.get('b.example')).toEqual({ addresses: ['192.0.2.1'], lastSeen: 5, isPartial: false });
  expect(() => livingOf(['a.example'], '{"line":1,')).toThrow('not whole');
});

test('spans are said in the largest unit that is exact enough', () => {
  expect(span(18 * 60)).toBe('18 min');
  expect(span(41 * 3600)).toBe('41 h');
  expect(span(-5 * 86_400)).toBe('5 days');
});
