// SPDX-License-Identifier: Apache-2.0
// Who lived on an address: the lanes of its names, gathered under their registered domains.
import type { Schemas } from '@/shared/api/client';
import type { Fence } from '@/shared/question/search';
import { labelsOf, withoutDot } from '@/shared/text/names';
import { dayNumber, dayOf } from '@/shared/time/time';
import { daysIn, type Run, runsOf, union } from '@/features/timeline';

export type Hosted = Schemas['AddressProfile']['hosted'][number];

export interface Resident {
  name: string;
  /** Names of a registered domain; of a single name absent. */
  names?: number;
  days?: number;
  confirmed: Run[];
  possible: Run[];
  /** Only its first and last time are drawn: the lanes of its names were too many to fetch. */
  isSketch: boolean;
  rank?: number;
  tags: string[];
  type: string;
}

const dayAt = (time: number | string): number => dayNumber(dayOf(Number(time)));

/** The registered domain in `known` that a name stands under. */
export function domainOf(name: string, known: ReadonlySet<string>): string | undefined {
  const labels = labelsOf(name);
  for (let i = 0; i < labels.length; i += 1) {
    const domain = labels.slice(i).join('.');
    if (known.has(domain)) return domain;
  }
  return undefined;
}

export function residentsOf(hosted: readonly Hosted[], lanes: Schemas['Lanes'] | undefined): Resident[] {
  const known = new Set(hosted.map((each) => withoutDot(each.domain)));
  const byDomain = new Map<string, Schemas['Lane'][]>();
  for (const lane of lanes?.lanes ?? []) {
    const domain = domainOf(lane.rrname ?? '', known);
    if (domain !== undefined) byDomain.set(domain, [...(byDomain.get(domain) ?? []), lane]);
  }
  const areAll = lanes !== undefined && lanes.returned === lanes.total;
  return hosted.map((each): Resident => {
    const name = withoutDot(each.domain);
    const own = byDomain.get(name) ?? [];
    const isSketch = own.length === 0 || (!areAll && own.length < each.names);
    const first = dayAt(each.time_first);
    const last = dayAt(each.time_last);
    const seen: Run[] = isSketch
      ? [
          [first, first],
          [last, last],
        ]
      : [];
    return {
      name,
      names: each.names,
      days: each.days,
      confirmed: union([...own.flatMap((lane) => runsOf(lane.confirmed)), ...seen]),
      possible: isSketch ? [[first, last]] : union(own.flatMap((lane) => runsOf(lane.possible))),
      isSketch,
      rank: each.rank,
      tags: each.tags,
      type: own[0]?.rrtype ?? 'A',
    };
  });
}

export const residentOf = (lane: Schemas['Lane']): Resident => {
  const confirmed = runsOf(lane.confirmed);
  return {
    name: withoutDot(lane.rrname ?? ''),
    days: daysIn(confirmed),
    confirmed,
    possible: runsOf(lane.possible),
    isSketch: false,
    tags: [],
    type: lane.rrtype,
  };
};

const touches = (runs: readonly Run[], [from, to]: Run): boolean =>
  runs.some(([first, last]) => first <= to && last >= from);

/** Whether it was, or may have been, there within the fence, or never outside of it. */
export function isWithin({ confirmed, possible }: Resident, fence: Fence): boolean {
  const span: Run = [dayNumber(fence.from), dayNumber(fence.to)];
  if (fence.kind === 'seen') return touches(confirmed, span) || touches(possible, span);
  return [...confirmed, ...possible].every(([first, last]) => first >= span[0] && last <= span[1]);
}
