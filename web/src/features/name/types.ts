// SPDX-License-Identifier: Apache-2.0
// How the types of records are shared out among the tabs and their segments.
import type { Filters } from '@/shared/question/search';

export const addressTypes = ['A', 'AAAA'];
export const dnsSegments = ['all', 'TXT', 'NS', 'SOA', 'MX', 'CNAME', 'other'] as const;
export type DnsSegment = (typeof dnsSegments)[number];
const own = dnsSegments.filter((segment) => segment !== 'all' && segment !== 'other');

export type RowsByType = Readonly<Record<string, number>>;

const sum = (rows: RowsByType, isCounted: (type: string) => boolean): number =>
  Object.entries(rows).reduce((all, [type, count]) => (isCounted(type) ? all + count : all), 0);

export const addressRows = (rows: RowsByType): number => sum(rows, (type) => addressTypes.includes(type));
export const dnsRows = (rows: RowsByType): number => sum(rows, (type) => !addressTypes.includes(type));

export function segmentRows(rows: RowsByType, segment: DnsSegment): number {
  if (segment === 'all') return dnsRows(rows);
  if (segment === 'other')
    return sum(rows, (type) => !addressTypes.includes(type) && !(own as string[]).includes(type));
  return rows[segment] ?? 0;
}

export function segmentBase(segment: DnsSegment): Filters {
  if (segment === 'all') return { not_type: addressTypes };
  if (segment === 'other') return { not_type: [...addressTypes, ...own] };
  return { type: [segment] };
}

/** An answer of so few rows comes whole; a longer one begins with the addresses. */
export const fewRows = 50;
