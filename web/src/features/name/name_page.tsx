// SPDX-License-Identifier: Apache-2.0
// A name: what it resolved to, its other records, what points to it, what stands below it, who registered it, when.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AnswerView, summaryQuery } from '@/features/records';
import { registrationQuery, VersionsView } from '@/features/registration';
import { Calendar, ChangeList, TimePanel } from '@/features/timeline';
import { useTabKeys } from '@/shared/keyboard/tab_keys';
import { useAddress } from '@/shared/question/address';
import { nameQuestion, type Question, type Scope, scopes } from '@/shared/question/question';
import { withoutDot } from '@/shared/text/names';
import { exact } from '@/shared/text/numbers';
import { Card, type Tab, Tabs } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { PageBody } from '@/shared/ui/subject';
import { DnsTab } from './dns_tab';
import css from './name.module.css';
import { countBelow, NameFacts } from './name_facts';
import { NameHead } from './name_head';
import { Nothing } from './nothing';
import { belowQuery, enrichmentQuery, firstQuery } from './queries';
import { useRegistrationEvents } from './registration_events';
import { opensWhole, ResolutionsTab } from './resolutions_tab';
import { NameUnderstood } from './scopes';
import { SubdomainsTab } from './subdomains_tab';
import { addressRows, dnsRows } from './types';

const tabs = ['resolutions', 'dns', 'reverse', 'subdomains', 'registration', 'timeline'] as const;
type TabName = (typeof tabs)[number];

const week = 7 * 86_400;
const everything = { filters: {} };

/** What a change of tab or scope leaves behind: filters and order of a table that is no longer there. */
const leftBehind = {
  types: undefined,
  type: undefined,
  not_type: undefined,
  sort: undefined,
  columns: undefined,
  open: undefined,
  expanded: undefined,
};

/** Scope and tab of the address. What points to the name is a scope and a tab of its own, one for the other. */
function usePlace() {
  const { one, set } = useAddress();
  const scope: Scope = scopes.find((each) => each === one('scope')) ?? 'below';
  const asked = tabs.find((each) => each === one('tab'));
  const tab: TabName = scope === 'pointing' ? 'reverse' : (asked ?? 'resolutions');
  return {
    tab,
    scope: tab === 'reverse' ? 'pointing' : scope,
    setTab: (next: TabName) => {
      set({
        ...leftBehind,
        scope: next === 'reverse' ? 'pointing' : scope === 'pointing' ? undefined : one('scope'),
        tab: next === 'reverse' || next === 'resolutions' ? undefined : next,
      });
    },
    setScope: (next: Scope) => {
      set({
        ...leftBehind,
        scope: next === 'below' ? undefined : next,
        tab: next === 'pointing' || tab === 'reverse' ? undefined : one('tab'),
      });
    },
  };
}

export function NamePage({ name: told }: { name: string }) {
  const name = withoutDot(told).toLowerCase();
  const { tab, scope, setTab, setScope } = usePlace();
  const { data: enrichment } = useQuery(enrichmentQuery(name));
  const registered =
    enrichment?.registered_domain === undefined ? undefined : withoutDot(enrichment.registered_domain);
  const suffix = enrichment?.suffix;
  const recordScope = scope === 'pointing' ? 'below' : scope;
  const question = nameQuestion(name, recordScope, suffix);
  const { data: first, error } = useQuery(firstQuery(question));
  const lastSeen = first?.first === undefined ? undefined : Number(first.first.time_last);
  // Of what was never seen nothing is new.
  const newAfter = first === undefined ? undefined : Math.max(1, (lastSeen ?? week + 1) - week);
  const { data: below } = useQuery(belowQuery(name, newAfter));
  useTabKeys(tabs, tab, setTab);
  return (
    <>
      <NameUnderstood
        name={name}
        isDomain={registered === name}
        suffix={suffix}
        scope={scope}
        onScope={setScope}
      />
      <PageBody>
        <NameHead
          name={name}
          registered={registered}
          enrichment={enrichment}
          first={first?.first}
          asked={wordsOf(question)}
        />
        <NameFacts
          name={name}
          registered={registered}
          first={first}
          below={below}
          hasFailed={error !== null}
        />
        <Tabs
          label={`About ${name}`}
          value={tab}
          tabs={useTabList(name, question, registered, below === undefined ? undefined : below.tree)}
          onChange={setTab}
        >
          <TabBody
            tab={tab}
            name={name}
            registered={registered}
            scope={recordScope}
            question={question}
            first={first}
          />
        </Tabs>
      </PageBody>
    </>
  );
}

