// SPDX-License-Identifier: Apache-2.0
// What the search page shows beside rows: when they were first seen, and under which domains and names they are.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, timed } from '@/shared/api/client';
import { type Asked, askedKey, askedParameters } from '@/shared/question/question';
import type { Merge } from '@/shared/question/search';

/** The API's parameters are typed by name; filters come as a record that search.ts keeps to the same names. */
const untyped = (parameters: Record<string, unknown>) => parameters as never;

/** How many rows, names and registered domains, exactly. */
export const totalsQuery = (asked: Asked, merge: Merge) =>
  queryOptions({
    queryKey: ['totals', askedKey(asked), merge],
    queryFn: ({ signal }) =>
      timed(() =>
        answer(
          api.GET('/api/v1/records/groups', {
            params: { query: untyped({ ...askedParameters(asked), merge, limit: 1 }) },
            signal,
          }),
        ),
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Groups that are left out of a page do not make its totals less exact. */
export const isPartial = (groups: { complete: boolean; reason?: string }): boolean =>
  !groups.complete && groups.reason !== 'limit';

export const groupsAtOnce = 200;

export const domainsQuery = (asked: Asked, merge: Merge, sort: string) =>
  infiniteQueryOptions({
    queryKey: ['domains', askedKey(asked), merge, sort],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/api/v1/records/groups', {
          params: {
            query: untyped({
              ...askedParameters(asked),
              merge,
              sort,
              limit: groupsAtOnce,
              offset: pageParam,
            }),
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const told = all.reduce((sum, page) => sum + page.returned, 0);
      return last.returned > 0 && told < last.num_groups ? told : undefined;
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Rows by when they were first seen. */
export const histogramQuery = (asked: Asked, merge: Merge) =>
  queryOptions({
    queryKey: ['histogram', askedKey(asked), merge],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/histogram', {
          params: {
            query: untyped({ ...askedParameters(asked), merge, of: 'first_seen', step: 'auto' }),
          },
          signal,
        }),
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
