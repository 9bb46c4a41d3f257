// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/shared/api/client';

/** What the server takes a text for. */
export const askQuery = (text: string) =>
  queryOptions({
    queryKey: ['ask', text],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/ask', { params: { query: { q: text } }, signal })),
    staleTime: Infinity,
    retry: false,
  });
