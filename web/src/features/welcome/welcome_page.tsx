// SPDX-License-Identifier: Apache-2.0
// The first page: how to bring data in while there is none; afterwards what there is, and where to begin.
import { IconBroadcast, IconCheck, IconCircle, IconFileImport, IconPlugConnected } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useKeptQuestions } from '@/features/ask';
import { summaryQuery } from '@/features/records';
import { statusQuery } from '@/features/sources';
import type { Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Question } from '@/shared/question/question';
import { counted, exact, octets } from '@/shared/text/numbers';
import { dayOf } from '@/shared/time/time';
import { Card } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { Text } from '@/shared/ui/values';
import css from './welcome.module.css';

interface Way {
  icon: ReactNode;
  title: string;
  says: string;
  command: string;
  note: string;
}

const icon = { size: 17, stroke: 1.5, 'aria-hidden': true } as const;
const ways: Way[] = [
  {
    icon: <IconBroadcast {...icon} />,
    title: 'Listen',
    says: 'To what resolvers and authorities log, by dnstap, as it comes.',
    command: 'spoor listen --store STORE --source resolver --dnstap unix:/run/spoor.sock',
    note: 'Addresses of clients are never kept.',
  },
  {
    icon: <IconFileImport {...icon} />,
    title: 'Import',
    says: 'Captures, dnstap, C-DNS, Zeek, Suricata, Common Output Format, zone files; also compressed.',
    command: 'spoor import --store STORE --source partner feed.ndjson.gz captures/',
    note: 'Exactly once, whatever is imported twice.',
  },
  {
    icon: <IconPlugConnected {...icon} />,
    title: 'Send it here',
    says: 'The same files over HTTP, to this server, while it answers.',
    command: 'curl --data-binary @capture.pcap URL/api/v1/import?source=resolver',
    note: 'From other machines a key that may import is needed.',
  },
];

function Ways() {
  return (
    <div className={css.ways}>
      {ways.map((way) => (
        <Card
          key={way.title}
          title={
            <span className={css.wayTitle}>
              {way.icon} {way.title}
            </span>
          }
        >
          <p>{way.says}</p>
          <pre className={`${css.command} mono`} tabIndex={0} aria-label={`Command: ${way.title}`}>
            {way.command.replace('URL', location.origin)}
          </pre>
          <p className="ink3">{way.note}</p>
        </Card>
      ))}
    </div>
  );
}

/** The questions of scripts/demo; shown where their answers are. */
const demo: { asks: string; text: string; href: string; question: Question }[] = [
  {
    asks: 'Which names did the phisher use?',
    text: 'webmail.groupweblogs-gsm1900.com',
    href: pages.name('groupweblogs-gsm1900.com', {
      scope: 'below',
      asked: 'webmail.groupweblogs-gsm1900.com',
    }),
    question: { q: '*.groupweblogs-gsm1900.com', in: 'name' },
  },
  {
    asks: 'What else is on his name server?',
    text: 'rreui10.traeumtgerade.de',
    href: pages.name('rreui10.traeumtgerade.de', { scope: 'pointing' }),
    question: { q: 'rreui10.traeumtgerade.de', in: 'rdata' },
  },
  {
    asks: 'Whose zones share one mailbox?',
    text: 'night@desk.anchor-mail.test',
    href: pages.mailbox('night@desk.anchor-mail.test'),
    question: { q: 'night@desk.anchor-mail.test', in: 'rdata' },
  },
];

