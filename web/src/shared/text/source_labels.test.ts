// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { shortSource, sourceLabels } from './source_labels';

const labels = (...names: string[]) => [...sourceLabels(names).values()];

test('a feed is told by its first letter, of its sensor where it has some', () => {
  expect(labels('partner/A', 'partner/B', 'farsight')).toEqual(['A', 'B', 'F']);
});

test('no two labels are alike, and who was there keeps its own', () => {
  expect(labels('circl', 'censys', 'ceylon')).toEqual(['C', 'Ce', 'Cey']);
  expect(labels('x/A', 'y/A', 'z/A')).toEqual(['A', 'y/A', 'z/A']);
  expect(labels('feed', 'fee', 'fe', 'f')).toEqual(['F', 'Fe', 'F2', 'F3']);
  const many = Array.from({ length: 300 }, (_, i) => `sensor-${i}`);
  expect(new Set(labels(...many)).size).toBe(300);
});

test('a long name of our own is cut', () => {
  expect(shortSource('dc/frankfurt-am-main-1')).toBe('frankfurt-a…');
  expect(shortSource('fra-1')).toBe('fra-1');
});
