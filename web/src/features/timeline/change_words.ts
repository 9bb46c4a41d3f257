// SPDX-License-Identifier: Apache-2.0
// What happened, in words and numbered: the same numbers at the chart and in the list.
import type { Schemas } from '@/shared/api/client';
import { mailboxOf } from '@/shared/question/rdata';
import { withoutDot } from '@/shared/text/names';
import { dayNumber, shortDay, shortSpan } from '@/shared/time/time';
import type { Axis } from './axis';

export type Change = Schemas['Change'];

/** Changes of one day, under one number. */
export interface ChangeGroup {
  number: number;
  day: number;
  changes: Change[];
}

/** By day from the oldest, numbered from 1. */
export function groupsOf(changes: readonly Change[]): ChangeGroup[] {
  const byDay = new Map<number, Change[]>();
  for (const change of changes) {
    const day = dayNumber(change.day);
    byDay.set(day, [...(byDay.get(day) ?? []), change]);
  }
  return [...byDay.entries()]
    .sort(([a], [b]) => a - b)
    .map(([day, group], i) => ({ number: i + 1, day, changes: group }));
}

/** What a name gained on moving, and what it no longer has. */
export function movedValues({ from = [], to = [], rdata }: Change): { gained: string[]; lost: string[] } {
  const after = to.length > 0 || rdata === undefined ? to : [rdata];
  const gained = after.filter((value) => !from.includes(value));
  return {
    gained: gained.length > 0 ? gained : after,
    lost: from.filter((value) => !after.includes(value)),
  };
}

/** In two words or three, for the chart. */
export function shortWords(change: Change): string {
  const { kind, rrtype = '' } = change;
  switch (kind) {
    case 'appeared':
      return 'first seen';
    case 'moved':
      return movedValues(change).lost.length > 0 ? 'moved' : `new ${rrtype}`;
    case 'new_ns':
      return 'new NS';
    case 'new_mx':
      return 'new MX';
    case 'first_txt':
      return 'first TXT';
    case 'new_type':
      return `first ${rrtype}`;
    case 'gone':
      return rrtype === '' ? 'gone' : `${rrtype} gone`;
    case 'came_back':
      return rrtype === '' ? 'came back' : `${rrtype} back`;
  }
}

/** "3 names first seen, new NS": what the group says beside its marker; `most` different things, then how many more. */
export function groupWords(changes: readonly Change[], most = 2): string {
  const names = new Map<string, Set<string>>();
  for (const change of changes) {
    const words = shortWords(change);
    names.set(words, (names.get(words) ?? new Set()).add(change.rrname));
  }
  const said = [...names.entries()].map(([words, of]) => (of.size > 1 ? `${of.size} names ${words}` : words));
  const shown = said.slice(0, most).join(', ');
  return said.length > most ? `${shown}, ${said.length - most} more` : shown;
}

/** "14 Jul 2019", or "between 3 and 14 Jul 2019" where it may have happened earlier. */
export function whenWords({ day, since, certain }: Change): string {
  if (certain) return shortDay(day);
  if (since === undefined) return `on or before ${shortDay(day)}`;
  return since === day
    ? `probably ${shortDay(day)}`
    : `between ${shortSpan(since, day).replace(/ ?– ?/, ' and ')}`;
}

/** A value as one reads it: names without the final dot, an SOA by its mailbox. */
export function valueText(rrtype: string, rdata: string): string {
  if (rrtype === 'SOA') {
    const rname = rdata.split(' ')[1];
    return rname === undefined ? rdata : mailboxOf(rname);
  }
  return rrtype === 'TXT' ? rdata : withoutDot(rdata);
}

export interface Marker {
  x: number;
  width: number;
  /** "3", or "3–7" where several stand on one place. */
  label: string;
  words: string;
  /** The same, shorter. */
  fewer: string;
  /** Where words have room: right of the diamond, left of it, or nowhere. */
  side?: 'left' | 'right';
}

const roomOf = (words: string): number => words.length * 5.6 + 8;
const halfOf = (label: string): number => (label.length <= 2 ? 8 : 4 + label.length * 3.2);

function markerOf(groups: ChangeGroup[], axis: Axis): Marker & { groups: ChangeGroup[] } {
  const [first] = groups;
  const last = groups.at(-1);
  const label =
    first?.number === last?.number ? String(first?.number) : `${first?.number ?? 0}–${last?.number ?? 0}`;
  const changes = groups.flatMap((group) => group.changes);
  return {
    groups,
    x: axis.x(((first?.day ?? 0) + (last?.day ?? 0) + 1) / 2),
    width: halfOf(label) * 2,
    label,
    words: groupWords(changes),
    fewer: groupWords(changes, 1),
  };
}

/** Markers that do not cover each other: near ones share a lozenge, words stand only where nothing else does. */
export function markersOf(groups: readonly ChangeGroup[], axis: Axis): Marker[] {
  const markers: (Marker & { groups: ChangeGroup[] })[] = [];
  for (const group of groups) {
    if (group.day < axis.from || group.day > axis.to) continue;
    let marker = markerOf([group], axis);
    for (;;) {
      const before = markers.at(-1);
      if (before === undefined || marker.x - marker.width / 2 >= before.x + before.width / 2 + 4) break;
      markers.pop();
      marker = markerOf([...before.groups, ...marker.groups], axis);
    }
    markers.push(marker);
  }
  let taken = 0;
  markers.forEach((marker, i) => {
    const next = markers[i + 1];
    const end = next === undefined ? axis.width : next.x - next.width / 2;
    const rights = end - marker.x - marker.width / 2 - 4;
    const lefts = marker.x - marker.width / 2 - taken - 4;
    for (const words of [marker.words, marker.fewer]) {
      if (marker.side !== undefined) break;
      const room = roomOf(words);
      if (room <= rights) marker.side = 'right';
      else if (room <= lefts) marker.side = 'left';
      marker.words = words;
    }
    taken = marker.x + marker.width / 2 + (marker.side === 'right' ? roomOf(marker.words) : 0);
  });
  return markers;
}
