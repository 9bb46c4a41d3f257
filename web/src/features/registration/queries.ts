// SPDX-License-Identifier: Apache-2.0
// Who registered what, which zones name a mailbox, and where those domains live now.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, ProblemError, type Row, type Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';

export type Version = Schemas['Registration'];
export type Found = Schemas['FoundRegistration'];
export type Zone = Schemas['Mailbox']['zones']['rows'][number];

/** Where a value stands in a registration. */
export const fields = [
  'mailbox',
  'name',
  'organization',
  'phone',
  'address',
  'registrar',
  'nameserver',
] as const;
export type Field = (typeof fields)[number];

/** The server refuses what no registry would have sold. */
const isDomain = (domain: string): boolean =>
  /^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})+\.?$/.test(domain) && domain.length <= 254;

export const registrationQuery = (domain: string | undefined) =>
  queryOptions({
    queryKey: ['registration', domain],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/registration', {
          params: { query: { domain: withoutDot(domain ?? ''), limit: 200 } },
          signal,
        }),
      ),
    enabled: domain !== undefined && isDomain(domain),
    staleTime: 60_000,
    retry: false,
  });

/** Registrations with a mailbox, and zones whose SOA record names it; `limit` of each, totals are of all. */
export const mailboxQuery = (mailbox: string, limit = 100) =>
  queryOptions({
    queryKey: ['mailbox', mailbox, limit],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/mailboxes', { params: { query: { q: mailbox, limit } }, signal })),
    enabled: mailbox !== '',
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

export const registrationSearchQuery = (field: Field, q: string, limit = 100) =>
  queryOptions({
    queryKey: ['registration search', field, q, limit],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/registration/search', { params: { query: { field, q, limit } }, signal })),
    enabled: q !== '',
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** The addresses on which a domain was last seen. */
export interface Living {
  /** Newest first. */
  addresses: string[];
  lastSeen: number;
  /** Not all of its rows were looked at. */
  isPartial: boolean;
}

const day = 86_400;
const rowsEach = 50;

/** What was seen within a day of the last sighting counts as one state of things. */
export function latestOf<T extends { time_last?: number | string; zone_time_last?: number | string }>(
  rows: T[],
): T[] {
  const last = (row: T) => Number(row.time_last ?? row.zone_time_last ?? 0);
  const newest = rows.reduce((most, row) => Math.max(most, last(row)), 0);
  return rows.filter((row) => last(row) > newest - day).sort((a, b) => last(b) - last(a));
}

interface BulkLine {
  line?: number;
  rows?: Row[];
  complete?: boolean;
}

/** One request for all domains on screen. */
export const livingQuery = (domains: string[]) =>
  queryOptions({
    queryKey: ['living', domains],
    queryFn: async ({ signal }): Promise<Map<string, Living>> => {
      const { text } = await answer(
        api
          .POST('/api/v1/bulk', {
            params: { query: { limit: rowsEach } },
            body: domains.map((domain) => `${domain} type:A,AAAA merge:sources`).join('\n'),
            bodySerializer: (body) => body,
            headers: { 'Content-Type': 'text/plain' },
            parseAs: 'text',
            signal,
          })
          .then((result) => ({
            ...result,
            data: result.data === undefined ? undefined : { text: String(result.data) },
          })),
      );
      return livingOf(domains, text);
    },
    enabled: domains.length > 0,
    staleTime: 5 * 60_000,
    retry: false,
  });

export function livingOf(domains: string[], lines: string): Map<string, Living> {
  const found = new Map<string, Living>();
  for (const text of lines.split('\n')) {
    if (text === '') continue;
    let told: BulkLine;
    try {
      told = JSON.parse(text) as BulkLine;
    } catch {
      throw new ProblemError(0, 'The answer broke off', 'Its last line is not whole. Try again.');
    }
    const domain = told.line === undefined ? undefined : domains[told.line - 1];
    if (domain === undefined || told.rows === undefined) continue;
    const latest = latestOf(told.rows);
    found.set(domain, {
      addresses: [...new Set(latest.map((row) => row.rdata))],
      lastSeen: Number(latest[0]?.time_last ?? 0),
      isPartial: told.complete !== true || told.rows.length >= rowsEach,
    });
  }
  return found;
}
