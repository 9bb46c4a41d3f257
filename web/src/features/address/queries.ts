// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/shared/api/client';
import { reverseName } from '@/shared/question/rdata';

/** The most addresses of which the server draws a profile. */
export const mostAddresses = 4096n;

export type HostedSort = 'last_seen' | 'first_seen' | 'names';
export const hostedSorts: HostedSort[] = ['last_seen', 'first_seen', 'names'];

/** `at`: the moment as Unix seconds; undefined for now. */
export const profileQuery = (subject: string, at: number | undefined, sort: HostedSort, limit: number) =>
  queryOptions({
    queryKey: ['profile', subject, at, sort, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/addresses/profile', {
          params: { query: { q: subject, sort, limit, ...(at === undefined ? {} : { at: String(at) }) } },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** A page of all who lived there, for a file. */
export const hostedPage = (subject: string, at: number | undefined, sort: HostedSort, offset: number) =>
  answer(
    api.GET('/api/v1/addresses/profile', {
      params: {
        query: { q: subject, sort, limit: 1000, offset, ...(at === undefined ? {} : { at: String(at) }) },
      },
    }),
  );

/** What a block would take along besides these suspects. */
export const blockQuery = (subject: string, at: number | undefined, suspects: readonly string[]) =>
  queryOptions({
    queryKey: ['block', subject, at, suspects],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/addresses/profile', {
          params: {
            query: {
              q: subject,
              limit: 0,
              name: [...suspects],
              ...(at === undefined ? {} : { at: String(at) }),
            },
          },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** The names that the address itself was said to have. */
export const reverseQuery = (address: string) =>
  queryOptions({
    queryKey: ['reverse', address],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records', {
          params: {
            query: {
              q: reverseName(address) ?? '',
              in: 'name',
              type: ['PTR'],
              sort: '-last_seen',
              merge: 'sources',
              limit: 3,
            },
          },
          signal,
        }),
      ),
    enabled: reverseName(address) !== undefined,
    staleTime: 60_000,
    retry: false,
  });
