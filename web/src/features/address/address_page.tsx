// SPDX-License-Identifier: Apache-2.0
// An address, a network or a range: who lived there and when, and what a block would take along.
import { IconGitCompare, IconTopologyStar3 } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { ShareButton, UnderstoodLine } from '@/features/ask';
import { AnswerView, summaryQuery } from '@/features/records';
import { Calendar, TimePanel } from '@/features/timeline';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useKeys } from '@/shared/keyboard/keys';
import { pages, useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Question } from '@/shared/question/question';
import { counted, exact } from '@/shared/text/numbers';
import { dayNumber, isDay, shortDay } from '@/shared/time/time';
import { Button, buttonClass, Card, type Tab, Tabs, Tag } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject as Head } from '@/shared/ui/subject';
import { Finding, Text } from '@/shared/ui/values';
import css from './address.module.css';
import { BlockCard, useSuspects } from './block_card';
import { ClassScale } from './class_scale';
import { AddressFacts, Scopes } from './head';
import { Lived } from './lived';
import { NeighbourMap, NeighbourTable } from './neighbours';
import { type Subject, subjectOf } from './networks';
import { hostedSorts, mostAddresses, profileQuery } from './queries';

type Profile = Schemas['AddressProfile'];

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

const enrichmentQuery = (subject: string) =>
  queryOptions({
    queryKey: ['enrichment', subject],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/enrichment', { params: { query: { q: subject } }, signal })),
    staleTime: 60_000,
    retry: false,
  });

const daySeconds = 86_400;
const endOf = (day: number): number => (day + 1) * daySeconds;

/** The profile at the moment of the address of the page: now, a day, or, where nobody is there now, when last seen. */
function useProfile(subject: string, isAsked: boolean, shown: number) {
  const { one } = useAddress();
  const at = one('at');
  const given = at !== undefined && isDay(at) ? endOf(dayNumber(at)) : undefined;
  const sort = hostedSorts.find((each) => each === one('order')) ?? 'last_seen';
  const first = useQuery({ ...profileQuery(subject, given, sort, shown), enabled: isAsked });
  const isDeserted =
    at === undefined &&
    first.data !== undefined &&
    !first.isPlaceholderData &&
    first.data.domains_30d + first.data.possible_30d === 0 &&
    first.data.time_last !== undefined;
  const last = isDeserted ? endOf(Math.floor(Number(first.data.time_last) / daySeconds)) : undefined;
  const then = useQuery({ ...profileQuery(subject, last, sort, shown), enabled: last !== undefined });
  const query = last === undefined ? first : then;
  return { query, at: last ?? given, isThen: last !== undefined, sort };
}

export function AddressPage() {
  const text = useParams({ strict: false, select: (params: { subject?: string }) => params.subject ?? '' });
  const subject = subjectOf(text);
  return subject === undefined ? (
    <NoAddress text={text} />
  ) : (
    <Known key={text} text={text} subject={subject} />
  );
}

function NoAddress({ text }: { text: string }) {
  return (
    <PageBody>
      <Head kind="Address">
        <Text text={text} />
      </Head>
      <EmptyState title="This is no address, network or range">
        <p>
          Expected 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.99 or the like of IPv6. As a text in values it
          can be <PageLink href={pages.search(text, 'rdata')}>searched for</PageLink>.
        </p>
      </EmptyState>
    </PageBody>
  );
}

type TabName = 'lived' | 'records' | 'neighbours' | 'timeline';

function tabsOf(subject: Subject, isProfiled: boolean, profile?: Profile, summary?: Schemas['Summary']) {
  const tabs: Tab<TabName>[] = [
    {
      value: 'records',
      label: 'Records',
      count: summary === undefined ? '…' : exact(summary.num_results),
    },
    { value: 'timeline', label: 'Timeline' },
  ];
  if (!isProfiled) return tabs;
  const beside = subject.family === 4 ? 'Neighbours /24' : 'Neighbours /64';
  tabs.unshift({
    value: 'lived',
    label: 'Who lived here',
    count: profile === undefined ? '…' : exact(profile.domains),
  });
  tabs.splice(2, 0, {
    value: 'neighbours',
    label: subject.kind === 'address' ? beside : 'Addresses',
    count: profile === undefined ? '…' : exact(profile.neighbours.addresses),
  });
  return tabs;
}

function useTabKeys(tabs: Tab<TabName>[], tab: TabName, setTab: (tab: TabName) => void) {
  const step = (by: number) => {
    const at = tabs.findIndex((each) => each.value === tab);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next !== undefined) setTab(next.value);
  };
  useKeys([
    {
      key: ']',
      says: 'next tab',
      run: () => {
        step(1);
      },
    },
    {
      key: '[',
      says: 'tab before',
      run: () => {
        step(-1);
      },
    },
  ]);
}

