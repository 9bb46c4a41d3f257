// SPDX-License-Identifier: Apache-2.0
// Who delivers, how far behind, and everything dropped on the way, by reason; how the store grows.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import { counted, exact, octets } from '@/shared/text/numbers';
import { Card, classes, type Fact, Facts } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Finding, SourceBadge, SourceName, Text, TimeText, type Tone } from '@/shared/ui/values';
import { adviceOf, type DropKind, kindTitles } from './advice';
import { paceOf } from './growth';
import { GrowthCard } from './growth_card';
import { deliveriesQuery, sourcesQuery } from './queries';
import { droppedBy, lagText, type Reason, reasonsOf } from './reasons';
import css from './sources.module.css';
import { Trend } from './trend';

type Source = Schemas['SourceDeliveries'];

/** Loss first in colour, then what was refused as a guard; what is left out by design is quiet. */
const colors: Record<DropKind, string> = {
  lost: 'var(--bad)',
  guarded: 'var(--warn)',
  left: 'var(--bar)',
};
const colorOf = (reason: string): string => colors[adviceOf(reason)?.kind ?? 'guarded'];

/** Parts of what was dropped, the largest first, in falling strength. */
function ReasonBar({ reasons }: { reasons: Reason[] }) {
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return <span className="ink3">nothing</span>;
  return (
    <span
      className={css.reasonBar}
      role="img"
      aria-label={reasons.map(({ reason, count }) => `${reason} ${count}`).join(', ')}
    >
      {reasons.map(({ what, reason, count }) => (
        <span
          key={`${what} ${reason}`}
          title={`${reason}: ${exact(count)}`}
          style={{ flexGrow: count, background: colorOf(reason) }}
        />
      ))}
    </span>
  );
}

function stateOf(source: Source): { tone: Tone; word: string } {
  if (source.last_delivery === undefined) return { tone: 'neutral', word: 'nothing recorded' };
  if (['broken off', 'refused', 'unknown format'].includes(source.last_delivery.outcome))
    return { tone: 'warn', word: source.last_delivery.outcome };
  return { tone: 'ok', word: 'read whole' };
}

function SourceRow({
  source,
  isChosen,
  onChoose,
}: {
  source: Source;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const state = stateOf(source);
  // Only what hears both sides can tell whether a response was asked for.
  const isListening = source.queries > 0;
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} className={css.choose} onClick={onChoose}>
          <SourceName name={source.name} />
        </button>
        {whereOf(source) === '' ? null : (
          <span className={css.where} title={source.notes}>
            <Text text={whereOf(source)} />
          </span>
        )}
      </th>
      <td>{source.kind}</td>
      <td>
        <Marking tlp={source.tlp} />
      </td>
      <td>
        <Finding tone={state.tone}>{state.word}</Finding>
      </td>
      <td className={css.trend}>
        <Trend
          label={`Records by day of ${source.name}`}
          values={source.recent.map(({ day, records }) => ({ label: day, value: records }))}
        />
      </td>
      <td className={css.number}>{rateOf(source)}</td>
      <td className={css.number}>{source.lag === undefined ? '–' : lagText(source.lag)}</td>
      <td className={css.number}>{exact(source.records)}</td>
      <td className={css.number} title={isListening ? `${exact(source.matched)} responses` : undefined}>
        {isListening ? shareText(source.matched, source.matched + source.unmatched) : '–'}
      </td>
      <td className={css.number}>{isListening ? exact(source.unmatched) : '–'}</td>
      <td className={css.number}>{exact(droppedBy(source))}</td>
      <td className={css.barCell}>
        <ReasonBar reasons={reasonsOf(source)} />
      </td>
    </tr>
  );
}

/** Where it watches, and whose it is. */
const whereOf = ({ position, owner }: Source): string =>
  [position, owner].filter((each) => each !== undefined).join(', ');

/** How far what it told may travel (Traffic Light Protocol 2.0). */
const Marking = ({ tlp }: { tlp: Source['tlp'] }) => (
  <span className={css.marking}>TLP:{tlp.toUpperCase()}</span>
);

