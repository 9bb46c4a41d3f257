// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { placeOnScale } from './class_scale';

it.each([
  [0, 0, 0],
  [1, 0, 0.25],
  [3, 0, 0.25],
  [4, 0.25, 0.5],
  [20, 0.25, 0.5],
  [21, 0.5, 0.75],
  [214, 0.5, 0.75],
  [1000, 0.5, 0.75],
  [1001, 0.75, 1],
  [5_000_000, 0.75, 1],
])('%i domains stand within their class', (domains, low, high) => {
  expect(placeOnScale(domains)).toBeGreaterThanOrEqual(low);
  expect(placeOnScale(domains)).toBeLessThanOrEqual(high);
});
