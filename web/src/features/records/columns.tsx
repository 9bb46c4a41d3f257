// SPDX-License-Identifier: Apache-2.0
// The columns of the table: Iris's seven first, in its order, then the further ones by choice.
import type { ReactNode } from 'react';
import type { Row } from '@/shared/api/client';
import { exact } from '@/shared/text/numbers';
import { idnOf, withoutDot } from '@/shared/text/names';
import { mailboxOf } from '@/shared/question/rdata';
import { Tag } from '@/shared/ui/controls';
import {
  type Mark,
  NameText,
  PreferredName,
  SourceBadge,
  SourceBadges,
  Text,
  TimeText,
  TypeChip,
} from '@/shared/ui/values';

export type ColumnId =
  | 'name'
  | 'type'
  | 'source'
  | 'count'
  | 'rdata'
  | 'first_seen'
  | 'last_seen'
  | 'days'
  | 'network'
  | 'country'
  | 'bailiwick'
  | 'ttl'
  | 'tags'
  | 'lane';

/** What a cell may be drawn with. */
export interface Drawing {
  /** Mark matches of the pattern asked, in owners or in rdata. */
  mark?: Mark;
  markRdata?: Mark;
  /** Names relative to this domain. */
  relativeTo?: string;
  /** First and last seen otherwise than whole. */
  time?: (time: number) => ReactNode;
  /** The days of a row on the axis that all rows share; without it there is no such column. */
  lane?: (row: Row) => ReactNode;
}

export interface Column {
  id: ColumnId;
  title: string;
  /** The API's name of the order by it. */
  sort?: string;
  /** Newest, or most, first on the first click. */
  isDescendingFirst?: boolean;
  width: string;
  isNumber?: boolean;
  /** Rows tell it only when asked for. */
  detail?: string;
  cell: (row: Row, drawing: Drawing) => ReactNode;
}

export const firstSeen = (row: Row): number => Number(row.time_first ?? row.zone_time_first ?? 0);
export const lastSeen = (row: Row): number => Number(row.time_last ?? row.zone_time_last ?? 0);
export const sourcesOf = (row: Row): string[] =>
  row.sources ?? (row.source === undefined ? [] : [row.source]);

const soa = (rdata: string): ReactNode => {
  const [primary, rname] = rdata.split(' ');
  if (rname === undefined) return <Text text={rdata} />;
  return (
    <span className="mono">
      <Text text={mailboxOf(rname)} /> <span className="ink3">at</span>{' '}
      <Text text={withoutDot(primary ?? '')} />
    </span>
  );
};

const named = new Set(['NS', 'CNAME', 'PTR', 'DNAME', 'NAME', 'DOMAIN']);

export function rdataCell(row: Row, { markRdata: mark }: Drawing): ReactNode {
  if (row.rrtype === 'SOA' && mark === undefined) return soa(row.rdata);
  if (named.has(row.rrtype)) return <NameText name={row.rdata} mark={mark} />;
  if (row.rrtype === 'MX') {
    const [preference, ...host] = row.rdata.split(' ');
    return (
      <PreferredName preference={preference ?? ''}>
        <NameText name={host.join(' ')} mark={mark} />
      </PreferredName>
    );
  }
  return (
    <span className="mono">
      <Text text={row.rdata} mark={mark} />
    </span>
  );
}

/** What a cell says where it shows a name, which may be cut. */
export const nameOf = (row: Row, column: ColumnId, { relativeTo }: Drawing): string | undefined => {
  if (column === 'name' && relativeTo === undefined && idnOf(row.rrname) === undefined)
    return withoutDot(row.rrname);
  if (column === 'rdata' && (named.has(row.rrtype) || row.rrtype === 'MX') && idnOf(row.rdata) === undefined)
    return withoutDot(row.rdata);
  return undefined;
};

const owner = (row: Row, { relativeTo, mark }: Drawing): ReactNode => {
  const plain = withoutDot(row.rrname);
  if (relativeTo !== undefined && plain === relativeTo) return <span className="mono">@</span>;
  if (relativeTo !== undefined && plain.endsWith(`.${relativeTo}`))
    return (
      <span className="mono" title={plain}>
        <Text text={plain.slice(0, -relativeTo.length - 1)} />
      </span>
    );
  return <NameText name={row.rrname} registered={row.registered_domain} mark={mark} />;
};

