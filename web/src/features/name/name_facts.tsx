// SPDX-License-Identifier: Apache-2.0
// One row of facts: since when, seen by whom, where it stands now.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { latestOf, span } from '@/features/registration';
import type { Row, Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { ago, dayOf } from '@/shared/time/time';
import { type Fact, Facts } from '@/shared/ui/controls';
import { NameText, SourceBadge, SourceName, Text, TimeText } from '@/shared/ui/values';
import css from './name.module.css';
import { latestQuery } from './queries';

interface Props {
  name: string;
  registered?: string;
  first?: Schemas['First'];
  below?: Schemas['Tree'];
  hasFailed: boolean;
}

const waiting = <span className="ink3">…</span>;

export function NameFacts({ name, registered, first, below, hasFailed }: Props) {
  const addresses = useLatest(name, ['A', 'AAAA']);
  const zone = registered ?? name;
  const servers = useLatest(zone, ['NS']);
  const mail = useLatest(zone, ['MX']);
  const unknown = hasFailed ? <span className="ink3">not known</span> : waiting;
  const facts: Fact[] = [
    { label: 'First seen', ...moment(first, 'time_first', unknown) },
    { label: 'Last seen', ...moment(first, 'time_last', unknown) },
    { label: 'First seen by', ...seenBy(first, unknown) },
    { label: 'Addresses now', ...addressFact(addresses) },
    { label: zone === name ? 'Name servers' : `Name servers of ${zone}`, ...serverFact(servers) },
    { label: zone === name ? 'Mail (MX)' : `Mail (MX) of ${zone}`, ...mailFact(mail, zone) },
    { label: 'Names below', ...belowFact(below, unknown) },
  ];
  return <Facts label={`In brief: ${name}`} facts={facts} />;
}

interface Latest {
  rows: Row[];
  isPending: boolean;
  hasFailed: boolean;
  isPartial: boolean;
}

function useLatest(name: string, types: string[]): Latest {
  const { data, isPending, error } = useQuery(latestQuery(name, types));
  return {
    rows: latestOf((data?.rows ?? []) as Row[]),
    isPending,
    hasFailed: error !== null,
    isPartial: data?.complete === false,
  };
}

function moment(
  first: Schemas['First'] | undefined,
  which: 'time_first' | 'time_last',
  unknown: ReactNode,
): Omit<Fact, 'label'> {
  if (first === undefined) return { value: unknown };
  if (first.first === undefined) return { value: 'never' };
  const time = Number(first.first[which]);
  return {
    value: <TimeText time={time} />,
    note: `${ago(time)}${first.complete ? '' : ', of what was read in time'}`,
  };
}

function seenBy(first: Schemas['First'] | undefined, unknown: ReactNode): Omit<Fact, 'label'> {
  if (first === undefined) return { value: unknown };
  const [earliest] = first.sources;
  const source = earliest?.row.source;
  if (earliest === undefined || source === undefined) return { value: 'nobody' };
  const next = first.sources.find((each) => each.row.source !== source);
  return {
    value: (
      <>
        <SourceName name={source} />
      </>
    ),
    note:
      next?.row.source === undefined ? (
        'no other source saw it'
      ) : (
        <>
          {Number(next.time_first) === Number(earliest.time_first)
            ? 'in the same second as'
            : `${span(Number(next.time_first) - Number(earliest.time_first))} before next`}{' '}
          <SourceBadge name={next.row.source} />
        </>
      ),
  };
}

function none(latest: Latest): Omit<Fact, 'label'> | undefined {
  if (latest.isPending) return { value: waiting };
  if (latest.hasFailed) return { value: <span className="ink3">not known</span> };
  if (latest.rows.length === 0) return { value: <span className="ink3">none seen</span> };
  return undefined;
}

const unique = <T,>(rows: T[], key: (row: T) => string): T[] => [
  ...new Map(rows.map((row) => [key(row), row])).values(),
];
const few = 2;
const further = (count: number, isPartial: boolean): ReactNode =>
  count > few ? <span className="ink3">{`+${exact(count - few)}${isPartial ? ' or more' : ''}`}</span> : null;

function addressFact(latest: Latest): Omit<Fact, 'label'> {
  const nothing = none(latest);
  if (nothing !== undefined) return nothing;
  const rows = unique(latest.rows, (row) => row.rdata);
  const [newest] = rows;
  const network = [
    newest?.asn === undefined ? undefined : `AS${newest.asn} ${newest.holder ?? ''}`.trim(),
    newest?.country,
  ].filter((word) => word !== undefined);
  return {
    value: (
      <span className={css.lines}>
        {rows.slice(0, few).map((row) => (
          <PageLink key={row.rdata} className={css.value} href={pages.address(row.rdata)}>
            <Text text={row.rdata} />
          </PageLink>
        ))}
        {further(rows.length, latest.isPartial)}
      </span>
    ),
    note: network.length > 0 ? <Text text={network.join(' · ')} /> : `last seen ${dayText(newest)}`,
  };
}

const dayText = (row: Row | undefined): string =>
  row === undefined ? '' : dayOf(Number(row.time_last ?? row.zone_time_last ?? 0));

function serverFact(latest: Latest): Omit<Fact, 'label'> {
  const nothing = none(latest);
  if (nothing !== undefined) return nothing;
  const rows = unique(latest.rows, (row) => row.rdata);
  return {
    value: (
      <span className={css.lines}>
        {rows.slice(0, few).map((row) => (
          <PageLink key={row.rdata} className={css.value} href={pages.name(row.rdata, { scope: 'pointing' })}>
            <NameText name={row.rdata} />
          </PageLink>
        ))}
        {further(rows.length, latest.isPartial)}
      </span>
    ),
  };
}

function mailFact(latest: Latest, zone: string): Omit<Fact, 'label'> {
  const nothing = none(latest);
  if (nothing !== undefined) return nothing;
  const host = (row: Row) => withoutDot(row.rdata.split(' ').slice(1).join(' '));
  const rows = unique(latest.rows, host);
  const since = Math.min(...rows.map((row) => Number(row.time_first ?? row.zone_time_first ?? 0)));
  return {
    value: (
      <span className={css.lines}>
        {rows.slice(0, few).map((row) =>
          host(row) === zone ? (
            <span key="itself" className="mono">
              itself
            </span>
          ) : (
            <PageLink
              key={row.rdata}
              className={css.value}
              href={pages.name(host(row), { scope: 'pointing' })}
            >
              <NameText name={host(row)} />
            </PageLink>
          ),
        )}
        {further(rows.length, latest.isPartial)}
      </span>
    ),
    note: `since ${dayOf(since)}`,
  };
}

/** Names below, without the name itself. */
export const countBelow = (tree: Schemas['TreeNode']): number => tree.names - (tree.own_rows > 0 ? 1 : 0);

function belowFact(below: Schemas['Tree'] | undefined, unknown: ReactNode): Omit<Fact, 'label'> {
  if (below === undefined) return { value: unknown };
  const { tree } = below;
  const count = countBelow(tree);
  const fresh = Math.min(count, tree.new_names ?? 0);
  const atLeast = below.complete ? '' : 'at least ';
  return {
    value: (
      <>
        {atLeast}
        {exact(count)}
      </>
    ),
    note:
      count === 0 ? 'nothing stands below it' : `${atLeast}${counted(fresh, 'new name')} in its last 7 days`,
  };
}
