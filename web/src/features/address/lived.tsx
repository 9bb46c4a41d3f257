// SPDX-License-Identifier: Apache-2.0
// The tab that says who lived on the address: by registered domain, or name by name.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import type { Fence } from '@/shared/question/search';
import type { Question } from '@/shared/question/question';
import { exact } from '@/shared/text/numbers';
import { dayNumber, dayOf, shortSpan } from '@/shared/time/time';
import { Button, FilterChip, Segments } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { historyAsked, lanesQuery, type Run, runsOf } from '@/features/timeline';
import css from './address.module.css';
import type { useSuspects } from './block_card';
import { LivedExport } from './lived_export';
import { MovedCard } from './moved_card';
import { type HostedSort, hostedSorts } from './queries';
import { ResidentTable } from './resident_table';
import { isWithin, residentOf, residentsOf } from './residents';

const laneLimit = 1000;
const sortTitles: Record<HostedSort, string> = {
  last_seen: 'Last seen',
  first_seen: 'First seen',
  names: 'Most names',
};

export function Lived({
  question,
  profile,
  at,
  isStale,
  suspects,
  sort,
  shown,
  setShown,
}: {
  question: Question;
  profile: Schemas['AddressProfile'];
  /** The moment of the profile; undefined for now. */
  at: number | undefined;
  isStale: boolean;
  suspects: ReturnType<typeof useSuspects>;
  sort: HostedSort;
  shown: number;
  setShown: (shown: number) => void;
}) {
  const { one, search } = useAddress();
  const isByName = one('by') === 'name';
  const fence = search.fence;
  const asked = useMemo(() => historyAsked(question, { filters: {} }), [question]);
  const lanes = useQuery(lanesQuery(asked, laneLimit, '-last_seen'));
  const { rows, within, loaded, total, isExact, isMore } = useChosen(
    profile,
    lanes.data,
    isByName,
    fence,
    shown,
  );
  const window = windowOf(profile);
  return (
    <div className={css.main}>
      <div className={css.bar}>
        <Choices profile={profile} lanes={lanes.data} isByName={isByName} sort={sort} />
        <span className={css.push} />
        <LivedExport question={question} profile={profile} lanes={lanes.data} at={at} sort={sort} />
      </div>
      <div aria-busy={isStale} className={`${css.frame ?? ''} ${isStale ? (css.stale ?? '') : ''}`}>
        {isByName && lanes.data === undefined ? (
          <Waiting error={lanes.error} onRetry={() => void lanes.refetch()} />
        ) : window === undefined || rows.length === 0 ? (
          <Nobody isFenced={fence !== undefined} loaded={loaded} />
        ) : (
          <ResidentTable
            residents={rows}
            window={window}
            unwatched={runsOf(lanes.data?.not_watched ?? [])}
            fence={fence}
            suspects={isByName ? undefined : suspects}
          />
        )}
        <div className={css.foot}>
          <Shown
            rows={rows.length}
            fenced={fence === undefined ? undefined : within}
            loaded={loaded}
            total={total}
            isExact={isExact}
          />
          <Legend hasSketch={rows.some((row) => row.isSketch)} lanes={lanes.data} />
          <span className={css.push} />
          {isMore ? (
            <Button
              isSmall
              onClick={() => {
                setShown(Math.min(1000, shown * 4));
              }}
            >
              Show more
            </Button>
          ) : null}
        </div>
      </div>
      {lanes.data === undefined || profile.addresses !== 1 ? null : (
        <MovedCard address={question.q} lanes={lanes.data} hosted={profile.hosted} />
      )}
    </div>
  );
}

/** The rows to show, and of how many they are. */
function useChosen(
  profile: Schemas['AddressProfile'],
  lanes: Schemas['Lanes'] | undefined,
  isByName: boolean,
  fence: Fence | undefined,
  shown: number,
) {
  const all = useMemo(
    () => (isByName ? (lanes?.lanes ?? []).map(residentOf) : residentsOf(profile.hosted, lanes)),
    [isByName, lanes, profile.hosted],
  );
  const within = fence === undefined ? all : all.filter((resident) => isWithin(resident, fence));
  if (!isByName)
    return {
      rows: within,
      within: within.length,
      loaded: all.length,
      total: profile.domains,
      isExact: profile.complete,
      isMore: all.length < Math.min(profile.domains, laneLimit),
    };
  const rows = within.slice(0, shown);
  return {
    rows,
    within: within.length,
    loaded: all.length,
    total: lanes?.total ?? 0,
    isExact: lanes?.total_exact === true,
    isMore: within.length > rows.length,
  };
}