export const columns: Column[] = [
  { id: 'name', title: 'Query', sort: 'name', width: 'minmax(150px, 1.55fr)', cell: owner },
  { id: 'type', title: 'Type', sort: 'type', width: '72px', cell: (row) => <TypeChip type={row.rrtype} /> },
  {
    id: 'source',
    title: 'Source',
    sort: 'source',
    width: '108px',
    cell: (row) =>
      row.source === undefined ? <SourceBadges names={sourcesOf(row)} /> : <SourceBadge name={row.source} />,
  },
  {
    id: 'count',
    title: 'Count',
    sort: 'count',
    isDescendingFirst: true,
    width: '76px',
    isNumber: true,
    cell: (row) => exact(row.count),
  },
  { id: 'rdata', title: 'Response', sort: 'rdata', width: 'minmax(140px, 1.35fr)', cell: rdataCell },
  {
    id: 'first_seen',
    title: 'First seen',
    sort: 'first_seen',
    isDescendingFirst: true,
    width: '138px',
    cell: (row, { time }) => time?.(firstSeen(row)) ?? <TimeText time={firstSeen(row)} />,
  },
  {
    id: 'last_seen',
    title: 'Last seen',
    sort: 'last_seen',
    isDescendingFirst: true,
    width: '138px',
    cell: (row, { time }) => time?.(lastSeen(row)) ?? <TimeText time={lastSeen(row)} />,
  },
  {
    id: 'days',
    title: 'Days',
    sort: 'days_seen',
    isDescendingFirst: true,
    width: '70px',
    isNumber: true,
    detail: 'days',
    cell: (row) =>
      row.days === undefined ? null : (
        <>
          {exact(row.days)}
          {row.days_possible === undefined ? null : (
            <span className="ink3"> / {exact(row.days_possible)}</span>
          )}
        </>
      ),
  },
  {
    id: 'network',
    title: 'ASN',
    width: '106px',
    cell: (row) =>
      row.asn === undefined ? null : (
        <span title={row.holder}>
          AS{row.asn}
          {row.country === undefined ? null : ` · ${row.country}`}
        </span>
      ),
  },
  { id: 'country', title: 'Country', width: '70px', cell: (row) => row.country ?? null },
  {
    id: 'bailiwick',
    title: 'Bailiwick',
    sort: 'bailiwick',
    width: 'minmax(100px, 0.7fr)',
    cell: (row) =>
      row.bailiwick === undefined ? (
        <span className="ink3">not told</span>
      ) : (
        <NameText name={row.bailiwick} />
      ),
  },
  {
    id: 'ttl',
    title: 'TTL',
    sort: 'ttl',
    isDescendingFirst: true,
    width: '96px',
    isNumber: true,
    detail: 'ttl',
    cell: (row) =>
      row.ttl_max === undefined
        ? null
        : row.ttl_min === row.ttl_max
          ? exact(row.ttl_max)
          : `${exact(row.ttl_min ?? 0)}–${exact(row.ttl_max)}`,
  },
  {
    id: 'tags',
    title: 'Tags',
    width: '120px',
    cell: (row) =>
      [...(row.tags ?? []), ...(row.address_tags ?? [])].map((tag) => <Tag key={tag}>{tag}</Tag>),
  },
  {
    id: 'lane',
    title: 'On which days',
    width: '112px',
    detail: 'days',
    cell: (row, { lane }) => lane?.(row) ?? null,
  },
];

export const usualColumns: ColumnId[] = [
  'name',
  'type',
  'source',
  'count',
  'rdata',
  'first_seen',
  'last_seen',
  'days',
  'network',
];

/** The columns of a page to choose from: only where it draws lanes there is one of them. */
export const offered = (usual: ColumnId[]): Column[] =>
  columns.filter((column) => column.id !== 'lane' || usual.includes('lane'));

/** The columns named in the address, in the table's order; the usual ones without. */
export function chosenColumns(names: string[] | undefined, usual: ColumnId[] = usualColumns): Column[] {
  const wanted = names?.some((name) => columns.some((column) => column.id === name)) === true ? names : usual;
  return offered(usual).filter((column) => (wanted as string[]).includes(column.id));
}
