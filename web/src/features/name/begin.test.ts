// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { plainName } from './begin';

it.each([
  ['example.com', 'example.com'],
  ['WWW.Example.COM.', 'www.example.com'],
  ['_dmarc.example.com', '_dmarc.example.com'],
])('takes %s for a name', (text, name) => {
  expect(plainName(text)).toBe(name);
});

it.each([
  'localhost',
  '192.0.2.1',
  '192.0.2.0/24',
  '*.example.com',
  'www.example.*',
  '/login/',
  'me@example.com',
  'hxxp://evil[.]example/x',
  'example.com type:A',
  'b\u00fcro.example',
  '.',
  '',
])('leaves %j to the server', (text) => {
  expect(plainName(text)).toBeUndefined();
});