function windowOf({ time_first, time_last }: Schemas['AddressProfile']): Run | undefined {
  if (time_first === undefined || time_last === undefined) return undefined;
  return [dayNumber(dayOf(Number(time_first))), dayNumber(dayOf(Number(time_last)))];
}

function Choices({
  profile,
  lanes,
  isByName,
  sort,
}: {
  profile: Schemas['AddressProfile'];
  lanes?: Schemas['Lanes'];
  isByName: boolean;
  sort: HostedSort;
}) {
  const { set, search, setSearch } = useAddress();
  const fence = search.fence;
  return (
    <>
      <Segments
        label="Row"
        value={isByName ? 'name' : 'domain'}
        segments={[
          { value: 'domain', label: `Registered domains ${exact(profile.domains)}` },
          {
            value: 'name',
            label: `Names ${lanes === undefined ? '' : exact(lanes.total)}`,
          },
        ]}
        onChange={(by) => {
          set({ by: by === 'name' ? by : undefined });
        }}
      />
      {isByName ? null : (
        <Segments
          label="Order"
          value={sort}
          segments={hostedSorts.map((value) => ({ value, label: sortTitles[value] }))}
          onChange={(value) => {
            set({ order: value === 'last_seen' ? undefined : value });
          }}
        />
      )}
      {fence === undefined ? null : (
        <FilterChip
          label="the fence"
          onRemove={() => {
            setSearch({ ...search, fence: undefined });
          }}
        >
          {fence.kind === 'seen' ? 'seen during' : 'only during'} {shortSpan(fence.from, fence.to)}
        </FilterChip>
      )}
    </>
  );
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return error === null ? <Skeleton rows={10} /> : <ErrorNotice error={error} onRetry={onRetry} />;
}

function Shown({
  rows,
  fenced,
  loaded,
  total,
  isExact,
}: {
  rows: number;
  /** How many of those loaded stand in the fence. */
  fenced?: number;
  loaded: number;
  total: number;
  isExact: boolean;
}) {
  const all = `${isExact ? '' : 'at least '}${exact(total)}`;
  if (fenced !== undefined)
    return (
      <span>
        <b>{exact(fenced)}</b> in the fence, for certain or possibly, of the {exact(loaded)} read; in all{' '}
        <b>{all}</b>
      </span>
    );
  return (
    <span>
      Showing <b>{rows === 0 ? '0' : `1–${exact(rows)}`}</b> of <b>{all}</b>
      {isExact ? ', exact' : ''}
    </span>
  );
}

function Nobody({ isFenced, loaded }: { isFenced: boolean; loaded: number }) {
  const { search, setSearch } = useAddress();
  if (isFenced && loaded > 0)
    return (
      <EmptyState
        title="Nobody was seen here on these days"
        action={
          <Button
            onClick={() => {
              setSearch({ ...search, fence: undefined });
            }}
          >
            Take the fence off: {exact(loaded)}
          </Button>
        }
      >
        <p>Of those shown, none was here, for certain or possibly, within the fence.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody was seen here">
      <p>No name had an address record with it. The network around it may show more: see the scopes above.</p>
    </EmptyState>
  );
}

function Legend({ hasSketch, lanes }: { hasSketch: boolean; lanes?: Schemas['Lanes'] }) {
  return (
    <>
      <span className={css.key}>
        <svg width={16} height={10} aria-hidden>
          <rect width={16} height={10} fill="var(--type-a)" />
        </svg>
        seen that day
      </span>
      <span className={css.key}>
        <svg width={16} height={10} aria-hidden>
          <rect y={3} width={16} height={4} fill="var(--type-a)" fillOpacity={0.36} />
        </svg>
        possible
      </span>
      {(lanes?.not_watched.length ?? 0) > 0 ? <span>hatched: nobody watched</span> : null}
      {hasSketch && lanes !== undefined ? (
        <span>
          some rows by first and last time alone: {exact(lanes.returned)} of {exact(lanes.total)} lanes read
        </span>
      ) : null}
    </>
  );
}
