// SPDX-License-Identifier: Apache-2.0
// Rows, totals and facets of a question. Rows come by windows of a kept answer, so that any place of a million is one
// request away and stays what it is while the store grows.
import { keepPreviousData, queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { answer, api, ProblemError, type Row, type Schemas, timed } from '@/shared/api/client';
import { type Asked, askedKey, askedParameters } from '@/shared/question/question';
import { type FacetName, filterParameters, type AnswerSearch } from '@/shared/question/search';

export const windowSize = 200;

export interface Order {
  sort: string;
  merge: 'none' | 'sources';
  /** What rows tell beyond themselves: days, ttl. */
  details: string[];
}

type Records = Schemas['Records'];

/** The API's parameters are typed by name; filters come as a record that search.ts keeps to the same names. */
const untyped = (parameters: Record<string, unknown>) => parameters as never;

export const firstWindowQuery = (asked: Asked, order: Order) =>
  queryOptions({
    queryKey: ['records', askedKey(asked), order],
    queryFn: ({ signal }): Promise<Records & { elapsed: number }> =>
      timed(() =>
        answer(
          api.GET('/api/v1/records', {
            params: {
              query: untyped({
                ...askedParameters(asked),
                sort: order.sort,
                merge: order.merge,
                limit: windowSize,
                keep: true,
                enrich: true,
                ...(order.details.length > 0 ? { details: order.details.join(',') } : {}),
              }),
            },
            signal,
          }),
        ),
      ),
    // The kept answer lives for 15 minutes; what is on screen is not swapped under one's eyes.
    staleTime: 10 * 60_000,
    gcTime: 12 * 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

const windowQuery = (answerId: string, index: number, order: Order) =>
  queryOptions({
    queryKey: ['window', answerId, index, order.details],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/answers/{answer}', {
          params: {
            path: { answer: answerId },
            query: untyped({
              offset: index * windowSize,
              limit: windowSize,
              enrich: true,
              ...(order.details.length > 0 ? { details: order.details.join(',') } : {}),
            }),
          },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry: false,
  });

export interface Rows {
  /** Rows of the whole answer. */
  total: number;
  /** Whether `total` is the number of all there are. */
  isExact: boolean;
  row: (index: number) => Row | undefined;
  /** Says which rows are in sight, so that they are fetched. */
  show: (from: number, to: number) => void;
  isPending: boolean;
  /** The rows shown are of the question before. */
  isStale: boolean;
  error: unknown;
  elapsed: number;
  reason?: string;
  seenIn?: Schemas['SeenIn'];
  retry: () => void;
}

export function useRows(asked: Asked, order: Order): Rows {
  const client = useQueryClient();
  const first = useQuery(firstWindowQuery(asked, order));
  const [shown, setShown] = useState({ from: 0, to: windowSize });
  const id = first.data?.answer;
  const indices = useMemo(() => {
    if (id === undefined || first.isPlaceholderData) return [];
    const from = Math.max(1, Math.floor(shown.from / windowSize));
    const to = Math.floor(shown.to / windowSize);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  }, [id, first.isPlaceholderData, shown]);
  const windows = useQueries({ queries: indices.map((index) => windowQuery(id ?? '', index, order)) });

  // The kept answer may be gone (a restart, fifteen minutes): ask anew.
  const gone = windows.find((window) => window.error instanceof ProblemError && window.error.status === 410);
  useEffect(() => {
    if (gone !== undefined) void client.invalidateQueries({ queryKey: ['records', askedKey(asked), order] });
  }, [gone, client, asked, order]);

  const byIndex = new Map(indices.map((index, i) => [index, windows[i]?.data?.rows]));
  const data = first.data;
  const total = data?.total ?? data?.returned ?? 0;
  return {
    total,
    isExact: data !== undefined && (data.complete || data.reason === 'limit') && data.total !== undefined,
    row: (index) =>
      index < windowSize
        ? (data?.rows[index] as Row | undefined)
        : byIndex.get(Math.floor(index / windowSize))?.[index % windowSize],
    show: useCallback((from, to) => {
      setShown((before) =>
        Math.floor(before.from / windowSize) === Math.floor(from / windowSize) &&
        Math.floor(before.to / windowSize) === Math.floor(to / windowSize)
          ? before
          : { from, to },
      );
    }, []),
    isPending: first.isPending,
    isStale: first.isPlaceholderData,
    error: first.error ?? windows.find((window) => window.error !== null)?.error ?? null,
    elapsed: data?.elapsed ?? 0,
    reason: data?.complete === false && data.reason !== 'limit' ? data.reason : undefined,
    seenIn: data?.seen_in,
    retry: () => {
      void client.invalidateQueries({ queryKey: ['records', askedKey(asked)] });
    },
  };
}

export const summaryQuery = (asked: Asked, merge: Order['merge'] = 'none') =>
  queryOptions({
    queryKey: ['summary', askedKey(asked), merge],
    queryFn: ({ signal }) =>
      timed(() =>
        answer(
          api.GET('/api/v1/records/summary', {
            params: { query: untyped({ ...askedParameters(asked), merge }) },
            signal,
          }),
        ),
      ),
    staleTime: 60_000,
    retry: false,
  });

export const facetsQuery = (asked: Asked, facets: readonly FacetName[], merge: Order['merge'], top = 50) =>
  queryOptions({
    queryKey: ['facets', askedKey(asked), facets, merge, top],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/facets', {
          params: { query: untyped({ ...askedParameters(asked), facets: facets.join(','), top, merge }) },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** `search` without its own choice of `facet`: what else could be chosen. */
export const without = (search: AnswerSearch, facet: FacetName): AnswerSearch => ({
  ...search,
  filters: Object.fromEntries(Object.entries(search.filters).filter(([name]) => name !== facet)),
});

export type Format = 'csv' | 'ndjson' | 'json' | 'cof' | 'native';

/** Where all rows of an answer come from, in a format. */
export function exportHref(asked: Asked, order: Pick<Order, 'sort' | 'merge'>, format: Format): string {
  const words = new URLSearchParams();
  const parameters = { q: asked.question.q, in: asked.question.in, ...filterParameters(asked.search) };
  for (const [name, value] of Object.entries(parameters))
    for (const each of Array.isArray(value) ? value : [value]) words.append(name, each);
  if (format !== 'cof') words.set('merge', format === 'native' ? 'none' : order.merge);
  words.set('sort', order.sort);
  words.set('limit', '0');
  words.set('format', format);
  return `/api/v1/records?${words.toString()}`;
}
