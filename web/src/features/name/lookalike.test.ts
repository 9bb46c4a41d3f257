// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { idnOf } from '@/shared/text/names';
import { oddWords, readsAs } from './lookalike';
import { mailboxesOfSoa, serialChanges, soaParts } from './queries';

test('a name is read as the Latin letters that it imitates', () => {
  expect(readsAs('groupw\u0435blogs-gsm1900.example')).toBe('groupweblogs-gsm1900.example');
  expect(readsAs('\u0430\u0440\u0440\u04cf\u0435.com')).toBe('apple.com');
  expect(readsAs('b\u00fcro.example')).toBeUndefined();
  expect(readsAs('plain.example')).toBeUndefined();
});

test('odd letters are counted and named', () => {
  const idn = idnOf('xn--groupwblogs-gsm1900-qrp.example');
  expect(idn?.unicode).toBe('groupw\u0435blogs-gsm1900.example');
  expect(idn === undefined ? [] : oddWords(idn)).toEqual([
    { letters: 'letter 7', script: 'Cyrillic', points: ['U+0435'], rest: 'Latin' },
  ]);
});

test('a SOA record is taken apart, with the dots of its mailbox', () => {
  const rdata = 'ns1.example. d\\.reuter.mailhaus.example. 2019071603 3600 600 86400 300';
  expect(soaParts(rdata)).toEqual({
    primary: 'ns1.example',
    rname: 'd\\.reuter.mailhaus.example.',
    mailbox: 'd.reuter@mailhaus.example',
    serial: '2019071603',
    timers: ['3600', '600', '86400', '300'],
  });
  expect(soaParts('ns1.example. broken')).toBeUndefined();
  const rows = [rdata, rdata.replace('1603', '1604')].map((each) => ({ rdata: each, rrname: 'a.example.' }));
  expect(mailboxesOfSoa(rows)).toEqual(['d.reuter@mailhaus.example']);
  expect(serialChanges(rows, 'a.example.')).toBe(1);
});
