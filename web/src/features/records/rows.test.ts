// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { ProblemError } from '@/shared/api/client';
import { whyUnsorted } from './rows';

test('what is too large to sort is told from what failed', () => {
  const large = new ProblemError(413, 'too large', 'more than 256 MiB');
  expect(whyUnsorted({ error: large })).toBe('too many');
  expect(whyUnsorted({ error: new ProblemError(503, 'store unavailable', '') })).toBeUndefined();
  expect(whyUnsorted({ error: null })).toBeUndefined();
});

test('an answer for whose order there was no time is none: not an empty one', () => {
  expect(whyUnsorted({ error: null, data: { returned: 0, reason: 'time' } })).toBe('no time');
  const kept = 'a'.repeat(32);
  expect(whyUnsorted({ error: null, data: { returned: 0, reason: 'time', answer: kept } })).toBeUndefined();
  expect(whyUnsorted({ error: null, data: { returned: 0 } })).toBeUndefined();
});
