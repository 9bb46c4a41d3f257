// SPDX-License-Identifier: Apache-2.0
// On which days the records behind links were seen, out of the lanes of the API.
import { daysIn, type Run, runsOf, union } from '@/features/timeline';
import type { Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import { heldBy } from './fence';
import type { Link } from './graph_state';

type Lane = Schemas['Lane'];

export interface Days {
  confirmed: Run[];
  /** Certain or not; `confirmed` drawn above it. */
  possible: Run[];
}

export const daysOfLanes = (lanes: Lane[]): Days => ({
  confirmed: union(lanes.flatMap((lane) => runsOf(lane.confirmed))),
  possible: union(lanes.flatMap((lane) => runsOf(lane.possible))),
});

export const isSeen = ({ confirmed, possible }: Days): boolean => confirmed.length + possible.length > 0;

/** From the first to the last day of all; undefined where there is none. */
export function spanOf(all: Days[]): Run | undefined {
  const runs = all.flatMap(({ confirmed, possible }) => [...confirmed, ...possible]);
  if (runs.length === 0) return undefined;
  return [
    runs.reduce((least, [first]) => Math.min(least, first), Infinity),
    runs.reduce((most, [, last]) => Math.max(most, last), -Infinity),
  ];
}

/** Lanes of a name that hold one of the values. */
export const holding = (lanes: Lane[], values: string[]): Lane[] => {
  const wanted = values.map((value) => `* ${value.toLowerCase()}`);
  return lanes.filter(({ rrtype, rdata }) => {
    const held = heldBy([{ rrtype, rdata: rdata ?? '' }]);
    return wanted.some((value) => held.has(value));
  });
};

/** The lanes of a link: of the chosen name on its value, or of the chosen value on its name. */
export const lanesOfLink = (lanes: Lane[], { edge, other }: Link, isOwner: boolean): Lane[] =>
  isOwner
    ? holding(
        lanes.filter(({ rrtype }) => edge.type === 'other' || rrtype === edge.type),
        [other.text],
      )
    : lanes.filter(({ rrname, rrtype }) => withoutDot(rrname ?? '') === other.text && rrtype === edge.type);

/** "5 days", "at most 9 days" where it is not known on which. */
export function saidDays({ confirmed, possible }: Days): string {
  const days = daysIn(confirmed);
  if (days > 0) return String(days);
  return possible.length === 0 ? '–' : `≤ ${daysIn(possible)}`;
}
