// SPDX-License-Identifier: Apache-2.0
// What is compared with what, as it stands in the address of the page: parameters have the names of the API.
import { labelsOf } from '@/shared/text/names';
import { addDays, isDay, shortSpan } from '@/shared/time/time';

export type What = 'dates' | 'names' | 'sources';
export const whats: What[] = ['dates', 'names', 'sources'];

export interface Span {
  from: string;
  to: string;
}

export interface Comparing {
  what: What;
  q: string;
  in: 'name' | 'rdata';
  before: Span;
  after: Span;
  /** The other name, or value. */
  other: string;
  source: string;
  otherSource: string;
  types: string[];
}

type Raw = Record<string, string | string[] | undefined>;
const list = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const one = (value: string | string[] | undefined): string => list(value)[0] ?? '';

function readSpan(text: string): Span {
  const [from = '', to = from] = text.split('..');
  return isDay(from) && isDay(to) && from <= to ? { from, to } : { from: '', to: '' };
}

/** Addresses, prefixes and ranges are looked for in values, all else among names. */
export const placeOf = (q: string): 'name' | 'rdata' =>
  /^[\d.]+(\/\d+|-[\d.]+)?$/.test(q) || /^[0-9a-f:]*:[0-9a-f:.]*(\/\d+|-[0-9a-f:.]+)?$/i.test(q)
    ? 'rdata'
    : 'name';

export function readComparing(raw: Raw): Comparing {
  const q = one(raw.q).trim();
  const asked = one(raw.in);
  const what = one(raw.what);
  const other = one(raw.with).trim();
  const otherSource = one(raw.with_source);
  return {
    what:
      whats.find((each) => each === what) ??
      (other !== '' ? 'names' : otherSource !== '' ? 'sources' : 'dates'),
    q,
    in: asked === 'name' || asked === 'rdata' ? asked : placeOf(q),
    before: readSpan(one(raw.before)),
    after: readSpan(one(raw.after)),
    other,
    source: one(raw.source),
    otherSource,
    types: list(raw.type).filter((type) => type !== ''),
  };
}

const spanText = ({ from, to }: Span): string | undefined =>
  from === '' ? undefined : to === '' || from === to ? from : `${from}..${to}`;

/** For the address of the page; what another kind of comparison would need is left out. */
export const writeComparing = (comparing: Comparing): Raw => ({
  what: comparing.what === 'dates' ? undefined : comparing.what,
  q: comparing.q === '' ? undefined : comparing.q,
  in: comparing.in === placeOf(comparing.q) ? undefined : comparing.in,
  before: comparing.what === 'dates' ? spanText(comparing.before) : undefined,
  after: comparing.what === 'dates' ? spanText(comparing.after) : undefined,
  with: comparing.what === 'names' && comparing.other !== '' ? comparing.other : undefined,
  source: comparing.what === 'sources' && comparing.source !== '' ? comparing.source : undefined,
  with_source:
    comparing.what === 'sources' && comparing.otherSource !== '' ? comparing.otherSource : undefined,
  type: comparing.types.length === 0 ? undefined : comparing.types,
});

const isSpan = ({ from, to }: Span): boolean => isDay(from) && (to === '' || (isDay(to) && from <= to));

/** What is still to be said; undefined when it can be asked. */
export function missing({
  what,
  q,
  before,
  after,
  other,
  source,
  otherSource,
}: Comparing): string | undefined {
  if (q === '') return 'what to compare';
  if (what === 'dates' && !(isSpan(before) && isSpan(after)))
    return 'two spans of days, as 2019-07-01 – 2019-07-14, the first day before the last';
  if (what === 'names' && other === '') return 'the other name';
  if (what === 'sources' && (source === '' || otherSource === '')) return 'both sources';
  return undefined;
}

/** The parameters of the API. */
export const parametersOf = (comparing: Comparing, limit: number): Record<string, unknown> => {
  const { q, before, after, with: other, source, with_source, type } = writeComparing(comparing);
  return Object.fromEntries(
    Object.entries({
      q,
      in: comparing.in,
      before,
      after,
      with: other,
      source,
      with_source,
      type,
      limit,
    }).filter(([, value]) => value !== undefined),
  );
};

export const swapped = (comparing: Comparing): Comparing => ({
  ...comparing,
  before: comparing.after,
  after: comparing.before,
  q: comparing.what === 'names' && comparing.other !== '' ? comparing.other : comparing.q,
  other: comparing.what === 'names' ? comparing.q : comparing.other,
  source: comparing.otherSource,
  otherSource: comparing.source,
});

const spanWords = ({ from, to }: Span): string =>
  from === '' ? '…' : shortSpan(from, to === '' ? from : to);

/** The names of both sides. */
export const sidesOf = (comparing: Comparing): [string, string] => {
  if (comparing.what === 'dates') return [spanWords(comparing.before), spanWords(comparing.after)];
  if (comparing.what === 'names') return [comparing.q, comparing.other];
  return [comparing.source, comparing.otherSource];
};

/** Of a single name its values are compared; else every name with its values. */
export const isOneName = ({ q, in: place }: Comparing): boolean =>
  place === 'name' && !/[*/?]/.test(q) && labelsOf(q).length > 0;

/** A week, and the week before it. */
export const weeksUntil = (day: string): { before: Span; after: Span } => ({
  before: { from: addDays(day, -13), to: addDays(day, -7) },
  after: { from: addDays(day, -6), to: day },
});