const wordsOf = ({ q, in: place }: Question): string => (place === 'rdata' ? `has:${q}` : q);

function useTabList(
  name: string,
  question: Question,
  registered: string | undefined,
  tree: Parameters<typeof countBelow>[0] | undefined,
): Tab<TabName>[] {
  const { data: summary, isError } = useQuery(summaryQuery({ question, search: everything }));
  // As its tab shows them: sources merged.
  const { data: merged } = useQuery(summaryQuery({ question, search: everything }, 'bailiwicks'));
  const { data: pointing } = useQuery(
    summaryQuery({ question: nameQuestion(name, 'pointing'), search: everything }),
  );
  const { data: registration } = useQuery(registrationQuery(registered));
  const text = (count: number | undefined, isExact = true) =>
    count === undefined ? (isError ? undefined : '…') : `${isExact ? '' : 'at least '}${exact(count)}`;
  const rows = summary?.rows_by_type;
  const resolutions =
    summary === undefined || rows === undefined
      ? undefined
      : opensWhole(summary)
        ? summary.num_results
        : addressRows(rows);
  return [
    { value: 'resolutions', label: 'Resolutions', count: text(resolutions, summary?.complete) },
    {
      value: 'dns',
      label: 'DNS',
      count: text(merged === undefined ? undefined : dnsRows(merged.rows_by_type), merged?.complete),
    },
    { value: 'reverse', label: 'Reverse', count: text(pointing?.num_results, pointing?.complete) },
    {
      value: 'subdomains',
      label: 'Subdomains',
      count: text(tree === undefined ? undefined : countBelow(tree)),
    },
    {
      value: 'registration',
      label: 'Registration',
      // Of a domain whose registration nobody brought in none is known, which is no count.
      count: registered === undefined || registration?.total === 0 ? '–' : text(registration?.total),
    },
    { value: 'timeline', label: 'Timeline' },
  ];
}

interface BodyProps {
  tab: TabName;
  name: string;
  registered?: string;
  scope: Scope;
  question: Question;
  first?: Parameters<typeof DnsTab>[0]['first'];
}

function TabBody({ tab, name, registered, scope, question, first }: BodyProps): ReactNode {
  switch (tab) {
    case 'resolutions':
      return <ResolutionsTab name={name} question={question} />;
    case 'dns':
      return <DnsTab name={name} registered={registered} scope={scope} question={question} first={first} />;
    case 'reverse':
      return (
        <AnswerView
          label={`Records that point to ${name}`}
          question={nameQuestion(name, 'pointing')}
          empty={<Nothing name={name} what="A record that points to it" />}
        />
      );
    case 'subdomains':
      return <SubdomainsTab name={name} lastSeen={first?.first?.time_last} />;
    case 'registration':
      return registered === undefined ? (
        <EmptyState title="Nobody registers a public suffix.">
          <p>Registrations are of the domains one label below it.</p>
        </EmptyState>
      ) : (
        <VersionsView domain={registered} />
      );
    case 'timeline':
      return <TimelineTab question={question} registered={registered} />;
  }
}

function TimelineTab({ question, registered }: { question: Question; registered?: string }) {
  const { search } = useAddress();
  const events = useRegistrationEvents(registered);
  return (
    <div className={css.stack}>
      <TimePanel question={question} search={search} />
      <div className={css.beside}>
        <Card title="Half a year, day by day">
          <Calendar question={question} search={search} />
        </Card>
        <ChangeList question={question} search={search} others={events} />
      </div>
    </div>
  );
}
