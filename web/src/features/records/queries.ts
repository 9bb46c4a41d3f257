// SPDX-License-Identifier: Apache-2.0
// Rows, totals and facets of a question. Rows come by windows of a kept answer, so that any place of a million is one
// request away and stays what it is while the store grows.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas, timed } from '@/shared/api/client';
import { type Asked, askedKey, askedParameters } from '@/shared/question/question';
import { type FacetName, filterParameters, type AnswerSearch, type Merge } from '@/shared/question/search';

export const windowSize = 200;
/** Rows of a page in the order of the store, read one after the other. */
export const pageSize = 500;

export interface Order {
  sort: string;
  merge: Merge;
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

export const windowQuery = (answerId: string, index: number, order: Order) =>
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

/** Page after page in the order in which the store holds the rows: nothing is sorted or kept, however many there are. */
export const storeOrderQuery = (asked: Asked, order: Pick<Order, 'merge' | 'details'>) =>
  infiniteQueryOptions({
    queryKey: ['store order', askedKey(asked), order.merge, order.details],
    queryFn: ({ signal, pageParam }): Promise<Records & { elapsed: number }> =>
      timed(() =>
        answer(
          api.GET('/api/v1/records', {
            params: {
              query: untyped({
                ...askedParameters(asked),
                sort: 'key',
                merge: order.merge,
                limit: pageSize,
                enrich: true,
                from: pageParam,
                ...(order.details.length > 0 ? { details: order.details.join(',') } : {}),
              }),
            },
            signal,
          }),
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    staleTime: 10 * 60_000,
    retry: false,
  });

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
