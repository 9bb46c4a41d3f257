// SPDX-License-Identifier: Apache-2.0
// Records per day and, on the same axis, each value on the days it was seen; a fence is drawn through both.
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useKeys } from '@/shared/keyboard/keys';
import { useAddress } from '@/shared/question/address';
import type { Question } from '@/shared/question/question';
import type { AnswerSearch, Fence } from '@/shared/question/search';
import { counted, exact } from '@/shared/text/numbers';
import { dayNumber, isDay, shortSpan } from '@/shared/time/time';
import { Button, classes, Segments } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { axisOf, dayText, padded, type Run, runsOf } from './axis';
import { type CalendarAnswer, dayCounts } from './calendar_days';
import { groupsOf } from './change_words';
import { Chart, type ChartLane, chartLanes } from './chart';
import { calendarQuery, changesQuery, fenced, type HistoryAsked, historyAsked, lanesQuery } from './queries';
import { TimeTables } from './time_tables';
import css from './timeline.module.css';

export interface TimeProps {
  question: Question;
  search: AnswerSearch;
  /** The types of the page or tab, where the filters name none. */
  types?: readonly string[];
}

const fewLanes = 12;

/** Lanes of all time; where they are too many to show, of what was seen in the fence. */
function useLanes(asked: HistoryAsked, limit: number, fence: Fence | undefined) {
  const all = useQuery(lanesQuery(asked, limit));
  const isFenced = fence !== undefined && all.data !== undefined && all.data.total > all.data.returned;
  const within = useQuery({
    ...lanesQuery(isFenced ? fenced(asked, fence) : asked, limit),
    enabled: isFenced,
  });
  return { ...(isFenced && within.data !== undefined ? within : all), isFenced };
}

/** The span of days in the address to which the chart is drawn nearer: 2019-07-01..2019-07-31. */
function readView(text: string | undefined): Run | undefined {
  const [from = '', to = ''] = text?.split('..') ?? [];
  return isDay(from) && isDay(to) && from <= to ? [dayNumber(from), dayNumber(to)] : undefined;
}

const fenceRun = (fence: Fence | undefined): Run | undefined =>
  fence === undefined ? undefined : [dayNumber(fence.from), dayNumber(fence.to)];

export function TimePanel({ question, search, types }: TimeProps) {
  const asked = useMemo(() => historyAsked(question, search, types), [question, search, types]);
  const [limit, setLimit] = useState(fewLanes);
  const calendar = useQuery(calendarQuery(asked));
  const lanes = useLanes(asked, limit, search.fence);
  const changes = useQuery(changesQuery(asked));
  const [isTable, setTable] = useState(false);

  const drawn = useMemo(() => (lanes.data === undefined ? undefined : chartLanes(lanes.data)), [lanes.data]);
  const groups = useMemo(() => groupsOf(changes.data?.changes ?? []), [changes.data]);

  if (calendar.data === undefined)
    return (
      <section className={css.panel} aria-label="Records per day" style={{ minHeight: 272 }}>
        {calendar.error === null ? (
          <Skeleton rows={8} />
        ) : (
          <ErrorNotice error={calendar.error} onRetry={() => void calendar.refetch()} />
        )}
      </section>
    );
  if (calendar.data.window === undefined)
    return (
      <section className={css.panel} aria-label="Records per day">
        <EmptyState title="No day on which this was seen">
          <p>
            Where nothing was seen there is no time to draw. Fewer filters, or a wider scope, may show some.
          </p>
        </EmptyState>
      </section>
    );
  const more = lanes.data === undefined ? 0 : lanes.data.total - lanes.data.returned;
  return (
    <section className={css.panel} aria-label="Records per day, and each value on its days">
      <div className={classes(calendar.isPlaceholderData && css.stale)}>
        {isTable ? (
          <TimeTables calendar={calendar.data} lanes={drawn ?? []} changes={changes.data?.changes ?? []} />
        ) : (
          <Fenced
            calendar={calendar.data}
            lanes={drawn}
            groups={groups}
            hasChanges={question.in === 'name'}
          />
        )}
      </div>
      <PanelFoot
        calendar={calendar.data}
        isPartial={lanes.data?.complete === false && lanes.data.reason !== 'limit'}
        lanesError={lanes.error}
        more={more}
        isFenced={lanes.isFenced}
        onMore={() => {
          setLimit((before) => Math.min(1000, before === fewLanes ? 60 : before + 200));
        }}
        onFewer={
          limit > fewLanes
            ? () => {
                setLimit(fewLanes);
              }
            : undefined
        }
        isTable={isTable}
        setTable={setTable}
      />
    </section>
  );
}

