// SPDX-License-Identifier: Apache-2.0
// What can be said of a line from the records alone. No verdict here is an opinion: each is a fact with its numbers.
import type { Schemas } from '@/shared/api/client';
import { counted, exact } from '@/shared/text/numbers';
import { addDays, type Day, dayNumber, dayOf } from '@/shared/time/time';
import { notPublic } from './lines';

export type VerdictKind = 'new' | 'seen' | 'known' | 'quiet' | 'never' | 'wrong';
/** In the order of the bar. */
export const verdictKinds: VerdictKind[] = ['new', 'seen', 'quiet', 'known', 'never', 'wrong'];
export const verdictTitles: Record<VerdictKind, string> = {
  new: 'New',
  seen: 'Seen',
  quiet: 'Quiet',
  known: 'Known service',
  never: 'Never seen',
  wrong: 'Not understood',
};

export interface Rules {
  /** The day from which one looks back: the newest that the store knows, or one that was asked for. */
  asOf: Day;
  newDays: number;
  quietDays: number;
}

export interface LineAnswer {
  line: number;
  pasted: string;
  answer: Schemas['BulkLine'];
  /** Records that bear each tag. */
  tags: Partial<Record<Schemas['Tags'][number], number>>;
}

export interface Verdict {
  kind: VerdictKind;
  because: string;
}

export const foundOf = ({ found = 0, complete = true }: { found?: number; complete?: boolean }): string =>
  `${complete ? '' : 'at least '}${exact(found)}`;

const daysBefore = (day: Day, asOf: Day): string => {
  const days = dayNumber(asOf) - dayNumber(day);
  if (days === 0) return `on ${asOf} itself`;
  return days > 0 ? `${counted(days, 'day')} before ${asOf}` : `${counted(-days, 'day')} after ${asOf}`;
};

const tagWords: Partial<Record<string, string>> = {
  cdn: 'on a CDN',
  cloud: 'in a cloud',
  parking: 'parked',
  sinkhole: 'in a sinkhole',
  'dynamic-dns': 'dynamic DNS',
  'public-resolver': 'a public resolver',
  popular: 'of a popular name',
};

function wrong({ error = '', offset = 0, q }: Schemas['BulkLine']): Verdict {
  const before = new TextDecoder().decode(new TextEncoder().encode(q).slice(0, offset));
  return { kind: 'wrong', because: `character ${[...before].length + 1}: ${error}` };
}

export function verdictOf({ answer, tags }: LineAnswer, { asOf, newDays, quietDays }: Rules): Verdict {
  if (answer.error !== undefined) return wrong(answer);
  const { found = 0, text = '' } = answer;
  if (found === 0) {
    const reason = notPublic(text);
    return {
      kind: 'never',
      because: reason === undefined ? 'no record of it, by any source' : `no record of it: ${reason}`,
    };
  }
  const first = dayOf(Number(answer.first_seen ?? 0));
  const last = dayOf(Number(answer.last_seen ?? 0));
  if (first >= addDays(asOf, -newDays))
    return { kind: 'new', because: `first seen ${daysBefore(first, asOf)}` };
  const known = Object.entries(tags).filter(([, rows]) => rows > 0);
  if (known.length > 0)
    return {
      kind: 'known',
      because: known
        .map(([tag, rows]) => `${tagWords[tag] ?? tag}: ${exact(rows)} of ${foundOf(answer)}`)
        .join(', '),
    };
  if (last < addDays(asOf, -quietDays))
    return { kind: 'quiet', because: `last seen ${daysBefore(last, asOf)}` };
  return { kind: 'seen', because: `last seen ${daysBefore(last, asOf)}` };
}
