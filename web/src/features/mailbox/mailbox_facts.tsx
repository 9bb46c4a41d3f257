// SPDX-License-Identifier: Apache-2.0
import type { Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { dayOf } from '@/shared/time/time';
import type { Fact } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { Text } from '@/shared/ui/values';

type Told = Schemas['Mailbox'];

export function factsOf(data: Told | undefined): Fact[] {
  const waiting = <span className="ink3">…</span>;
  if (data === undefined)
    return ['Zones', 'Registrations', 'First in SOA', 'Last in SOA', 'Registered between'].map((label) => ({
      label,
      value: waiting,
    }));
  const { zones, registrations } = data;
  const firsts = zones.rows.map((row) => Number(row.time_first));
  const lasts = zones.rows.map((row) => Number(row.time_last));
  const created = registrations.rows.flatMap((row) =>
    row.registered === undefined ? [] : [Number(row.registered)],
  );
  const some = (list: { rows: unknown[]; total: number }) =>
    list.rows.length < list.total ? `of the ${exact(list.rows.length)} shown` : undefined;
  const current = registrations.rows.filter((row) => row.current).length;
  const domain = data.mailbox.slice(data.mailbox.indexOf('@') + 1);
  const never = <span className="ink3">never</span>;
  return [
    { label: 'Zones', value: exact(zones.total), note: 'name it in their SOA record' },
    {
      label: 'Registrations',
      value: exact(registrations.total),
      note:
        some(registrations) ??
        (registrations.total === 0 ? 'none is known' : `${exact(current)} still with it`),
    },
    {
      label: 'First in SOA',
      value: firsts.length === 0 ? never : dayOf(Math.min(...firsts)),
      note: some(zones),
    },
    {
      label: 'Last in SOA',
      value: lasts.length === 0 ? never : dayOf(Math.max(...lasts)),
      note: some(zones),
    },
    {
      label: 'Registered between',
      value: created.length === 0 ? never : `${dayOf(Math.min(...created))} – ${dayOf(Math.max(...created))}`,
      note: some(registrations),
    },
    {
      label: 'Its domain',
      value: (
        <PageLink className="mono" href={pages.name(domain)}>
          <Text text={domain} />
        </PageLink>
      ),
    },
  ];
}

/** Where there is nothing to list: what there is beside it. */
export function Nobody({ tab, data }: { tab: string; data: Told }) {
  if (tab === 'zones')
    return (
      <EmptyState title="No SOA record that was seen names it.">
        <p>{counted(data.registrations.total, 'domain')} registered with it stand in the next tab.</p>
      </EmptyState>
    );
  if (tab === 'registrations')
    return (
      <EmptyState title="No domain is known to be registered with it.">
        <p>
          Registrations come in files, with <code>spoor registration import</code>.{' '}
          {counted(data.zones.total, 'zone')} name it in their SOA record.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing is known of this mailbox.">
      <p>
        No SOA record that was seen names it as <code>{data.rname}</code>, and no registration that was
        imported holds it. Its domain may tell more:{' '}
        <PageLink href={pages.name(data.mailbox.slice(data.mailbox.indexOf('@') + 1))}>
          {data.mailbox.slice(data.mailbox.indexOf('@') + 1)}
        </PageLink>
        .
      </p>
    </EmptyState>
  );
}