function Fenced({
  calendar,
  lanes,
  groups,
  hasChanges,
}: {
  calendar: CalendarAnswer;
  lanes?: ChartLane[];
  groups: ReturnType<typeof groupsOf>;
  hasChanges: boolean;
}) {
  const { one, search, setSearch } = useAddress();
  const { ref, width } = useElementSize();
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const handle = useRef<SVGGElement>(null);
  useKeys([
    {
      key: 'b',
      says: 'to the fence on the chart of days: arrows move its end by a day, Esc takes it off',
      run: () => {
        handle.current?.focus();
      },
    },
  ]);
  const view = one('view');
  const fence = useMemo(() => fenceRun(search.fence), [search.fence]);
  const left = isNarrow ? 26 : Math.round(Math.min(Math.max(width * 0.28, 210), 330));
  const axis = useMemo(() => {
    const window = runsOf(calendar.window === undefined ? [] : [calendar.window])[0] ?? [0, 0];
    const [from, to] = readView(view) ?? padded(window);
    return axisOf(from, to, Math.max(60, width - left - 12));
  }, [calendar.window, view, width, left]);
  const counts = useMemo(() => dayCounts(calendar), [calendar]);
  return (
    <div ref={ref} className={css.chart}>
      {width === 0 ? (
        <div style={{ height: 230 }} />
      ) : (
        <Chart
          axis={axis}
          left={left}
          isNarrow={isNarrow}
          counts={counts}
          isByType={(calendar.types?.length ?? 0) > 0}
          unwatched={calendar.not_watched}
          lanes={lanes}
          groups={groups}
          hasChanges={hasChanges}
          fence={fence}
          firstHandle={handle}
          onFence={(next, isStep) => {
            setSearch(
              {
                ...search,
                fence:
                  next === undefined
                    ? undefined
                    : {
                        kind: search.fence?.kind ?? 'seen',
                        from: dayText(next[0]),
                        to: dayText(next[1]),
                      },
              },
              isStep,
            );
          }}
        />
      )}
    </div>
  );
}

function PanelFoot({
  calendar,
  isPartial,
  lanesError,
  more,
  isFenced,
  onMore,
  onFewer,
  isTable,
  setTable,
}: {
  calendar: CalendarAnswer;
  isPartial: boolean;
  lanesError: unknown;
  more: number;
  /** Only values of the fence are drawn. */
  isFenced: boolean;
  onMore: () => void;
  onFewer?: () => void;
  isTable: boolean;
  setTable: (isTable: boolean) => void;
}) {
  const { one, set, search, setSearch } = useAddress();
  const fence = search.fence;
  const zoom = () => {
    const run = fenceRun(fence);
    if (run === undefined) return;
    const margin = Math.max(1, Math.ceil((run[1] - run[0] + 1) * 0.1), Math.ceil((13 - run[1] + run[0]) / 2));
    set({ view: `${dayText(run[0] - margin)}..${dayText(run[1] + margin)}` });
  };
  const notWatched = calendar.not_watched.length > 0;
  return (
    <div className={css.foot}>
      {fence === undefined ? (
        <span>Drag over the chart to fence days.</span>
      ) : (
        <>
          <span>
            Fence <b>{shortSpan(fence.from, fence.to)}</b>
          </span>
          <Segments
            label="What the fence keeps"
            value={fence.kind}
            segments={[
              { value: 'seen', label: 'Seen during', title: 'Seen on at least one of these days' },
              { value: 'only', label: 'Only during', title: 'Never seen outside of these days' },
            ]}
            onChange={(kind) => {
              setSearch({ ...search, fence: { ...fence, kind } });
            }}
          />
          <Button isSmall onClick={zoom}>
            Zoom to it
          </Button>
          <Button
            isSmall
            look="plain"
            onClick={() => {
              setSearch({ ...search, fence: undefined });
            }}
          >
            Take off
          </Button>
        </>
      )}
      {one('view') === undefined ? null : (
        <Button
          isSmall
          onClick={() => {
            set({ view: undefined });
          }}
        >
          Whole time
        </Button>
      )}
      <span className={css.push} />
      {isPartial || !calendar.complete ? (
        <span className={css.partial}>Partial: at least what is drawn.</span>
      ) : null}
      {lanesError === null || lanesError === undefined ? null : (
        <span className={css.partial} role="alert">
          The values could not be read{lanesError instanceof Error ? `: ${lanesError.message}` : ''}
        </span>
      )}
      {notWatched ? <span>{unwatchedWords(calendar)}</span> : null}
      {isFenced && more <= 0 ? <span>Values seen in the fence</span> : null}
      {more > 0 ? (
        <Button isSmall onClick={onMore}>
          {exact(more)} more{isFenced ? ' in the fence' : ''}
        </Button>
      ) : null}
      {onFewer === undefined ? null : (
        <Button isSmall look="plain" onClick={onFewer}>
          Fewer
        </Button>
      )}
      <Button
        isSmall
        look="plain"
        aria-pressed={isTable}
        onClick={() => {
          setTable(!isTable);
        }}
      >
        {isTable ? 'As chart' : 'As table'}
      </Button>
    </div>
  );
}

function unwatchedWords(calendar: CalendarAnswer): string {
  const days = runsOf(calendar.not_watched).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const may = calendar.watch_complete ? '' : 'at most ';
  return `Hatched: ${may}${counted(days, 'day')} on which nobody watched`;
}
