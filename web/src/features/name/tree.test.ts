// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { groupKey, type Level, patternOf, relative, type TreeNode, treeRows } from './tree';

const node = (name: string, part: Partial<TreeNode> = {}): TreeNode => ({
  name,
  names: 1,
  rows: 1,
  count: 1,
  own_rows: 1,
  children: 0,
  nodes: [],
  ...part,
});
const collapsed = {
  children: 3,
  one_shot: 0,
  machine_made: 3,
  names: 3,
  rows: 3,
  count: 3,
  time_first: 1,
  time_last: 2,
  examples: ['0af1.z.example.'],
};
const www = node('www.z.example.', { children: 1 });
const root = node('z.example.', { children: 6, nodes: [www, node('mail.z.example.')], collapsed });
const rowsOf = (levels: [string, Level][], open: string[]) =>
  treeRows('z.example.', new Map(levels), new Set(open)).map(
    (row) => `${'  '.repeat(row.level - 1)}${row.kind} ${row.kind === 'more' ? String(row.left) : row.key}`,
  );

test('the root is open, and says what was not told', () => {
  expect(rowsOf([['z.example.', { node: root }]], [])).toEqual([
    'name z.example.',
    '  name www.z.example.',
    '  name mail.z.example.',
    '  more 1',
    '  group ~z.example.',
  ]);
});

test('an opened name waits for its children, then shows them', () => {
  const open = ['www.z.example.'];
  expect(rowsOf([['z.example.', { node: root }]], open)).toContain('    waiting www.z.example. …');
  const levels: [string, Level][] = [
    ['z.example.', { node: root }],
    ['www.z.example.', { node: { ...www, nodes: [node('a.www.z.example.')] } }],
  ];
  expect(rowsOf(levels, open)).toContain('    name a.www.z.example.');
});

test('an opened group shows what was folded, and nothing twice', () => {
  const all = node('z.example.', {
    children: 6,
    nodes: [www, node('0af1.z.example.'), node('0af2.z.example.')],
  });
  const rows = rowsOf([['z.example.', { node: root, group: all }]], [groupKey('z.example.')]);
  expect(rows.filter((row) => row.includes('www'))).toHaveLength(1);
  expect(rows.slice(-3)).toEqual(['    name 0af1.z.example.', '    name 0af2.z.example.', '    more 1']);
});

test('a pattern is what the examples have in common', () => {
  expect(patternOf(['img-000.i.example.', 'img-180.i.example.'])).toBe('img-[0-9]{3}');
  expect(patternOf(['0af1.x.example.', '9bc2.x.example.'])).toBe('[0-9a-f]{4}');
  expect(patternOf(['22mto3.x.example.', '22xl3pob.x.example.'])).toBe('[a-z2-7]{6,8}');
  expect(patternOf(['a_b=c.x.example.'])).toBeUndefined();
  expect(patternOf([])).toBeUndefined();
});

test('names are told relative to their parent', () => {
  expect(relative('a.b.example.', 'example')).toBe('a.b');
  expect(relative('ab.example.', 'b.example')).toBe('ab.example');
  expect(relative('example.', '.')).toBe('example');
});
