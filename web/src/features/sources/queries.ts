// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/shared/api/client';

/** What the store holds, and from whom. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/status', { signal })),
});

/** What each source delivered; asked again every half minute while the page is open. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/sources', { signal })),
  refetchInterval: 30_000,
});

export const deliveriesQuery = (name: string) =>
  queryOptions({
    queryKey: ['deliveries', name],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/sources/{name}/deliveries', {
          params: { path: { name }, query: { limit: 20 } },
          signal,
        }),
      ),
  });