/** Records on an average day of those that stand in its data. */
function rateOf({ recent }: Source): string {
  if (recent.length === 0) return '–';
  return exact(recent.reduce((sum, { records }) => sum + records, 0) / recent.length);
}

function Opened({ source, growth }: { source: Source; growth: ReactNode }) {
  const reasons = reasonsOf(source);
  const total = droppedBy(source);
  return (
    <div className={css.opened}>
      <Card
        title={
          <>
            <SourceBadge name={source.name} /> Everything dropped, by reason
          </>
        }
        aside={`${counted(total, 'drop')} · ${exact(source.records)} records taken`}
        isFlush
      >
        {reasons.length === 0 ? (
          <EmptyState title="Nothing was dropped." />
        ) : (
          <div className={css.wide} tabIndex={0} role="region" aria-label={`Drops of ${source.name}`}>
            <table className={classes(css.table, css.reasons)}>
              <thead className="visually-hidden">
                <tr>
                  <th scope="col">Reason</th>
                  <th scope="col">Count</th>
                  <th scope="col">Share</th>
                  <th scope="col">What it means</th>
                </tr>
              </thead>
              <tbody>
                {reasons.map((reason) => (
                  <ReasonRow key={`${reason.what} ${reason.reason}`} reason={reason} total={total} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className={css.key}>
          {(Object.keys(kindTitles) as DropKind[]).map((kind) => (
            <span key={kind}>
              <span className={css.square} style={{ background: colors[kind] }} /> {kindTitles[kind]}
            </span>
          ))}
        </p>
      </Card>
      {growth}
    </div>
  );
}

function ReasonRow({ reason: { what, reason, count }, total }: { reason: Reason; total: number }) {
  return (
    <tr>
      <th scope="row">
        <span className={css.square} style={{ background: colorOf(reason) }} aria-hidden />{' '}
        <Text text={reason} /> <span className="ink3">{what}</span>
      </th>
      <td className={css.number}>
        <b>{exact(count)}</b>
      </td>
      <td className={css.number}>{shareText(count, total)}</td>
      <td className={css.advice}>{adviceOf(reason)?.says}</td>
    </tr>
  );
}

function Deliveries({ source }: { source: Source }) {
  const { data, error, refetch } = useQuery(deliveriesQuery(source.name));
  return (
    <Card
      title={`Deliveries of ${source.name}`}
      aside={data === undefined ? '…' : `newest ${exact(data.returned)} of ${exact(data.total)}`}
      isFlush
    >
      {error !== null ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton rows={4} />
      ) : (
        <div className={css.scroll} tabIndex={0} role="region" aria-label={`Deliveries of ${source.name}`}>
          <table className={css.table}>
            <thead>
              <tr>
                {['When', 'Input', 'Format', 'Outcome'].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                <th scope="col" className={css.number}>
                  Records
                </th>
                <th scope="col" className={css.number}>
                  Size
                </th>
              </tr>
            </thead>
            <tbody>
              {data.deliveries.map((delivery) => (
                <tr key={`${delivery.started} ${delivery.input}`}>
                  <td>
                    <TimeText time={Number(delivery.finished)} />
                  </td>
                  <td className="mono">
                    <Text text={delivery.input} />
                  </td>
                  <td>{delivery.format}</td>
                  <td>{delivery.outcome}</td>
                  <td className={css.number}>{exact(delivery.records)}</td>
                  <td className={css.number}>{octets(delivery.octets)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

const heads: [title: string, isNumber: boolean][] = [
  ['Source', false],
  ['Kind', false],
  ['Marking', false],
  ['Last delivery', false],
  ['By day, own scale', false],
  ['Records a day', true],
  ['Lag', true],
  ['Records', true],
  ['Matched', true],
  ['Unmatched', true],
  ['Dropped', true],
  ['By reason', false],
];

/** "24.1 %", of nothing a dash. */
const shareText = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((part / whole) * 100).toFixed(part === whole ? 0 : 1)} %`;

function factsOf({ store, sources }: Schemas['Sources']): Fact[] {
  const sum = (of: (source: Source) => number) => sources.reduce((total, source) => total + of(source), 0);
  const pace = paceOf(store.growth, store.free_bytes);
  const twice = sum((source) => source.already_merged);
  const failed = sum((source) => source.failed);
  return [
    {
      label: 'Records stored',
      value: <b>{exact(store.records)}</b>,
      note: store.exact
        ? `of ${counted(store.names, 'name')}, exact`
        : 'at most, until the store is compacted',
    },
    {
      label: 'Records delivered',
      value: <b>{exact(sum((source) => source.records))}</b>,
      note: 'by all sources together',
    },
    {
      label: 'Store',
      value: <b>{octets(store.bytes)}</b>,
      note: store.records === 0 ? undefined : `${(store.bytes / store.records).toFixed(0)} octets a record`,
    },
    {
      label: 'Growth',
      value: pace === undefined ? '–' : <b>+{exact(pace.records)}</b>,
      note:
        pace === undefined
          ? `${counted(store.growth.length, 'day')} of imports so far`
          : `in ${counted(pace.days, 'day')}${pace.left === undefined ? '' : `; disk lasts ${lastsText(pace.left)}`}`,
    },
    {
      label: 'Free',
      value: store.free_bytes === undefined ? '–' : octets(store.free_bytes),
      note: 'on its volume',
    },
    {
      label: 'Dropped',
      value: <b>{exact(sum(droppedBy))}</b>,
      note: 'every one with its reason',
    },
    {
      label: 'Deliveries',
      value: <b>{exact(sum((source) => source.deliveries))}</b>,
      note: `${exact(twice)} sent twice, changed nothing${failed === 0 ? '' : `; ${exact(failed)} failed`}`,
    },
  ];
}

const lastsText = (days: number): string =>
  days > 730 ? `${exact(days / 365.25)} years` : counted(days, 'day');

export function SourcesPage() {
  const { one, set } = useAddress();
  const { data, error, isPending, refetch } = useQuery(sourcesQuery);
  if (isPending)
    return (
      <PageBody>
        <Skeleton rows={8} />
      </PageBody>
    );
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const { store, sources } = data;
  const most = sources.reduce<Source | undefined>(
    (best, each) => (best === undefined || droppedBy(each) > droppedBy(best) ? each : best),
    undefined,
  );
  const opened = sources.find(({ name }) => name === one('source')) ?? most;
  const broken = sources.filter((source) => stateOf(source).tone === 'warn').length;
  return (
    <PageBody>
      <Subject kind="Sources" isWords>
        <b>{exact(sources.length)}</b> {sources.length === 1 ? 'source' : 'sources'}
        {broken === 0 ? '' : ', '}
        {broken === 0 ? null : <b>{exact(broken)}</b>}
        {broken === 0 ? '' : ' not read whole'}
      </Subject>
      <Facts label="The store" facts={factsOf(data)} />
      {data.ledger ? null : (
        <Finding tone="warn">
          The ledger of deliveries cannot be read: figures of deliveries are missing.
        </Finding>
      )}
      {sources.length === 0 ? (
        <Card title="No source yet">
          <p>
            The first import makes one:{' '}
            <span className="mono">spoor import --store STORE --source NAME FILE</span>
          </p>
        </Card>
      ) : (
        <div className={css.frame} tabIndex={0} role="region" aria-label="Sources">
          <table className={css.table}>
            <thead>
              <tr>
                {heads.map(([title, isNumber]) => (
                  <th key={title} scope="col" className={isNumber ? css.number : undefined}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <SourceRow
                  key={source.name}
                  source={source}
                  isChosen={source === opened}
                  onChoose={() => {
                    set({ source: source.name });
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {opened === undefined ? null : (
        <>
          <Opened source={opened} growth={<GrowthCard growth={store.growth} isExact={store.exact} />} />
          <Deliveries source={opened} />
        </>
      )}
    </PageBody>
  );
}
