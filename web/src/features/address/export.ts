// SPDX-License-Identifier: Apache-2.0
// Who lived here as files: the rows of the API as it tells them, or the same as lines of CSV.
import type { Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import { csvOf } from '@/shared/text/csv';
import { isoTime } from '@/shared/time/time';
import type { Hosted } from './residents';

type Group = Schemas['Groups']['groups'][number];
type Lane = Schemas['Lane'];

const timeOf = (time: number | string | undefined): string =>
  time === undefined ? '' : isoTime(Number(time));
const runsText = (runs: readonly (readonly string[])[]): string[] =>
  runs.map(([first = '', last = first]) => (first === last ? first : `${first}..${last}`));

export const hostedCsv = (rows: readonly Hosted[]): string =>
  csvOf(
    [
      'domain',
      'names',
      'count',
      'days',
      'first_seen',
      'last_seen',
      'active',
      'possible',
      'suspect',
      'rank',
      'tags',
    ],
    rows.map((row) => [
      withoutDot(row.domain),
      row.names,
      row.count,
      row.days,
      timeOf(row.time_first),
      timeOf(row.time_last),
      row.active,
      row.possible,
      row.suspect,
      row.rank,
      row.tags,
    ]),
  );

export const groupsCsv = (rows: readonly Group[]): string =>
  csvOf(
    ['domain', 'public_suffix', 'names', 'records', 'count', 'first_seen', 'last_seen'],
    rows.map((row) => [
      withoutDot(row.domain),
      row.suffix,
      row.names,
      row.rows,
      row.count,
      timeOf(row.time_first),
      timeOf(row.time_last),
    ]),
  );

/** Days as runs: `2019-07-12..2019-07-14`. */
export const lanesCsv = (rows: readonly Lane[]): string =>
  csvOf(
    ['name', 'type', 'count', 'first_seen', 'last_seen', 'sources', 'days_seen', 'days_possible'],
    rows.map((row) => [
      withoutDot(row.rrname ?? ''),
      row.rrtype,
      row.count,
      timeOf(row.time_first),
      timeOf(row.time_last),
      row.sources,
      runsText(row.confirmed),
      runsText(row.possible),
    ]),
  );

/** Asks for page after page until the server has no more; what came by then is told with whether it is all. */
export async function allPages<T>(
  page: (offset: number) => Promise<{ rows: T[]; total: number }>,
  most: number,
): Promise<{ rows: T[]; total: number }> {
  const rows: T[] = [];
  for (;;) {
    const next = await page(rows.length);
    rows.push(...next.rows);
    if (next.rows.length === 0 || rows.length >= next.total || rows.length >= most)
      return { rows, total: next.total };
  }
}
