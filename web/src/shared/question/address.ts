// SPDX-License-Identifier: Apache-2.0
// Addresses of pages, written and read. The only place that knows their form.
import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import type { Place, Scope } from './question';
import { type AnswerSearch, readSearch, writeSearch } from './search';

export type RawSearch = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): RawSearch {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

/** With the leading '?', or empty. Readable: ':' ',' '/' and '*' stand as they are. */
export function stringifySearch(search: Record<string, unknown>): string {
  const words = Object.entries(search).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((each) => each !== undefined && each !== null && each !== '')
      .map(
        (each) =>
          `${encodeURIComponent(name)}=${encodeURIComponent(String(each)).replace(/%(3A|2C|2F|2A|40)/gi, (code) => decodeURIComponent(code))}`,
      ),
  );
  return words.length === 0 ? '' : `?${words.join('&')}`;
}

const segment = (text: string): string =>
  encodeURIComponent(text).replace(/%(3A|2A|40)/gi, (code) => decodeURIComponent(code));

export const pages = {
  welcome: () => '/',
  name: (name: string, search: RawSearch & { scope?: Scope; tab?: string } = {}) =>
    `/name/${segment(withoutDot(name))}${stringifySearch(search)}`,
  /** An address, a prefix or a range. */
  address: (address: string, search: RawSearch = {}) =>
    `/address/${segment(address)}${stringifySearch(search)}`,
  mailbox: (mailbox: string, search: RawSearch = {}) =>
    `/mailbox/${segment(mailbox)}${stringifySearch(search)}`,
  /** Everything that is no single name or address: patterns, texts, networks by number, countries. */
  search: (q: string, place: Place, search: RawSearch = {}) =>
    `/search${stringifySearch({ q, in: place, ...search })}`,
  bulk: (search: RawSearch = {}) => `/bulk${stringifySearch(search)}`,
  graph: (search: RawSearch = {}) => `/graph${stringifySearch(search)}`,
  compare: (search: RawSearch = {}) => `/compare${stringifySearch(search)}`,
  sources: (search: RawSearch = {}) => `/sources${stringifySearch(search)}`,
  reference: () => '/reference',
  help: () => '/help',
};

/** The page of a question. `filters` as /api/v1/ask tells them. */
export function pageOfQuery(
  query: Schemas['Query'],
  filters: { parameter: string; value: string }[] = [],
  extra: RawSearch = {},
): string {
  const search: RawSearch = { ...extra };
  for (const { parameter, value } of filters) {
    const before = search[parameter];
    search[parameter] =
      before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  const text = query.text;
  switch (query.kind) {
    case 'exact':
      return query.in === 'name'
        ? pages.name(text, search)
        : pages.name(text, { ...search, scope: 'pointing' });
    case 'below':
      // Every name there is, of a network or a country: no page of one name.
      if (text === '*' || text === '*.') return pages.search('*', query.in, search);
      if (query.in === 'name' && text.startsWith('*.'))
        return pages.name(text.slice(2), { ...search, scope: 'below' });
      return pages.search(text, query.in, search);
    case 'addresses':
      return pages.address(text, search);
    case 'mailbox':
      return pages.mailbox(text, search);
    default:
      return pages.search(text, query.in, search);
  }
}

/** Goes to an address of ours; `isReplacing` leaves no step for Back. */
export function useGo(): (href: string, isReplacing?: boolean) => void {
  const router = useRouter();
  return useCallback(
    (href, isReplacing = false) => {
      if (isReplacing) router.history.replace(href);
      else router.history.push(href);
    },
    [router],
  );
}

/** The state of the page in its address, with the ways to change it. */
export function useAddress() {
  const location = useLocation();
  const go = useGo();
  const raw = useMemo(() => parseSearch(location.searchStr), [location.searchStr]);
  const search = useMemo(() => readSearch(raw), [raw]);
  const href = useCallback(
    (part: RawSearch) => `${location.pathname}${stringifySearch({ ...raw, ...part })}`,
    [location.pathname, raw],
  );
  const one = useCallback(
    (name: string): string | undefined => {
      const value = raw[name];
      return Array.isArray(value) ? value[0] : value;
    },
    [raw],
  );
  /** Changes some parameters; undefined takes one away. */
  const set = useCallback(
    (part: RawSearch, isReplacing = false) => {
      go(href(part), isReplacing);
    },
    [go, href],
  );
  /** Changes filters, fence, order or columns; what else stands in the address stays. */
  const setSearch = useCallback(
    (next: AnswerSearch, isReplacing = false) => {
      const cleared = Object.fromEntries(
        Object.keys(writeSearch(readSearch(raw))).map((name) => [name, undefined]),
      );
      go(`${location.pathname}${stringifySearch({ ...raw, ...cleared, ...writeSearch(next) })}`, isReplacing);
    },
    [go, location.pathname, raw],
  );
  return { raw, search, one, href, set, setSearch, path: location.pathname };
}