function DemoQuestions() {
  const counts = useQueries({
    queries: demo.map(({ question }) => summaryQuery({ question, search: { filters: {} } })),
  });
  const rows = counts.map((each) => each.data?.num_results ?? 0);
  if (!rows.some((count) => count > 0)) return null;
  return (
    <Card
      title="Three questions to begin with"
      aside="this store holds the demo: simulated traffic of July 2019"
      isFlush
    >
      <ol>
        {demo.map(({ asks, text, href }, i) => (
          <li key={text}>
            <PageLink href={href} className={css.question}>
              <span className={css.number} aria-hidden>
                {i + 1}
              </span>
              <span>
                <b>{asks}</b>
                <span className="mono">{text}</span>
              </span>
              <span className="ink3">
                {counts[i]?.data === undefined ? '…' : counted(rows[i] ?? 0, 'record')}
              </span>
            </PageLink>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const understands: [text: string, what: string, href: string][] = [
  ['example.com', 'name', pages.name('example.com')],
  ['*.example.org', 'all below', pages.name('example.org', { scope: 'below' })],
  ['www.example.*', 'left part', pages.search('www.example.*', 'name')],
  ['192.0.2.0/24', 'CIDR', pages.address('192.0.2.0/24')],
  ['hostmaster@example.org', 'mailbox', pages.mailbox('hostmaster@example.org')],
  ['/^(login|webmail)[.-]/', 'regex', pages.search('/^(login|webmail)[.-]/', 'name')],
  ['AS64496', 'network', pages.search('*', 'name', { asn: 'AS64496' })],
  ['hxxp://evil[.]example', 'defanged', pages.name('evil.example', { asked: 'hxxp://evil[.]example' })],
];

function Understands() {
  return (
    <section aria-labelledby="understands">
      <h2 id="understands" className={css.heading}>
        One box understands
      </h2>
      <ul className={css.examples}>
        {understands.map(([text, what, href]) => (
          <li key={text}>
            <PageLink href={href} className={css.example}>
              <span className="mono">{text}</span>
              <span className="ink3">{what}</span>
            </PageLink>
          </li>
        ))}
      </ul>
      <p className="ink3">
        Filters stand beside as words: <span className="mono">type:A seen:2019-07-14 -cdn</span>. A pasted
        list is answered line by line. <PageLink href={pages.help()}>More</PageLink>
      </p>
    </section>
  );
}

function Recent() {
  const { list } = useKeptQuestions();
  if (list.length === 0) return null;
  return (
    <Card title="Asked before" aside="in this browser" isFlush>
      <ul>
        {list.slice(0, 8).map(({ text, href, isSaved }) => (
          <li key={text}>
            <PageLink href={href} className={css.question}>
              <span aria-hidden>{isSaved ? '★' : '·'}</span>
              <span className="mono">
                <Text text={text} />
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A fact about the state of things: a tick where it is as one would have it, else a ring. */
function Said({ isGood, children }: { isGood: boolean; children: ReactNode }) {
  const Shape = isGood ? IconCheck : IconCircle;
  return (
    <span className={css.said} data-good={isGood || undefined}>
      <Shape size={13} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

/** The store and the dated lists beside it, in a line. */
function Health({ status }: { status: Schemas['Status'] }) {
  const suffixes = status.enrichment.find((file) => file.kind === 'public-suffixes');
  const networks = status.enrichment.filter((file) => file.kind === 'prefixes' || file.kind === 'mmdb');
  return (
    <p className={css.health}>
      <Said isGood>
        store open, {exact(status.records)} records, {octets(status.bytes)}
      </Said>
      <Said isGood={status.sources.length > 0}>
        {status.sources.length === 0
          ? 'no source has delivered yet'
          : counted(status.sources.length, 'source')}
      </Said>
      {suffixes?.date === undefined ? null : (
        <Said isGood>public suffixes of {dayOf(Number(suffixes.date))}</Said>
      )}
      <Said isGood={networks.length > 0}>
        {networks.length === 0 ? 'no list of networks' : `${counted(networks.length, 'list')} of networks`}
      </Said>
      <PageLink href={pages.reference()}>Point dnsdbq and other clients here</PageLink>
    </p>
  );
}

export function WelcomePage() {
  const { data: status, error, isPending, refetch } = useQuery(statusQuery);
  if (isPending) return <Skeleton rows={6} />;
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const isEmpty = status.records === 0;
  return (
    <div className={css.page}>
      <p className={css.kind}>{isEmpty ? 'First run' : 'Passive DNS'}</p>
      <h1 className={css.title}>
        {isEmpty
          ? 'The store is empty.'
          : `${exact(status.records)} records of ${exact(status.names)} names.`}
      </h1>
      <p className={css.lead}>
        {isEmpty
          ? 'Bring records in by one of these ways; the first answer is there seconds later. Nothing leaves this machine.'
          : 'Ask for a name, an address, a network, a mailbox, a pattern, or paste a list. Nothing is looked up outside while you read.'}
      </p>
      {isEmpty ? <Ways /> : null}
      {isEmpty ? (
        <Card title="Or look at the demo first">
          <p>
            <span className="mono">./scripts/demo</span> simulates eleven days of a resolver’s traffic with a
            phishing campaign in it, imports it, and serves it.
          </p>
        </Card>
      ) : (
        <DemoQuestions />
      )}
      <Recent />
      <Understands />
      <Health status={status} />
    </div>
  );
}
