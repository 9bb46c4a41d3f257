// SPDX-License-Identifier: Apache-2.0
// The state of an answer as it stands in the address of the page: filters, fence, order, columns. Names and values are
// those of the API, so that an address can be read, and its query copied into a program.
import { isDay, type Day } from '@/shared/time/time';

export const facetNames = [
  'type',
  'source',
  'tld',
  'domain',
  'asn',
  'country',
  'bailiwick',
  'tag',
  'name',
  'rdata',
] as const;
export type FacetName = (typeof facetNames)[number];
type ListName = FacetName | `not_${FacetName}`;
const listNames: ListName[] = facetNames.flatMap((name): ListName[] => [name, `not_${name}`]);

export type Filters = Partial<Record<ListName, string[]>>;

/** When rows were first or last seen, as times of the API: of a brush, or of words in the box. */
export const boundNames = [
  'first_after',
  'first_before',
  'last_after',
  'last_before',
  'since',
  'until',
] as const;
export type BoundName = (typeof boundNames)[number];
export type Bounds = Partial<Record<BoundName, string>>;

/** A span of days: seen on one of them, or (only) never outside. */
export interface Fence {
  kind: 'seen' | 'only';
  from: Day;
  to: Day;
}

/** What makes one row, as the API writes it: a record of a source; sources joined; their bailiwicks joined too. */
export const merges = ['none', 'sources', 'bailiwicks'] as const;
export type Merge = (typeof merges)[number];

export interface AnswerSearch {
  filters: Filters;
  fence?: Fence;
  bounds?: Bounds;
  exclude?: string;
  countMin?: number;
  countMax?: number;
  /** As the API writes it; undefined: the page's own order. */
  sort?: string;
  merge?: Merge;
  /** Columns chosen beyond, or instead of, the page's own. */
  columns?: string[];
}

type Raw = Record<string, string | string[] | undefined>;
const list = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const one = (value: string | string[] | undefined): string | undefined => list(value)[0];

function readFence(raw: Raw): Fence | undefined {
  for (const kind of ['seen', 'only'] as const) {
    const text = one(raw[kind]);
    if (text === undefined) continue;
    const [from, to = from] = text.split('..');
    if (from !== undefined && to !== undefined && isDay(from) && isDay(to) && from <= to)
      return { kind, from, to };
  }
  return undefined;
}

const isTime = (text: string): boolean =>
  text.length <= 40 &&
  /^(now|\d{1,12}|-\d{1,12}[smhdw]?|\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2})?(\.\d*)?([Zz]|[+-]\d{2}(:?\d{2})?)?)?)$/.test(
    text,
  );

function readBounds(raw: Raw): Bounds | undefined {
  const bounds: Bounds = {};
  for (const name of boundNames) {
    const text = one(raw[name]);
    if (text !== undefined && isTime(text)) bounds[name] = text;
  }
  return Object.keys(bounds).length > 0 ? bounds : undefined;
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Reads what it knows and drops what it does not: an address that somebody mistyped still shows a page. */
export function readSearch(raw: Raw): AnswerSearch {
  const filters: Filters = {};
  for (const name of listNames) {
    const values = list(raw[name]).filter((value) => value !== '');
    if (values.length > 0) filters[name] = values;
  }
  const sort = one(raw.sort);
  const merge = one(raw.merge);
  return {
    filters,
    fence: readFence(raw),
    bounds: readBounds(raw),
    exclude: one(raw.exclude),
    countMin: wholeNumber(one(raw.count_min)),
    countMax: wholeNumber(one(raw.count_max)),
    sort: sort !== undefined && /^-?[a-z_]+(,-?[a-z_]+)*$/.test(sort) ? sort : undefined,
    merge: merges.find((each) => each === merge),
    columns: one(raw.columns)?.split(','),
  };
}

const span = (fence: Fence): string => (fence.from === fence.to ? fence.from : `${fence.from}..${fence.to}`);

/** The parameters of the API, and of the page's address, that make the same selection. */
export function filterParameters(search: AnswerSearch): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of listNames) {
    const values = search.filters[name];
    if (values !== undefined && values.length > 0) found[name] = values;
  }
  if (search.fence !== undefined) found[search.fence.kind] = span(search.fence);
  for (const name of boundNames) {
    const bound = search.bounds?.[name];
    if (bound !== undefined) found[name] = bound;
  }
  if (search.exclude !== undefined) found.exclude = search.exclude;
  if (search.countMin !== undefined) found.count_min = String(search.countMin);
  if (search.countMax !== undefined) found.count_max = String(search.countMax);
  return found;
}

/** All of it, for the address of the page. */
export function writeSearch(search: AnswerSearch): Raw {
  return {
    ...filterParameters(search),
    sort: search.sort,
    merge: search.merge,
    columns: search.columns?.join(','),
  };
}

/** Without any filter or fence, with the same order and columns. */
export const unfiltered = (search: AnswerSearch): AnswerSearch => ({
  filters: {},
  sort: search.sort,
  merge: search.merge,
  columns: search.columns,
});

export const isFiltered = (search: AnswerSearch): boolean => Object.keys(filterParameters(search)).length > 0;

/** The same with a value of a facet chosen, or no longer. */
export function toggled(search: AnswerSearch, facet: ListName, value: string): AnswerSearch {
  const before = search.filters[facet] ?? [];
  const values = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const filters = Object.fromEntries(
    Object.entries({ ...search.filters, [facet]: values }).filter(([, each]) => each.length > 0),
  );
  return { ...search, filters };
}

/** Filters of a page beneath those of its address: what is chosen goes before, what is left out is left out by both. */
export function withBase(search: AnswerSearch, base: Filters): AnswerSearch {
  const filters: Filters = { ...base, ...search.filters };
  for (const [name, values] of Object.entries(base) as [ListName, string[]][])
    if (name.startsWith('not_')) filters[name] = [...new Set([...values, ...(search.filters[name] ?? [])])];
  return { ...search, filters };
}

/** What of `next`, changed from withBase(search, base), belongs into the address. */
export function withoutBase(next: AnswerSearch, search: AnswerSearch, base: Filters): AnswerSearch {
  const filters: Filters = {};
  for (const [name, values] of Object.entries(next.filters) as [ListName, string[]][]) {
    const own = base[name] ?? [];
    const isBase = values.length === own.length && values.every((value) => own.includes(value));
    const left = name.startsWith('not_')
      ? values.filter((value) => !own.includes(value) || search.filters[name]?.includes(value) === true)
      : isBase && search.filters[name] === undefined
        ? []
        : values;
    if (left.length > 0) filters[name] = left;
  }
  return { ...next, filters };
}