function Known({ text, subject }: { text: string; subject: Subject }) {
  const { one, set, search } = useAddress();
  const [shown, setShown] = useState(50);
  const question = useMemo((): Question => ({ q: text, in: 'rdata' }), [text]);
  const isProfiled = subject.size <= mostAddresses;
  const summary = useQuery(summaryQuery({ question, search: { filters: {} } }));
  const enrichment = useQuery({ ...enrichmentQuery(text), enabled: subject.kind === 'address' });
  const { query, at, isThen, sort } = useProfile(text, isProfiled, shown);
  const profile = query.data;
  const suspects = useSuspects(profile);
  const asn = profile?.asn ?? enrichment.data?.asn;
  const ip = `IPv${subject.family}`;

  const tabs = tabsOf(subject, isProfiled, profile, summary.data);
  const tab = tabs.find((each) => each.value === one('tab'))?.value ?? tabs[0]?.value ?? 'records';
  const setTab = (value: TabName) => {
    set({ tab: value === tabs[0]?.value ? undefined : value });
  };
  useTabKeys(tabs, tab, setTab);
  return (
    <>
      <UnderstoodLine
        kind={subject.kind === 'address' ? `${ip} address` : `${ip} ${subject.kind}`}
        exact={text}
        scopes={<Scopes text={text} subject={subject} asn={asn} />}
        total={<Total summary={summary.data} names={summary.data?.names ?? profile?.names} />}
      />
      <PageBody>
        <Head
          kind={`${subject.kind} · ${ip}`}
          chips={profile === undefined ? undefined : <Chips profile={profile} isThen={isThen} />}
          actions={
            <>
              <PageLink href={pages.compare({ q: text, in: 'rdata' })} className={buttonClass()}>
                <IconGitCompare {...icon} /> Compare
              </PageLink>
              {subject.kind === 'address' ? (
                <PageLink href={pages.graph({ start: `address:${text}` })} className={buttonClass()}>
                  <IconTopologyStar3 {...icon} /> Graph
                </PageLink>
              ) : null}
              <ShareButton />
            </>
          }
        >
          <Text text={text} />
        </Head>
        <AddressFacts
          text={text}
          subject={subject}
          summary={summary.data}
          profile={profile}
          enrichment={enrichment.data}
        />
        {isProfiled ? null : <TooLarge size={subject.size} />}
        <Tabs label={`About ${text}`} tabs={tabs} value={tab} onChange={setTab}>
          {tab === 'records' ? (
            <AnswerView label={`Records with ${text}`} question={question} />
          ) : (
            <div className={css.split}>
              <div className={css.main}>
                {tab === 'timeline' ? (
                  <TimePanel question={question} search={search} />
                ) : (
                  <Profiled query={query}>
                    {(known) =>
                      tab === 'neighbours' ? (
                        <NeighbourTable neighbours={known.neighbours} />
                      ) : (
                        <Lived
                          question={question}
                          profile={known}
                          at={at}
                          isStale={query.isPlaceholderData}
                          suspects={suspects}
                          sort={sort}
                          shown={shown}
                          setShown={setShown}
                        />
                      )
                    }
                  </Profiled>
                )}
              </div>
              <div className={css.side}>
                {profile === undefined ? null : (
                  <>
                    <BlockCard
                      subject={text}
                      kind={subject.kind}
                      profile={profile}
                      at={at}
                      suspects={suspects}
                    />
                    <ClassScale profile={profile} />
                  </>
                )}
                <Card title="Six months" aside="records a day">
                  <Calendar question={question} search={search} />
                </Card>
                {profile === undefined ? null : (
                  <NeighbourMap neighbours={profile.neighbours} subject={subject} />
                )}
              </div>
            </div>
          )}
        </Tabs>
      </PageBody>
    </>
  );
}

function TooLarge({ size }: { size: bigint }) {
  return (
    <Card title="Too large for a profile">
      <p>
        Who lived here, hosting class and what a block would take along are told of at most 4,096 addresses;
        these are {size.toLocaleString('en-US')}. Below are all their records, with their facets; a smaller
        network has it all.
      </p>
    </Card>
  );
}

/** The profile, or what stands where it is not. */
function Profiled({
  query,
  children,
}: {
  query: ReturnType<typeof useProfile>['query'];
  children: (profile: Profile) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return (
    <Card title="Who lived here">
      {query.error === null ? (
        <Skeleton rows={12} />
      ) : (
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Card>
  );
}

function Total({ summary, names }: { summary?: Schemas['Summary'] & { elapsed: number }; names?: number }) {
  if (summary === undefined) return '…';
  return (
    <>
      <b>
        {summary.complete ? '' : 'at least '}
        {counted(summary.num_results, 'record')}
      </b>
      {names === undefined ? '' : ` · ${counted(names, 'name')}`}
      {summary.complete ? ' · exact' : ' · partial'} · {exact(Math.max(1, summary.elapsed))} ms
    </>
  );
}

const hosts = {
  dedicated: 'Dedicated host',
  small: 'Small host',
  shared: 'Shared host',
  mass: 'Mass host',
} as const;

function Chips({ profile, isThen }: { profile: Profile; isThen: boolean }) {
  const { set } = useAddress();
  const size = profile.size_class;
  return (
    <>
      {profile.addresses === 1 && size in hosts ? (
        <Finding tone="neutral">
          {hosts[size as keyof typeof hosts]} <b>{exact(profile.domains_30d)}</b>
        </Finding>
      ) : null}
      {profile.tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {profile.popular_30d === 0 ? null : (
        <span className="ink3">{counted(profile.popular_30d, 'popular domain')} in 30 d</span>
      )}
      {isThen ? (
        <span className="ink3">
          As of {shortDay(momentDay(profile))}, when it was last seen.{' '}
          <Button
            look="link"
            onClick={() => {
              set({ at: 'now' });
            }}
          >
            As of now
          </Button>
        </span>
      ) : null}
    </>
  );
}

/** The moment is the end of a day. */
const momentDay = (profile: Profile): string =>
  new Date((Number(profile.moment) - 1) * 1000).toISOString().slice(0, 10);
