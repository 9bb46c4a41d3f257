// SPDX-License-Identifier: Apache-2.0
// Everything that is no single name, address or mailbox: patterns, texts, raw values, networks by number, countries.
import { Popover } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconRegex } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { askQuery, SaveButton, ShareButton, UnderstoodLine, WrongNote } from '@/features/ask';
import { AnswerView, facetsQuery, summaryQuery, useAnswerState } from '@/features/records';
import type { Schemas } from '@/shared/api/client';
import { pageOfQuery, type RawSearch, useAddress, useGo } from '@/shared/question/address';
import type { Place, Question } from '@/shared/question/question';
import { toggled } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { dayOf, shortSpan } from '@/shared/time/time';
import { Button, Card, Facts, Segments, Tabs } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Finding, Text } from '@/shared/ui/values';
import { type Half, halves, placeOf, type Where } from './both';
import { FirstSeenStrip } from './first_seen_strip';
import { type Kind, kindOf } from './kinds';
import { markOf, patternKind } from './pattern';
import { PatternHelp } from './pattern_help';
import css from './search.module.css';
import { isPartial, totalsQuery } from './queries';
import { DomainList, NameList } from './rolled_up';

export function SearchPage() {
  const { one } = useAddress();
  const q = one('q') ?? '';
  const isPattern = patternKind(q) !== undefined;
  const asked = placeOf(one('in'), one('half'), isPattern);
  if (q === '') return <NothingAsked />;
  if (asked === undefined) return <Understand q={q} />;
  return isPattern ? <Pattern q={q} {...asked} /> : <Answer q={q} {...asked} />;
}

function NothingAsked() {
  return (
    <PageBody>
      <EmptyState title="Ask in the box above: a pattern, a text, a network by its number, a country.">
        <p>Patterns are looked for in every name, or in every answer, with rows, times and counts at once.</p>
      </EmptyState>
      <Card title="How patterns are written">
        <PatternHelp />
      </Card>
    </PageBody>
  );
}

/** An address without a place: the server says what it is, and the page of that is shown instead. */
function Understand({ q }: { q: string }) {
  const go = useGo();
  const { raw } = useAddress();
  const { data, error, refetch } = useQuery(askQuery(q));
  const [understood] = data?.understood ?? [];
  useEffect(() => {
    if (understood === undefined) return;
    const rest: RawSearch = Object.fromEntries(
      Object.entries(raw).filter(([name]) => name !== 'q' && name !== 'in'),
    );
    go(pageOfQuery(understood.query, understood.filters, { ...rest, asked: q }), true);
  }, [understood, raw, go, q]);
  const wrong = data?.errors[0];
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (wrong !== undefined) return <Wrong q={q} offset={wrong.offset} detail={wrong.detail} />;
  return (
    <PageBody>
      <Skeleton rows={8} />
    </PageBody>
  );
}

function Wrong({ q, offset, detail }: { q: string; offset: number; detail: string }) {
  return (
    <PageBody>
      <Card title="This cannot be asked">
        <WrongNote wrong={{ text: q, offset, detail }} />
      </Card>
      <Card title="How patterns are written">
        <PatternHelp />
      </Card>
    </PageBody>
  );
}

type View = 'rows' | 'names' | 'domains';
const views: View[] = ['rows', 'names', 'domains'];
type Totals = UseQueryResult<Schemas['Groups'] & { elapsed: number }>;

/** A pattern is read first: only the box's reader tells the place of a fault, and what is wrong is not asked. */
function Pattern({ q, ...where }: { q: string; where: Where; place: Place }) {
  const { data, isPending } = useQuery(askQuery(q));
  const fault = data?.errors[0];
  if (isPending)
    return (
      <PageBody>
        <Skeleton rows={8} />
      </PageBody>
    );
  if (fault !== undefined) return <Wrong q={q} offset={fault.offset} detail={fault.detail} />;
  return <Answer q={q} {...where} />;
}

