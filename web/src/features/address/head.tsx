// SPDX-License-Identifier: Apache-2.0
// The head of the page: which scopes there are, what the address is, its facts.
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '@/shared/api/client';
import { pages, useAddress, useGo } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { ago } from '@/shared/time/time';
import { type Fact, Facts, Segments } from '@/shared/ui/controls';
import { NameText, Text, TimeText } from '@/shared/ui/values';
import { summaryQuery } from '@/features/records';
import { networkOf, type Subject } from './networks';
import { reverseQuery } from './queries';

type Profile = Schemas['AddressProfile'];
type Summary = Schemas['Summary'];

const countQuery = (q: string) => summaryQuery({ question: { q, in: 'rdata' }, search: { filters: {} } });

/** This address, the networks around it, its AS; each with its records. */
export function Scopes({ text, subject, asn }: { text: string; subject: Subject; asn?: number }) {
  const { one } = useAddress();
  const go = useGo();
  const base = subject.kind === 'address' ? text : (one('address') ?? text.split(/[/-]/)[0] ?? text);
  const around = (subject.family === 4 ? [24, 20] : [64, 48]).flatMap((bits) => {
    const network = networkOf(base, bits);
    return network === undefined ? [] : [{ label: `/${bits}`, text: network }];
  });
  const known = [{ label: 'This address', text: base }, ...around];
  const isKnown = known.some((scope) => scope.text === text);
  const scopes = [
    ...(isKnown ? [] : [{ label: subject.kind === 'range' ? 'This range' : 'This network', text }]),
    ...(isKnown || one('address') !== undefined ? known : []),
  ];
  const counts = useQueries({ queries: scopes.map((scope) => countQuery(scope.text)) });
  return (
    <Segments
      label="Scope"
      value={text}
      segments={[
        ...scopes.map((scope, i) => {
          const data = counts[i]?.data;
          return {
            value: scope.text,
            title: scope.text,
            label: `${scope.label} ${data === undefined ? '' : `${data.complete ? '' : '≥ '}${exact(data.num_results)}`}`,
          };
        }),
        ...(asn === undefined ? [] : [{ value: `AS${asn}`, label: `AS${asn}` }]),
      ]}
      onChange={(value) => {
        if (value === `AS${asn ?? ''}`) go(pages.search(value, 'auto'));
        else go(pages.address(value, value === base ? {} : { address: base }));
      }}
    />
  );
}

const byType = (summary: Summary): string =>
  Object.entries(summary.rows_by_type)
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .slice(0, 3)
    .map(([type, rows]) => `${type} ${exact(Number(rows))}`)
    .join(' · ');

const whenFact = (label: string, time: number | string | undefined): Fact => ({
  label,
  value: time === undefined ? <span className="ink3">never</span> : <TimeText time={Number(time)} />,
  note: time === undefined ? undefined : ago(Number(time)),
});

export function AddressFacts({
  text,
  subject,
  summary,
  profile,
  enrichment,
}: {
  text: string;
  subject: Subject;
  summary?: Summary;
  profile?: Profile;
  enrichment?: Schemas['Enrichment'];
}) {
  const reverse = useQuery({ ...reverseQuery(text), enabled: subject.kind === 'address' });
  const facts = [
    whenFact('First seen', summary?.time_first ?? summary?.zone_time_first),
    whenFact('Last seen', summary?.time_last ?? summary?.zone_time_last),
    networkFact(profile ?? enrichment),
    subject.kind === 'address'
      ? { label: 'Reverse name (PTR)', ...reverseFact(reverse.data?.rows ?? [], reverse.isPending) }
      : sizeFact(subject, profile),
    ...(profile === undefined ? [] : hostedFacts(profile)),
    ...(summary === undefined ? [] : [recordsFact(summary)]),
  ];
  return <Facts label={`Facts of ${text}`} facts={facts} />;
}

const sizeFact = (subject: Subject, profile?: Profile): Fact => ({
  label: 'Addresses',
  value: subject.size.toLocaleString('en-US'),
  note:
    profile === undefined
      ? undefined
      : `${counted(profile.neighbours.addresses, 'address', 'addresses')} with names`,
});

const hostedFacts = (profile: Profile): Fact[] => [
  {
    label: 'Registered domains',
    value: (
      <>
        <b>{exact(profile.domains_30d)}</b> in 30 d · {exact(profile.domains)}
      </>
    ),
    note: `${exact(profile.domains_7d)} active in 7 d`,
  },
  {
    label: 'Names',
    value: <b>{exact(profile.names)}</b>,
    note: `${exact(profile.names_30d)} active in 30 d`,
  },
];

const recordsFact = (summary: Summary): Fact => ({
  label: 'Records',
  value: (
    <b>
      {summary.complete ? '' : 'at least '}
      {exact(summary.num_results)}
    </b>
  ),
  note: byType(summary),
});

const networkFact = (known?: Pick<Profile, 'asn' | 'holder' | 'country'>): Fact => ({
  label: 'Network',
  value: known?.asn === undefined ? <span className="ink3">not known</span> : networkLink(known.asn),
  note: [known?.holder, known?.country].filter((each) => each !== undefined).join(' · ') || undefined,
});

const networkLink = (asn: number): ReactNode => (
  <PageLink href={pages.search(`AS${asn}`, 'auto')} className="mono">
    AS{asn}
  </PageLink>
);

function reverseFact(rows: Schemas['Row'][], isPending: boolean): Pick<Fact, 'value' | 'note'> {
  const [row] = rows;
  if (row === undefined) return { value: <span className="ink3">{isPending ? '…' : 'none seen'}</span> };
  const since = row.time_first ?? row.zone_time_first;
  return {
    value: (
      <PageLink href={pages.name(withoutDot(row.rdata))}>
        <NameText name={row.rdata} />
      </PageLink>
    ),
    note: (
      <>
        {since === undefined ? null : `since ${new Date(Number(since) * 1000).toISOString().slice(0, 10)}`}
        {rows.length > 1 ? <Text text={` · ${rows.length - 1} more`} /> : null}
      </>
    ),
  };
}
