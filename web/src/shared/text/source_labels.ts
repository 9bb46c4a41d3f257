// SPDX-License-Identifier: Apache-2.0
// What stands in the badge of a source. Feeds have the first letters of their names; own sensors have room for theirs.

const longest = 12;

/** `partner/sensor-4` is told by its last part. */
const ownPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1) || name;

/** The last part of a name, cut where it is long. */
export function shortSource(name: string): string {
  const last = ownPart(name);
  return last.length <= longest ? last : `${last.slice(0, longest - 1)}…`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * As few first letters of each name as no name before it has: who joined later has more of them, and the label of who
 * was there stays. In the order of joining.
 */
export function sourceLabels(names: readonly string[]): Map<string, string> {
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const own = [...capital(ownPart(name))];
    const letters = own.map((_, i) => own.slice(0, i + 1).join('')).slice(0, longest);
    let label = [...letters, name].find((each) => !taken.has(each.toLowerCase()));
    for (let number = 2; label === undefined; number += 1)
      if (!taken.has(`${letters[0] ?? ''}${number}`.toLowerCase())) label = `${letters[0] ?? ''}${number}`;
    taken.add(label.toLowerCase());
    labels.set(name, label);
  }
  return labels;
}
