// SPDX-License-Identifier: Apache-2.0
// Who registered a domain, in brief, beside its records: whether its SOA record and its registration name the same hand.
import { IconCheck, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { dayOf } from '@/shared/time/time';
import { Card } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { SourceBadge, Text, TimeText } from '@/shared/ui/values';
import { DomainList } from './domain_list';
import { HowToImport } from './how_to_import';
import { LineValue } from './line_values';
import { mailboxQuery, registrationQuery, type Version } from './queries';
import css from './registration.module.css';
import {
  contactWords,
  mailboxesOf,
  type Numbered,
  numbered,
  span,
  told,
  toldBefore,
  withMailbox,
} from './versions';

/** When a domain was first seen in DNS, and by whom. */
export interface SeenFirst {
  time: number;
  source?: string;
}

interface Props {
  /** Registered domain, without its final dot. */
  domain: string;
  seenFirst?: SeenFirst;
  /** Mailboxes of its SOA records, the newest first. */
  soa: string[];
}

export function RegistrationPanel({ domain, seenFirst, soa }: Props) {
  const { data, error, isPending, refetch } = useQuery(registrationQuery(domain));
  const versions = numbered(data?.rows ?? [], data?.total ?? 0);
  const current = versions[0];
  const mailbox = soa[0] ?? (current === undefined ? undefined : mailboxesOf(current.version)[0]);
  const aside =
    current === undefined ? undefined : `${current.version.source}, ${counted(versions.length, 'version')}`;
  return (
    <Card title="Registration" aside={aside} isFlush>
      {error !== null ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton rows={6} />
      ) : current === undefined ? (
        <EmptyState title="No registration of it is known.">
          <HowToImport />
        </EmptyState>
      ) : (
        <Brief versions={versions} current={current.version} seenFirst={seenFirst} soa={soa} />
      )}
      {mailbox === undefined ? null : <SameMailbox mailbox={mailbox} domain={domain} />}
    </Card>
  );
}

function Created({ version, seenFirst }: { version: Version; seenFirst?: SeenFirst }) {
  if (version.registered === undefined) return null;
  const created = Number(version.registered);
  return (
    <>
      <dt>Created</dt>
      <dd>
        <TimeText time={created} />
      </dd>
      {seenFirst === undefined ? null : (
        <>
          <dt>Seen in DNS</dt>
          <dd>
            {span(seenFirst.time - created)} {seenFirst.time >= created ? 'later' : 'before'}{' '}
            {seenFirst.source === undefined ? null : <SourceBadge name={seenFirst.source} />}
          </dd>
        </>
      )}
    </>
  );
}

function Registrant({ version }: { version: Version }) {
  const contact = version.contacts?.registrant;
  const state = told(contact);
  if (contact === undefined) return <span className="ink3">not told</span>;
  if (state === 'withheld')
    return (
      <span className={css.withheld}>
        <IconLock size={14} stroke={1.5} aria-hidden /> withheld
      </span>
    );
  return (
    <>
      <Text text={contactWords(contact)} />
      {contact.mailboxes?.map((mailbox) => (
        <small key={mailbox}>
          <LineValue kind="mailbox" value={mailbox} />
        </small>
      ))}
    </>
  );
}

function Brief({
  versions,
  current,
  seenFirst,
  soa,
}: {
  versions: Numbered[];
  current: Version;
  seenFirst?: SeenFirst;
  soa: string[];
}) {
  const before = toldBefore(versions);
  return (
    <div style={{ padding: 12 }}>
      <dl className={css.pairs}>
        {current.registrar === undefined ? null : (
          <>
            <dt>Registrar</dt>
            <dd>
              <LineValue kind="registrar" value={current.registrar} />
            </dd>
          </>
        )}
        <Created version={current} seenFirst={seenFirst} />
        {current.expires === undefined ? null : (
          <>
            <dt>Expires</dt>
            <dd>{dayOf(Number(current.expires))}</dd>
          </>
        )}
        <dt>Registrant</dt>
        <dd>
          <Registrant version={current} />
        </dd>
        {before === undefined ? null : (
          <>
            <dt>Contact before</dt>
            <dd>
              <LineValue kind="mailbox" value={mailboxesOf(before.version)[0] ?? ''} />
              <small>
                told until <TimeText time={Number(before.version.last_observed)} />, version {before.number}
              </small>
            </dd>
          </>
        )}
      </dl>
      <Agreement versions={versions} soa={soa} />
    </div>
  );
}

/** Whether two independent records name the same mailbox. */
function Agreement({ versions, soa }: { versions: Numbered[]; soa: string[] }) {
  if (soa.length === 0) return null;
  for (const mailbox of soa) {
    const same = withMailbox(versions, mailbox);
    if (same !== undefined)
      return (
        <p className={css.agree}>
          <IconCheck size={15} stroke={2} color="var(--accent)" aria-hidden />
          <span>
            Version {same.number} names the same mailbox as the <b>SOA</b>. Two independent records agree.
          </span>
        </p>
      );
  }
  const others = versions.some(({ version }) => mailboxesOf(version).length > 0);
  return (
    <p className="ink3" style={{ marginTop: 12 }}>
      {others
        ? 'No version names the mailbox of the SOA.'
        : 'No version tells a mailbox that could be held against the SOA.'}
    </p>
  );
}

const most = 12;

function SameMailbox({ mailbox, domain }: { mailbox: string; domain: string }) {
  const { data, error, refetch } = useQuery(mailboxQuery(mailbox));
  const found = data?.registrations;
  return (
    <section aria-label={`Registered with ${mailbox}`}>
      <div className={css.panelHead}>
        <h3>Registered with this mailbox</h3>
        <span>
          {found === undefined ? (
            '…'
          ) : (
            <>
              {exact(found.total)}
              <span className="ink3" style={{ fontWeight: 400 }}>
                {found.reason === 'too_many' ? ', at least' : ', exact'}
              </span>
            </>
          )}
        </span>
      </div>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {found === undefined && error === null ? <Skeleton rows={4} /> : null}
      {found?.total === 0 ? (
        <EmptyState title="No domain was registered with it.">
          <p>
            <PageLink href={pages.mailbox(mailbox)}>The mailbox</PageLink> tells which zones name it in their
            SOA.
          </p>
        </EmptyState>
      ) : null}
      <DomainList
        current={domain}
        domains={(found?.rows ?? []).slice(0, most).map((row) => ({
          domain: row.domain,
          aside: row.registered === undefined ? undefined : dayOf(Number(row.registered)),
          note: row.current ? row.roles?.[0] : 'no longer',
        }))}
      />
      {found === undefined || found.total === 0 ? null : (
        <div className={css.panelFoot}>
          <PageLink href={pages.mailbox(mailbox)}>
            {found.total > most ? `All ${exact(found.total)}, and its zones` : 'The mailbox and its zones'}
          </PageLink>{' '}
          <span className="ink3 mono">
            <Text text={withoutDot(mailbox)} />
          </span>
        </div>
      )}
    </section>
  );
}