function Answer({ q, where, place }: { q: string; where: Where; place: Place }) {
  const { one, set } = useAddress();
  const question: Question = { q, in: place };
  const state = useAnswerState(question);
  const { asked, order, search, setSearch } = state;
  const isBoth = where === 'both';
  const totals = useQuery(totalsQuery(asked, order.merge));
  const elsewhere = useQuery({
    ...totalsQuery({ ...asked, question: { q, in: place === 'name' ? 'rdata' : 'name' } }, order.merge),
    enabled: isBoth,
  });
  const ofHalf = {
    name: place === 'name' ? totals : elsewhere,
    rdata: place === 'name' ? elsewhere : totals,
  };
  const kind = kindOf(question, search);
  const mark = useMemo(() => markOf(q), [q]);

  const view = views.find((each) => each === one('view')) ?? 'rows';
  const drawing = place === 'name' ? { mark } : { markRdata: mark };
  const lists = { asked, merge: order.merge, mark: drawing.mark };
  const answer = (
    <AnswerView
      label={`Records that match ${q}`}
      question={question}
      drawing={drawing}
      above={<FirstSeenStrip asked={asked} merge={order.merge} onChange={setSearch} />}
      tools={
        <>
          <ViewChoice
            view={view}
            totals={totals.data}
            onChange={(value) => {
              set({ view: value === 'rows' ? undefined : value });
            }}
          />
          {totals.data === undefined ? null : <Suggestion state={state} total={totals.data.num_results} />}
        </>
      }
      instead={
        view === 'names' ? (
          <NameList {...lists} />
        ) : view === 'domains' ? (
          <DomainList {...lists} />
        ) : undefined
      }
      empty={
        <EmptyState title="Nothing in the store matches.">
          <p>
            {!kind.isPattern || isBoth
              ? 'Try it shorter, or under another form.'
              : `It was looked for in ${halfWords[place === 'name' ? 'name' : 'rdata']}. Above it can be looked for in both.`}
          </p>
        </EmptyState>
      }
    />
  );
  return (
    <>
      <UnderstoodLine
        kind={kind.title}
        exact={kind.exact}
        scopes={
          kind.isPattern ? (
            <Segments
              label="Where it is looked for"
              value={where}
              segments={[
                { value: 'name', label: 'Names asked' },
                { value: 'rdata', label: 'Answers' },
                { value: 'both', label: 'Both' },
              ]}
              onChange={(value) => {
                set({ in: value, half: value === 'both' && place === 'rdata' ? 'rdata' : undefined });
              }}
            />
          ) : undefined
        }
        total={kind.isPattern ? 'no back references: linear time · case is ignored' : ''}
      />
      <PageBody>
        <Subject
          kind={`Search · ${kind.title}`}
          isWords
          actions={
            <>
              <SaveButton asked={place === 'name' || !kind.isPattern ? q : `${q} in:${place}`} />
              {kind.isPattern ? <SyntaxHelp /> : null}
              <ShareButton />
            </>
          }
        >
          {isBoth ? <BothSentence totals={ofHalf} /> : <Sentence totals={totals} />}
        </Subject>
        <About state={state} totals={totals} kind={kind} place={place} isMarked={mark !== undefined} />
        {isBoth ? (
          <Tabs
            label="Matched in"
            value={place === 'name' ? 'name' : 'rdata'}
            tabs={halves.map((half) => ({
              value: half,
              label: half === 'name' ? 'Matched in the name asked' : 'Matched in the answer',
              count: countOf(ofHalf[half]),
            }))}
            onChange={(half) => {
              set({ half: half === 'name' ? undefined : half });
            }}
          >
            {answer}
          </Tabs>
        ) : (
          answer
        )}
      </PageBody>
    </>
  );
}

const SyntaxHelp = () => (
  <Popover position="bottom-end" transitionProps={{ duration: 0 }} width={520} trapFocus>
    <Popover.Target>
      <Button>
        <IconRegex size={15} stroke={1.5} aria-hidden /> Syntax
      </Button>
    </Popover.Target>
    <Popover.Dropdown className={css.popover}>
      <PatternHelp />
    </Popover.Dropdown>
  </Popover>
);

const halfWords: Record<Half, string> = { name: 'names asked', rdata: 'answers' };

const countOf = ({ data, error }: Totals): string =>
  data === undefined
    ? error === null
      ? '…'
      : 'no total'
    : `${isPartial(data) ? 'at least ' : ''}${exact(data.num_results)}`;

