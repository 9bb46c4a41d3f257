// SPDX-License-Identifier: Apache-2.0
// Two dates, two names or two sources side by side: what came, what went, what stayed, and how sure that is.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api, type Schemas } from '@/shared/api/client';
import { pages, useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { shortSpan } from '@/shared/time/time';
import { Card, FilterChip } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Text } from '@/shared/ui/values';
import css from './compare.module.css';
import { Fate } from './fate';
import { CompareForm } from './form';
import { type Comparing, missing, parametersOf, readComparing, sidesOf, writeComparing } from './question';

const limit = 1000;

const compareQuery = (comparing: Comparing) =>
  queryOptions({
    queryKey: ['compare', parametersOf(comparing, limit)],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/history/compare', {
          params: { query: parametersOf(comparing, limit) as never },
          signal,
        }),
      ),
    enabled: missing(comparing) === undefined,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

export function ComparePage() {
  const { raw, set } = useAddress();
  const comparing = useMemo(() => readComparing(raw), [raw]);
  const isReady = missing(comparing) === undefined;
  return (
    <PageBody>
      <Subject kind="Compare" isWords={!isReady}>
        <Title comparing={comparing} isReady={isReady} />
      </Subject>
      <CompareForm
        key={JSON.stringify(writeComparing(comparing))}
        comparing={comparing}
        onAsk={(next) => {
          set(writeComparing(next));
        }}
      />
      {comparing.types.length === 0 ? null : (
        <div>
          <FilterChip
            label="the types"
            onRemove={() => {
              set({ type: undefined });
            }}
          >
            only {comparing.types.join(', ')}
          </FilterChip>
        </div>
      )}
      {isReady ? <Result comparing={comparing} /> : <Ways />}
    </PageBody>
  );
}

function Title({ comparing, isReady }: { comparing: Comparing; isReady: boolean }) {
  if (!isReady) return 'What came, went and stayed';
  if (comparing.what === 'names')
    return (
      <>
        <Text text={comparing.q} /> · <Text text={comparing.other} />
      </>
    );
  return <Text text={comparing.q} />;
}

function Result({ comparing }: { comparing: Comparing }) {
  const { data, error, isPlaceholderData, refetch } = useQuery(compareQuery(comparing));
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined)
    return (
      <div className={css.columns}>
        {['Came', 'Went', 'Stayed'].map((title) => (
          <Card key={title} title={title} isFlush>
            <Skeleton rows={8} />
          </Card>
        ))}
      </div>
    );
  const [before, after] = sidesOf(comparing);
  const columns: { title: string; sign?: string; fate: Schemas['CompareFate'] }[] =
    comparing.what === 'dates'
      ? [
          { title: 'Came', sign: '+', fate: data.came },
          { title: 'Went', sign: '−', fate: data.went },
          { title: 'Stayed', sign: '=', fate: data.stayed },
        ]
      : [
          { title: `Only ${before}`, fate: data.went },
          { title: `Only ${after}`, fate: data.came },
          { title: 'Both', fate: data.stayed },
        ];
  const total = data.came.total + data.went.total + data.stayed.total;
  return (
    <div
      className={isPlaceholderData ? css.stale : undefined}
      style={{ display: 'flex', flexDirection: 'column', gap: 12 }}
    >
      <Sentence comparing={comparing} data={data} before={before} after={after} />
      <Watch data={data} comparing={comparing} />
      {total === 0 ? (
        <Card title="Nothing on either side">
          <EmptyState title="Neither side saw anything of it">
            <p>
              Other days, a wider question (*.domain in place of a name), or the timeline of{' '}
              <PageLink
                href={
                  comparing.in === 'name'
                    ? pages.name(comparing.q.replace(/^\*\./, ''))
                    : pages.address(comparing.q)
                }
              >
                <Text text={comparing.q} />
              </PageLink>{' '}
              may tell when it was seen.
            </p>
          </EmptyState>
        </Card>
      ) : (
        <div className={css.columns}>
          {columns.map((column, i) => (
            <Fate key={i} {...column} comparing={comparing} isPartial={!data.complete} />
          ))}
        </div>
      )}
    </div>
  );
}

function Sentence({
  comparing,
  data,
  before,
  after,
}: {
  comparing: Comparing;
  data: Schemas['Comparison'];
  before: string;
  after: string;
}) {
  const least = data.complete || data.reason === 'limit' ? '' : 'at least ';
  const count = ({ total }: { total: number }) => <b>{`${least}${exact(total)}`}</b>;
  return (
    <p className={css.sentence} role="status">
      {comparing.what === 'dates' ? (
        <>
          From {before} to {after}: {count(data.came)} came, {count(data.went)} went, {count(data.stayed)}{' '}
          stayed.
        </>
      ) : (
        <>
          {count(data.stayed)} in common; {count(data.went)} only{' '}
          {comparing.what === 'sources' ? 'seen by' : 'of'} <Text text={before} />, {count(data.came)} only{' '}
          {comparing.what === 'sources' ? 'seen by' : 'of'} <Text text={after} />.
        </>
      )}
    </p>
  );
}

