// SPDX-License-Identifier: Apache-2.0
// Names that left an address together: on the same day, for the same other address.
import type { Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import type { Day } from '@/shared/time/time';

type Change = Schemas['Change'];

export interface Move {
  day: Day;
  /** Where they went. */
  to: string;
  names: string[];
  domains: string[];
  /** Every one of them moved on that day and not earlier. */
  isCertain: boolean;
  /** The earliest day on which one of them can have moved, where that is not certain. */
  since?: Day;
}

/** Whether the change took the name away from the address. */
const hasLeft = (change: Change, address: string): boolean =>
  change.kind === 'moved' &&
  change.from?.includes(address) === true &&
  change.to?.includes(address) === false;

/**
 * Moves that names of two domains or more made together; a domain with all its names alone says nothing of others.
 * `domainOf` tells the registered domain of a name.
 */
export function movedTogether(
  changes: readonly Change[],
  address: string,
  domainOf: (name: string) => string,
): Move[] {
  const found = new Map<string, Move & { sinces: Day[] }>();
  for (const change of changes) {
    if (!hasLeft(change, address)) continue;
    const name = withoutDot(change.rrname);
    for (const value of change.to ?? []) {
      if (change.from?.includes(value) === true) continue;
      const to = withoutDot(value);
      const key = `${change.day} ${to}`;
      const move = found.get(key) ?? {
        day: change.day,
        to,
        names: [],
        domains: [],
        isCertain: true,
        sinces: [],
      };
      if (!move.names.includes(name)) move.names.push(name);
      const domain = domainOf(name);
      if (!move.domains.includes(domain)) move.domains.push(domain);
      if (!change.certain) {
        move.isCertain = false;
        if (change.since !== undefined) move.sinces.push(change.since);
      }
      found.set(key, move);
    }
  }
  return [...found.values()]
    .filter(({ domains }) => domains.length > 1)
    .map(({ sinces, ...move }) => ({ ...move, since: sinces.sort()[0] }))
    .sort((a, b) => (a.day === b.day ? b.names.length - a.names.length : a.day < b.day ? 1 : -1));
}

/** Names that may have left: those not there any more first, the latest to go first. */
export function candidates(lanes: readonly Schemas['Lane'][]): string[] {
  const last = new Map<string, number>();
  for (const lane of lanes) {
    const name = withoutDot(lane.rrname ?? '');
    last.set(name, Math.max(last.get(name) ?? 0, Number(lane.time_last)));
  }
  const newest = [...last.values()].reduce((most, time) => Math.max(most, time), 0);
  const isGone = (time: number) => time < newest - 86_400;
  return [...last]
    .sort(([, a], [, b]) => Number(isGone(b)) - Number(isGone(a)) || b - a)
    .map(([name]) => name);
}
