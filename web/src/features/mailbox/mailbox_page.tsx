// SPDX-License-Identifier: Apache-2.0
// A mailbox: the zones whose SOA record names it, the domains that were registered with it, and where those live.
// With `field` the same of another value of a registration: an organization, a telephone, a registrar.
import { IconTopologyStar3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { SaveButton, ShareButton, UnderstoodLine } from '@/features/ask';
import { AnswerView } from '@/features/records';
import { fields, mailboxQuery } from '@/features/registration';
import type { Schemas } from '@/shared/api/client';
import { useTabKeys } from '@/shared/keyboard/tab_keys';
import { pages, useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { buttonClass, Facts, type Tab, Tabs } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Text } from '@/shared/ui/values';
import { DomainTable } from './domain_table';
import { type Domain, joined } from './domains';
import { FieldPage } from './field_page';
import { isCounted, mostRows, SameHand, useLimit } from './fields';
import { factsOf, Nobody } from './mailbox_facts';

const tabs = ['domains', 'zones', 'registrations', 'records'] as const;
type TabName = (typeof tabs)[number];
type Told = Schemas['Mailbox'];

export function MailboxPage() {
  const subject = useParams({
    strict: false,
    select: (params: { subject?: string }) => params.subject ?? '',
  });
  const asked = useAddress().one('field');
  const field = fields.find((each) => each === asked) ?? 'mailbox';
  return field === 'mailbox' ? (
    <Mailbox key={subject} mailbox={subject} />
  ) : (
    <FieldPage key={`${field} ${subject}`} field={field} value={subject} />
  );
}

function Mailbox({ mailbox }: { mailbox: string }) {
  const { one, set } = useAddress();
  const { data, error, isPlaceholderData, refetch } = useQuery(mailboxQuery(mailbox, useLimit()));
  const tab = tabs.find((each) => each === one('tab')) ?? 'domains';
  const go = (next: TabName) => {
    set({ tab: next === 'domains' ? undefined : next, sort: undefined });
  };
  useTabKeys(tabs, tab, go);
  const domains = joined(data?.registrations.rows ?? [], data?.zones.rows ?? []);
  const told = data?.mailbox ?? mailbox;
  return (
    <>
      <UnderstoodLine kind="mailbox" exact={told} total={<Total data={data} hasFailed={error !== null} />} />
      <PageBody>
        <Subject
          kind="Mailbox"
          below={data === undefined ? undefined : <Rname rname={data.rname} />}
          actions={
            <>
              <SaveButton asked={told} />
              <PageLink className={buttonClass()} href={pages.graph({ start: `mailbox:${told}` })}>
                <IconTopologyStar3 size={15} stroke={1.5} aria-hidden /> Graph
              </PageLink>
              <ShareButton />
            </>
          }
        >
          <Text text={told} />
        </Subject>
        {error !== null ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <>
            <Facts label="In brief" facts={factsOf(data)} />
            <SameHand rows={data?.registrations.rows ?? []} isAll={data === undefined || isWhole(data)} />
            <Tabs
              label="What the mailbox stands for"
              value={tab}
              tabs={tabList(data, domains.length)}
              onChange={go}
            >
              {tab === 'records' ? (
                <AnswerView label={`Records that hold ${told}`} question={{ q: told, in: 'rdata' }} />
              ) : data === undefined ? (
                <Skeleton rows={10} />
              ) : (
                <Domains tab={tab} data={data} domains={domains} isStale={isPlaceholderData} />
              )}
            </Tabs>
          </>
        )}
      </PageBody>
    </>
  );
}

const Rname = ({ rname }: { rname: string }) => (
  <p className="ink2">
    in SOA records{' '}
    <span className="mono">
      <Text text={rname} />
    </span>
  </p>
);

function Total({ data, hasFailed }: { data?: Told; hasFailed: boolean }) {
  if (data === undefined) return hasFailed ? 'no answer' : '…';
  const { zones, registrations } = data;
  return (
    <>
      SOA of <b>{counted(zones.total, 'zone')}</b> · registrant of{' '}
      <b>{counted(registrations.total, 'domain')}</b>
      {isCounted(zones) && isCounted(registrations) ? ' · exact' : ' · at least'}
    </>
  );
}

/** Only what both halves tell whole can be counted together. */
const isWhole = ({ registrations, zones }: Told): boolean =>
  registrations.total === registrations.rows.length && zones.total === zones.rows.length;

function tabList(data: Told | undefined, domains: number): Tab<TabName>[] {
  const count = (part: { total: number } | undefined) => (part === undefined ? '…' : exact(part.total));
  return [
    {
      value: 'domains',
      label: 'Domains',
      count: data === undefined ? '…' : `${isWhole(data) ? '' : 'at least '}${exact(domains)}`,
    },
    { value: 'zones', label: 'Zones (SOA)', count: count(data?.zones) },
    { value: 'registrations', label: 'Registrations', count: count(data?.registrations) },
    { value: 'records', label: 'Records' },
  ];
}

/** What a tab lists: which of the domains, how many there are in all, how many of those were not read. */
function listOf(tab: TabName, { zones, registrations }: Told, domains: Domain[]) {
  const zonesLeft = zones.total - zones.rows.length;
  const registrationsLeft = registrations.total - registrations.rows.length;
  switch (tab) {
    case 'zones':
      return {
        label: 'Zones whose SOA names the mailbox',
        shown: domains.filter(({ zone }) => zone !== undefined),
        columns: 'zones' as const,
        total: zones.total,
        left: zonesLeft,
      };
    case 'registrations':
      return {
        label: 'Domains registered with the mailbox',
        shown: domains.filter(({ isCurrent }) => isCurrent !== undefined),
        columns: 'registrations' as const,
        total: registrations.total,
        left: registrationsLeft,
      };
    default:
      return {
        label: 'Domains of the mailbox',
        shown: domains,
        columns: 'all' as const,
        left: Math.max(zonesLeft, registrationsLeft),
      };
  }
}

function Domains({
  tab,
  data,
  domains,
  isStale,
}: {
  tab: TabName;
  data: Told;
  domains: Domain[];
  isStale: boolean;
}) {
  const { set } = useAddress();
  const { shown, ...list } = listOf(tab, data, domains);
  const read = Math.max(data.registrations.rows.length, data.zones.rows.length);
  if (shown.length === 0) return <Nobody tab={tab} data={data} />;
  return (
    <DomainTable
      {...list}
      domains={shown}
      isStale={isStale}
      onAll={
        list.left > 0 && read < mostRows
          ? () => {
              set({ rows: 'all' }, true);
            }
          : undefined
      }
    />
  );
}