/** Where nobody watched, absence says little. */
function Watch({ data, comparing }: { data: Schemas['Comparison']; comparing: Comparing }) {
  const [before, after] = sidesOf(comparing);
  const said = (
    [
      [before, data.before],
      [after, data.after],
    ] as const
  ).filter(([, side]) => side.not_watched.length > 0);
  const reason = data.complete || data.reason === 'limit' ? undefined : data.reason;
  if (said.length === 0 && reason === undefined) return null;
  return (
    <div className={css.watch}>
      {said.map(([name, side]) => (
        <p key={side === data.before ? 0 : 1}>
          <Text text={name} />: nobody watched on{' '}
          {side.not_watched
            .slice(0, 4)
            .map(([first, last]) => shortSpan(first ?? '', last ?? ''))
            .join(', ')}
          {side.not_watched.length > 4 ? ` and ${counted(side.not_watched.length - 4, 'more span')}` : ''}.
          What is missing there may have been there all the same.
        </p>
      ))}
      {reason === undefined ? null : (
        <p>
          Partial: {reason === 'time' ? 'the time was up' : 'the store could not be read on'}. Counts are at
          least.
        </p>
      )}
    </div>
  );
}

/** The first state: what can be compared, each with an example to look at. */
function Ways() {
  return (
    <div className={css.ways}>
      <Card title="Two dates" aside="what changed">
        <Picture before={[0, 1, 3]} after={[1, 2, 3]} names={['1–7 Jul', '8–14 Jul']} />
        <p>
          What a name, a domain or an address had in one span of days, against another. What came and went is
          said to be certain only where somebody watched on all days of the side on which it was not seen.
        </p>
        <p>
          <PageLink
            href={pages.compare({
              q: '*.groupweblogs-gsm1900.com',
              before: '2019-07-10..2019-07-13',
              after: '2019-07-14..2019-07-20',
            })}
          >
            For example: a campaign before and after 14 July 2019
          </PageLink>
        </p>
      </Card>
      <Card title="Two names" aside="what they share">
        <Picture before={[0, 1, 2]} after={[1, 3]} names={['this', 'that']} />
        <p>
          Which addresses, name servers and other values two names have in common, or which names two
          addresses have.
        </p>
        <p>
          <PageLink
            href={pages.compare({ q: 'groupweblogs-gsm1900.com', with: 'cpanel.groupweblogs-gsm1900.com' })}
          >
            For example: a domain and a name below it
          </PageLink>
        </p>
      </Card>
      <Card title="Two sources" aside="who sees what">
        <Picture before={[0, 1, 2, 3]} after={[1, 3]} names={['sensor', 'feed']} />
        <p>
          What a sensor sees of a domain and a partner does not, and the other way round: what each is worth.
        </p>
        <p>
          <PageLink
            href={pages.compare({
              q: '*.groupweblogs-gsm1900.com',
              source: 'resolver',
              with_source: 'partner/A',
            })}
          >
            For example: a resolver and a partner
          </PageLink>
        </p>
      </Card>
    </div>
  );
}

/** Two columns of values, joined where both have one. */
function Picture({ before, after, names }: { before: number[]; after: number[]; names: [string, string] }) {
  const y = (i: number) => 24 + i * 14;
  return (
    <svg className={css.picture} width={240} height={82} aria-hidden>
      <text x={0} y={10} fill="var(--ink3)">
        {names[0]}
      </text>
      <text x={140} y={10} fill="var(--ink3)">
        {names[1]}
      </text>
      {before.map((i) => (
        <rect
          key={i}
          x={0}
          y={y(i)}
          width={100}
          height={9}
          fill={after.includes(i) ? 'var(--bar)' : 'var(--type-mx)'}
        />
      ))}
      {after.map((i) => (
        <rect
          key={i}
          x={140}
          y={y(i)}
          width={100}
          height={9}
          fill={before.includes(i) ? 'var(--bar)' : 'var(--type-ns)'}
        />
      ))}
      {after
        .filter((i) => before.includes(i))
        .map((i) => (
          <line key={i} x1={102} x2={138} y1={y(i) + 4.5} y2={y(i) + 4.5} stroke="var(--line3)" />
        ))}
    </svg>
  );
}
