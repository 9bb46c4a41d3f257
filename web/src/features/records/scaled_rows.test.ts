// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { scaleOf } from './scaled_rows';

describe('scaled rows', () => {
  it('leaves what a browser can hold', () => {
    const scale = scaleOf(1000, 28, 600);
    expect([scale.height, scale.factor]).toEqual([28_000, 1]);
  });
  it('reaches the last row of a million', () => {
    const scale = scaleOf(1_000_000, 28, 600);
    expect(scale.height).toBe(15_000_000);
    expect(scale.toRows(scale.height - 600)).toBeCloseTo(28_000_000 - 600, 3);
    expect(scale.toRows(0)).toBe(0);
    expect(scale.toBar(scale.toRows(12_345))).toBeCloseTo(12_345, 6);
  });
});
