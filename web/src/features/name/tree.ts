// SPDX-License-Identifier: Apache-2.0
// The names below a name as the rows of a table: what is open, what is folded, what is still to come.
import { labelsOf, withoutDot } from '@/shared/text/names';
import type { Schemas } from '@/shared/api/client';

export type TreeNode = Schemas['TreeNode'];
export type Collapsed = NonNullable<TreeNode['collapsed']>;

/** What is known of one opened name. `group`: its folded children, told one by one. */
export interface Level {
  node?: TreeNode;
  group?: TreeNode;
  hasFailed?: boolean;
}

interface Placed {
  key: string;
  /** From 1. */
  level: number;
  parent?: string;
}
export type TreeRow =
  | (Placed & { kind: 'name'; node: TreeNode; isOpen: boolean })
  | (Placed & { kind: 'group'; under: string; collapsed: Collapsed; isOpen: boolean })
  | (Placed & { kind: 'more'; under: string; isOfGroup: boolean; left: number; loaded: number })
  | (Placed & { kind: 'waiting'; hasFailed: boolean });

/** How the folded children of a name are named among what is open. */
export const groupKey = (name: string): string => `~${name}`;

export function treeRows(
  root: string,
  levels: ReadonlyMap<string, Level>,
  open: ReadonlySet<string>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const addName = (node: TreeNode, level: number, parent?: string) => {
    const isOpen = node.children > 0 && (parent === undefined || open.has(node.name));
    rows.push({ kind: 'name', key: node.name, level, parent, node, isOpen });
    if (isOpen) addChildren(node.name, level + 1);
  };
  const addMore = (name: string, level: number, parent: string, left: number, loaded: number) => {
    if (left > 0)
      rows.push({
        kind: 'more',
        key: `${parent} more`,
        level,
        parent,
        under: name,
        isOfGroup: parent !== name,
        left,
        loaded,
      });
  };
  const addGroup = (name: string, collapsed: Collapsed, level: number, known: ReadonlySet<string>) => {
    const key = groupKey(name);
    const isOpen = open.has(key);
    rows.push({ kind: 'group', key, level, parent: name, under: name, collapsed, isOpen });
    if (!isOpen) return;
    const told = levels.get(name);
    if (told?.group === undefined) {
      rows.push({
        kind: 'waiting',
        key: `${key} …`,
        level: level + 1,
        parent: key,
        hasFailed: told?.hasFailed === true,
      });
      return;
    }
    const folded = told.group.nodes.filter((node) => !known.has(node.name));
    for (const node of folded) addName(node, level + 1, key);
    addMore(name, level + 1, key, collapsed.children - folded.length, told.group.nodes.length);
  };
  const addChildren = (name: string, level: number) => {
    const told = levels.get(name);
    if (told?.node === undefined) {
      rows.push({
        kind: 'waiting',
        key: `${name} …`,
        level,
        parent: name,
        hasFailed: told?.hasFailed === true,
      });
      return;
    }
    const { nodes, collapsed, children } = told.node;
    for (const node of nodes) addName(node, level, name);
    addMore(name, level, name, children - nodes.length - (collapsed?.children ?? 0), nodes.length);
    if (collapsed !== undefined) addGroup(name, collapsed, level, new Set(nodes.map((node) => node.name)));
  };
  const top = levels.get(root)?.node;
  if (top !== undefined) addName(top, 1);
  return rows;
}

/** What stands left of `parent` in `name`. */
export function relative(name: string, parent: string): string {
  const [plain, above] = [withoutDot(name), withoutDot(parent)];
  if (above === '.') return plain;
  return plain.endsWith(`.${above}`) ? plain.slice(0, -above.length - 1) : plain;
}

const classes: [RegExp, string][] = [
  [/^[0-9]+$/, '[0-9]'],
  [/^[0-9a-f]+$/, '[0-9a-f]'],
  [/^[a-z]+$/, '[a-z]'],
  [/^[a-z2-7]+$/, '[a-z2-7]'],
  [/^[0-9a-z]+$/, '[0-9a-z]'],
  [/^[0-9a-z-]+$/, '[0-9a-z-]'],
];

const commonStart = (labels: string[]): number => {
  const [first = ''] = labels;
  let length = 0;
  while (length < first.length && labels.every((label) => label[length] === first[length])) length += 1;
  return length;
};

/** A pattern that its examples have in common, of their first labels: img-[0-9]{3}. */
export function patternOf(examples: string[]): string | undefined {
  const labels = examples
    .map((name) => labelsOf(name)[0]?.toLowerCase() ?? '')
    .filter((label) => label !== '');
  if (labels.length === 0) return undefined;
  const start = labels.length > 1 ? commonStart(labels) : 0;
  // A shared beginning counts from its last mark on: three of a thousand may begin with the same letter by chance.
  const cut = (labels[0] ?? '').slice(0, start).search(/[-_][^-_]*$/) + 1;
  const rest = labels.map((label) => label.slice(cut));
  const found = classes.find(([test]) => rest.every((label) => test.test(label)));
  if (found === undefined) return undefined;
  const lengths = rest.map((label) => label.length);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  return `${(labels[0] ?? '').slice(0, cut)}${found[1]}{${least === most ? String(least) : `${least},${most}`}}`;
}
