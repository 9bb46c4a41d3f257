// SPDX-License-Identifier: Apache-2.0
// What can be done with a cell, from the menu and from the keyboard alike.
import { useMemo } from 'react';
import type { Row } from '@/shared/api/client';
import { notify } from '@/shared/ui/notice';
import { pageOfHolders, pageOfValue, valuesOf, type Value } from '@/shared/question/rdata';
import { pages, useGo } from '@/shared/question/address';
import { type AnswerSearch, type FacetName, toggled } from '@/shared/question/search';
import { defanged, withoutDot } from '@/shared/text/names';
import { dayOf } from '@/shared/time/time';
import { type ColumnId, firstSeen, lastSeen, sourcesOf } from './columns';

/** The filter that a cell's value makes. */
export function filterOf(row: Row, column: ColumnId): { facet: FacetName; value: string } | undefined {
  const of = (facet: FacetName, value: string | undefined) =>
    value === undefined ? undefined : { facet, value };
  switch (column) {
    case 'name':
      return of('name', row.rrname);
    case 'type':
      return of('type', row.rrtype);
    case 'source':
      return of('source', sourcesOf(row)[0]);
    case 'rdata':
      return of('rdata', row.rdata);
    case 'network':
      return of('asn', row.asn === undefined ? undefined : `AS${row.asn}`);
    case 'country':
      return of('country', row.country);
    case 'bailiwick':
      return of('bailiwick', row.bailiwick);
    case 'tags':
      return of('tag', [...(row.tags ?? []), ...(row.address_tags ?? [])][0]);
    default:
      return undefined;
  }
}

/** The values of a cell from which a question starts. */
export function cellValues(row: Row, column: ColumnId): Value[] {
  if (column === 'name') return [{ kind: 'name', text: withoutDot(row.rrname) }];
  if (column === 'rdata') return valuesOf(row.rrtype, row.rdata);
  if (column === 'bailiwick' && row.bailiwick !== undefined)
    return [{ kind: 'name', text: withoutDot(row.bailiwick) }];
  return [];
}

/** The text that copying a cell takes. */
export function cellText(row: Row, column: ColumnId): string {
  switch (column) {
    case 'name':
      return withoutDot(row.rrname);
    case 'rdata':
      return cellValues(row, column)[0]?.text ?? row.rdata;
    case 'type':
      return row.rrtype;
    case 'source':
      return sourcesOf(row).join(' ');
    case 'count':
      return String(row.count);
    case 'first_seen':
      return new Date(firstSeen(row) * 1000).toISOString();
    case 'last_seen':
      return new Date(lastSeen(row) * 1000).toISOString();
    case 'network':
      return row.asn === undefined ? '' : `AS${row.asn}`;
    case 'country':
      return row.country ?? '';
    case 'bailiwick':
      return withoutDot(row.bailiwick ?? '');
    case 'tags':
      return [...(row.tags ?? []), ...(row.address_tags ?? [])].join(' ');
    default:
      return '';
  }
}

export interface CellActions {
  search: AnswerSearch;
  pivot: (row: Row, column: ColumnId, way: 'left' | 'right') => void;
  open: (href: string) => void;
  only: (row: Row, column: ColumnId) => void;
  exclude: (row: Row, column: ColumnId) => void;
  copy: (row: Row, column: ColumnId, isDefanged: boolean) => void;
  graph: (row: Row, column: ColumnId) => void;
  /** Shows all of the record, where the page can. */
  openRecord?: (row: Row) => void;
}

export function copyText(text: string) {
  navigator.clipboard.writeText(text).then(
    () => {
      notify(`Copied ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
    },
    () => {
      notify('The browser did not let it be copied');
    },
  );
}

export function useCellActions(
  search: AnswerSearch,
  setSearch: (search: AnswerSearch) => void,
  openRecord?: (row: Row) => void,
): CellActions {
  const go = useGo();
  return useMemo(
    () => ({
      search,
      open: go,
      openRecord,
      pivot: (row, column, way) => {
        const [value] = cellValues(row, column);
        if (value !== undefined) go(way === 'right' ? pageOfHolders(value) : pageOfValue(value));
        else if (column === 'network' && row.asn !== undefined) go(pages.search(`AS${row.asn}`, 'auto'));
        else openRecord?.(row);
      },
      only: (row, column) => {
        if (column === 'first_seen' || column === 'last_seen') {
          const day = dayOf(column === 'first_seen' ? firstSeen(row) : lastSeen(row));
          setSearch({ ...search, fence: { kind: 'seen', from: day, to: day } });
          return;
        }
        const filter = filterOf(row, column);
        if (filter !== undefined)
          setSearch({ ...search, filters: { ...search.filters, [filter.facet]: [filter.value] } });
      },
      exclude: (row, column) => {
        const filter = filterOf(row, column);
        if (filter !== undefined) setSearch(toggled(search, `not_${filter.facet}`, filter.value));
      },
      copy: (row, column, isDefanged) => {
        const text = cellText(row, column);
        const isValue = column === 'name' || column === 'rdata' || column === 'bailiwick';
        if (text !== '') copyText(isDefanged && isValue ? defanged(text) : text);
      },
      graph: (row, column) => {
        const [value] = cellValues(row, column);
        if (value !== undefined && value.kind !== 'text')
          go(pages.graph({ start: `${value.kind}:${value.text}` }));
      },
    }),
    [go, search, setSearch, openRecord],
  );
}
