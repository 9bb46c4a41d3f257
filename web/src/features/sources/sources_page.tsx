// SPDX-License-Identifier: Apache-2.0
// Who delivers, how far behind, and everything dropped on the way, by reason; how the store grows.
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import { counted, exact, octets } from '@/shared/text/numbers';
import { Card, Facts } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Finding, SourceBadge, Text, TimeText, type Tone } from '@/shared/ui/values';
import { deliveriesQuery, sourcesQuery } from './queries';
import { droppedBy, lagText, type Reason, reasonsOf } from './reasons';
import css from './sources.module.css';
import { Trend } from './trend';

type Source = Schemas['SourceDeliveries'];

const shades = ['var(--heat-5)', 'var(--heat-4)', 'var(--heat-3)', 'var(--heat-2)', 'var(--heat-1)'];

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
      {reasons.map(({ what, reason, count }, i) => (
        <span
          key={`${what} ${reason}`}
          title={`${reason}: ${exact(count)}`}
          style={{ flexGrow: count, background: shades[Math.min(i, shades.length - 1)] }}
        />
      ))}
    </span>
  );
}

function stateOf(source: Source): { tone: Tone; word: string } {
  if (source.last_delivery === undefined) return { tone: 'neutral', word: 'nothing recorded' };
  if (['broken off', 'refused', 'unknown format'].includes(source.last_delivery.outcome))
    return { tone: 'warn', word: source.last_delivery.outcome };
  return { tone: 'ok', word: 'well' };
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
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">
        <button type="button" aria-expanded={isChosen} className={css.choose} onClick={onChoose}>
          <SourceBadge name={source.name} /> <Text text={source.name} />
        </button>
      </th>
      <td>{source.kind}</td>
      <td>
        <Finding tone={state.tone}>{state.word}</Finding>
      </td>
      <td className={css.trend}>
        <Trend
          label={`Records by day of ${source.name}`}
          values={source.recent.map(({ day, records }) => ({ label: day, value: records }))}
        />
      </td>
      <td className={css.number}>{source.lag === undefined ? '' : lagText(source.lag)}</td>
      <td className={css.number}>{exact(source.records)}</td>
      <td className={css.number}>{exact(source.matched)}</td>
      <td className={css.number}>{exact(source.unmatched)}</td>
      <td className={css.number}>{exact(droppedBy(source))}</td>
      <td className={css.barCell}>
        <ReasonBar reasons={reasonsOf(source)} />
      </td>
    </tr>
  );
}

function Opened({ source }: { source: Source }) {
  const reasons = reasonsOf(source);
  const total = droppedBy(source);
  const { data, error } = useQuery(deliveriesQuery(source.name));
  return (
    <div className={css.opened}>
      <Card title={`What was dropped of ${source.name}`} aside={counted(total, 'drop')} isFlush>
        {reasons.length === 0 ? (
          <EmptyState title="Nothing was dropped." />
        ) : (
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">Of what</th>
                <th scope="col" className={css.number}>
                  Count
                </th>
                <th scope="col" className={css.number}>
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {reasons.map(({ what, reason, count }) => (
                <tr key={`${what} ${reason}`}>
                  <th scope="row">
                    <Text text={reason} />
                  </th>
                  <td>{what}</td>
                  <td className={css.number}>{exact(count)}</td>
                  <td className={css.number}>{((count / total) * 100).toFixed(1)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      <Card
        title="Deliveries"
        aside={data === undefined ? '…' : `newest ${exact(data.returned)} of ${exact(data.total)}`}
        isFlush
      >
        {error !== null ? (
          <ErrorNotice error={error} />
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
    </div>
  );
}

const heads: [title: string, isNumber: boolean][] = [
  ['Source', false],
  ['Kind', false],
  ['State', false],
  ['By day, own scale', false],
  ['Lag', true],
  ['Records', true],
  ['Matched', true],
  ['Unmatched', true],
  ['Dropped', true],
  ['By reason', false],
];

export function SourcesPage() {
  const { one, set } = useAddress();
  const { data, error, isPending, refetch } = useQuery(sourcesQuery);
  const chosen = one('source');
  if (isPending) return <Skeleton rows={8} />;
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const { store, sources } = data;
  const opened = sources.find(({ name }) => name === chosen);
  return (
    <PageBody>
      <Subject kind="Sources">{counted(sources.length, 'source')}</Subject>
      <p className="ink2">
        Who delivered what, how far the newest of it lies behind, and everything that was dropped, by reason.
      </p>
      <Facts
        label="The store"
        facts={[
          {
            label: 'Records',
            value: exact(store.records),
            note: store.exact ? 'exact' : 'at most, until the store is compacted',
          },
          { label: 'Names', value: exact(store.names) },
          {
            label: 'Size',
            value: octets(store.bytes),
            note: store.free_bytes === undefined ? undefined : `${octets(store.free_bytes)} free`,
          },
          {
            label: 'Octets a record',
            value: store.records === 0 ? '—' : (store.bytes / store.records).toFixed(1),
          },
          {
            label: 'Dropped',
            value: exact(sources.reduce((sum, source) => sum + droppedBy(source), 0)),
            note: 'of all sources, counted by reason',
          },
          {
            label: 'Growth',
            value: (
              <Trend
                label="Records in the store by day of import"
                values={store.growth.map(({ day, records }) => ({ label: day, value: records }))}
              />
            ),
            note:
              store.growth.length === 0
                ? 'nothing imported yet'
                : `${counted(store.growth.length, 'day')} of imports`,
          },
        ]}
      />
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
                  isChosen={source.name === chosen}
                  onChoose={() => {
                    set({ source: source.name === chosen ? undefined : source.name });
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {opened === undefined ? null : <Opened source={opened} />}
    </PageBody>
  );
}