/** Two questions side by side: what matches in both its name and its answer is counted by each. */
function BothSentence({ totals }: { totals: Record<Half, Totals> }) {
  return (
    <span role="status">
      <b>{countOf(totals.name)}</b> records <span className="ink2">by the name asked,</span>{' '}
      <b>{countOf(totals.rdata)}</b> <span className="ink2">by the answer</span>
    </span>
  );
}

function Sentence({ totals: { data, error } }: { totals: Totals }) {
  if (data === undefined) return <span className="ink3">{error === null ? 'Reading…' : 'No total'}</span>;
  const plural = (count: number, word: string) => (count === 1 ? word : `${word}s`);
  return (
    <span role="status">
      {isPartial(data) ? 'at least ' : ''}
      <b>{exact(data.num_results)}</b> {plural(data.num_results, 'record')} <span className="ink2">in</span>{' '}
      <b>{exact(data.names)}</b> {plural(data.names, 'name')} <span className="ink2">under</span>{' '}
      <b>{exact(data.num_groups)}</b> registered {plural(data.num_groups, 'domain')}
    </span>
  );
}

function ViewChoice({
  view,
  totals,
  onChange,
}: {
  view: View;
  totals?: Schemas['Groups'];
  onChange: (view: View) => void;
}) {
  const count = (number: number | undefined) => (number === undefined ? '' : ` ${exact(number)}`);
  return (
    <Segments
      label="Shown as"
      value={view}
      segments={[
        { value: 'rows', label: `Rows${count(totals?.num_results)}` },
        { value: 'names', label: `Names${count(totals?.names)}` },
        { value: 'domains', label: `Domains${count(totals?.num_groups)}` },
      ]}
      onChange={onChange}
    />
  );
}

const howOf = (kind: Kind, place: Place): string => {
  if (kind.isPattern) return place === 'name' ? 'names as a whole, dots and all' : 'answers as text';
  return place === 'raw' ? 'answers by their octets' : 'by index';
};

function About({
  state: { asked, order },
  totals: { data },
  kind,
  place,
  isMarked,
}: {
  state: ReturnType<typeof useAnswerState>;
  totals: Totals;
  kind: Kind;
  place: Place;
  isMarked: boolean;
}) {
  const summary = useQuery(summaryQuery(asked)).data;
  const first = Number(summary?.time_first ?? summary?.zone_time_first ?? 0);
  const last = Number(summary?.time_last ?? summary?.zone_time_last ?? 0);
  const total =
    data === undefined ? (
      '…'
    ) : (
      <Finding tone={isPartial(data) ? 'warn' : 'ok'}>
        {isPartial(data) ? 'partial: the time was up' : 'exact'}
      </Finding>
    );
  return (
    <Facts
      label="About the answer"
      facts={[
        {
          label: 'Total',
          value: total,
          note: order.merge === 'sources' ? 'sources merged' : 'a record per source',
        },
        {
          label: 'Time',
          value: data === undefined ? '…' : `${exact(Math.max(1, data.elapsed))} ms`,
          note: 'for these totals, with the network',
        },
        {
          label: 'Seen',
          value: first === 0 ? '–' : shortSpan(dayOf(first), dayOf(last)),
          note: 'from the first to the last time',
        },
        {
          label: 'How',
          value: howOf(kind, place),
          note: !kind.isPattern
            ? 'exactly as asked'
            : isMarked
              ? 'matches are marked'
              : 'matches cannot be marked here',
        },
      ]}
    />
  );
}

/** Leaving out what is popular or shared, with what would be left. */
function Suggestion({ state, total }: { state: ReturnType<typeof useAnswerState>; total: number }) {
  const { asked, order, search, setSearch } = state;
  const { data } = useQuery(facetsQuery(asked, ['tag'], order.merge));
  const [most] = (data?.facets.tag?.values ?? []).filter(
    ({ value, rows }) => (value === 'popular' || value === 'cdn' || value === 'parking') && rows < total,
  );
  if (most === undefined || data?.complete !== true || search.filters.tag !== undefined) return null;
  return (
    <Button
      isSmall
      className={css.suggestion}
      onClick={() => {
        setSearch(toggled(search, 'not_tag', most.value));
      }}
    >
      exclude{' '}
      <b>
        <Text text={most.value} />
      </b>{' '}
      {exact(total)} → {exact(total - most.rows)}
    </Button>
  );
}
