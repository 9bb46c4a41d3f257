// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { directionOf, sortAfter } from './table';

test('a head turns the order round, and begins in its own way', () => {
  expect(sortAfter('count', 'name', true)).toBe('-count');
  expect(sortAfter('count', '-count', true)).toBe('count');
  expect(sortAfter('count', 'count', true)).toBe('-count');
  expect(sortAfter('name', '-count', false)).toBe('name');
});

test('a head says how its column stands in the order', () => {
  expect(directionOf('count', '-count')).toBe('descending');
  expect(directionOf('count', 'count')).toBe('ascending');
  expect(directionOf('count', '-first_seen')).toBe('none');
  expect(directionOf(undefined, '-first_seen')).toBeUndefined();
});
