// SPDX-License-Identifier: Apache-2.0
// What the head of a name's page tells: labels, who saw it first, what it stands on now, what stands below it.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Row, type Schemas } from '@/shared/api/client';
import type { Question } from '@/shared/question/question';
import { withoutDot } from '@/shared/text/names';
import { mailboxOf } from '@/shared/question/rdata';

const untyped = (parameters: Record<string, unknown>) => parameters as never;
const usual = { staleTime: 60_000, retry: false } as const;

export const enrichmentQuery = (name: string) =>
  queryOptions({
    queryKey: ['enrichment', name],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/enrichment', { params: { query: { q: name } }, signal })),
    ...usual,
    staleTime: 10 * 60_000,
  });

export const firstQuery = (question: Question) =>
  queryOptions({
    queryKey: ['first', question.q, question.in],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/history/first', {
          params: { query: untyped({ q: question.q, in: question.in }) },
          signal,
        }),
      ),
    ...usual,
  });

/** Records of one name, what was seen last first. */
export const latestQuery = (name: string, types: string[], limit = 30) =>
  queryOptions({
    queryKey: ['latest', name, types, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records', {
          params: {
            query: untyped({
              q: name,
              in: 'name',
              type: types,
              sort: '-last_seen',
              merge: 'sources',
              limit,
              enrich: true,
            }),
          },
          signal,
        }),
      ),
    ...usual,
  });

/** How many names stand below, and how many of them are new since `newAfter`. */
export const belowQuery = (name: string, newAfter: number | undefined) =>
  queryOptions({
    queryKey: ['below', name, newAfter],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/tree', {
          params: {
            query: untyped({
              q: name === '.' ? '*' : `*.${name}`,
              in: 'name',
              limit: 1,
              new_after: newAfter,
            }),
          },
          signal,
        }),
      ),
    enabled: newAfter !== undefined,
    ...usual,
  });

/** The same as the frame asks for. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => answer(api.GET('/api/v1/status')),
});

/** The values inside the records of one name and type, and how many names share each. */
export const pivotsQuery = (name: string, type: string) =>
  queryOptions({
    queryKey: ['pivots', name, type],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/pivots', {
          params: { query: untyped({ q: name, in: 'name', type: [type], limit: 50 }) },
          signal,
        }),
      ),
    ...usual,
  });

export type Pivot = Schemas['Pivots']['pivots'][number];

export interface SoaParts {
  primary: string;
  rname: string;
  mailbox: string;
  serial: string;
  /** Refresh, retry, expire, minimum. */
  timers: string[];
}

/** Undefined for what is no whole SOA record. */
export function soaParts(rdata: string): SoaParts | undefined {
  const [primary, rname, serial, ...timers] = rdata.split(' ');
  if (primary === undefined || rname === undefined || serial === undefined || timers.length !== 4)
    return undefined;
  return { primary: withoutDot(primary), rname, mailbox: mailboxOf(rname), serial, timers };
}

/** Mailboxes of SOA records, each once, in their order. */
export const mailboxesOfSoa = (rows: Pick<Row, 'rdata'>[]): string[] => [
  ...new Set(rows.flatMap((row) => soaParts(row.rdata)?.mailbox ?? [])),
];

/** How often the serial changed, as far as the records tell. */
export const serialChanges = (rows: Pick<Row, 'rdata' | 'rrname'>[], name: string): number =>
  Math.max(
    0,
    new Set(rows.filter((row) => row.rrname === name).flatMap((row) => soaParts(row.rdata)?.serial ?? []))
      .size - 1,
  );
