// SPDX-License-Identifier: Apache-2.0
// Half a year at a glance: a square a day, Monday on top, the stronger the more records were seen.
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useAddress } from '@/shared/question/address';
import { counted, exact } from '@/shared/text/numbers';
import { dayNumber, isDay, shortDay } from '@/shared/time/time';
import { Button } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { dayText, type Run, runsOf } from './axis';
import { type DayCount, dayCounts, heatLimits, heatStep } from './calendar_days';
import { Hatch } from './marks';
import { calendarQuery, historyAsked } from './queries';
import type { TimeProps } from './time_panel';
import css from './timeline.module.css';

const weeks = 26;
const left = 32;
const top = 18;

/** 1970-01-05 was a Monday. */
const mondayOf = (day: number): number => Math.floor((day - 4) / 7) * 7 + 4;
const monthOf = (day: number): string => shortDay(dayText(day), false).split(' ')[1] ?? '';

export function Calendar({ question, search, types }: TimeProps) {
  const asked = useMemo(() => historyAsked(question, search, types), [question, search, types]);
  const { data, error, refetch } = useQuery(calendarQuery(asked));
  const { one, set } = useAddress();
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={6} />
    ) : (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    );
  const window = runsOf(data.window === undefined ? [] : [data.window])[0];
  if (window === undefined)
    return (
      <EmptyState title="Never seen">
        <p>There is no day to show.</p>
      </EmptyState>
    );
  const chosen = one('calendar');
  const newest = mondayOf(window[1]);
  const last = chosen !== undefined && isDay(chosen) ? mondayOf(dayNumber(chosen)) : newest;
  const first = last - (weeks - 1) * 7;
  const go = (monday: number) => {
    set({ calendar: monday >= newest ? undefined : dayText(monday) }, true);
  };
  return (
    <div>
      <Heat first={first} counts={dayCounts(data)} unwatched={runsOf(data.not_watched)} window={window} />
      <div className={css.moves}>
        <Button
          isSmall
          disabled={first <= window[0]}
          onClick={() => {
            go(last - weeks * 7);
          }}
        >
          Earlier
        </Button>
        <Button
          isSmall
          disabled={last >= newest}
          onClick={() => {
            go(last + weeks * 7);
          }}
        >
          Later
        </Button>
        <span>
          {shortDay(dayText(first))} – {shortDay(dayText(last + 6))}
        </span>
      </div>
    </div>
  );
}

function Heat({
  first,
  counts,
  unwatched,
  window,
}: {
  first: number;
  counts: DayCount[];
  unwatched: readonly Run[];
  window: Run;
}) {
  const hatch = useId();
  const { search, setSearch } = useAddress();
  const svg = useRef<SVGSVGElement>(null);
  const { ref, width } = useElementSize();
  const pitch = Math.min(Math.max(Math.floor((width - left) / weeks), 9), 18);
  const size = pitch - 2;
  const final = first + weeks * 7 - 1;
  const byDay = useMemo(() => new Map(counts.map((count) => [count.day, count])), [counts]);
  const limits = useMemo(
    () =>
      heatLimits(counts.filter(({ day }) => day >= first && day <= final).map(({ confirmed }) => confirmed)),
    [counts, first, final],
  );
  const lastInside = Math.min(final, window[1]);
  const [focus, setFocus] = useState<number>();
  const current = focus !== undefined && focus >= first && focus <= final ? focus : lastInside;
  const fence = search.fence;
  const choose = (day: number) => {
    const text = dayText(day);
    const isChosen = fence?.from === text && fence.to === text;
    setSearch({
      ...search,
      fence: isChosen ? undefined : { kind: fence?.kind ?? 'seen', from: text, to: text },
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7 }[event.key];
    if (step !== undefined) {
      const next = Math.min(Math.max(current + step, first), final);
      setFocus(next);
      svg.current?.querySelector<SVGElement>(`[data-day="${next}"]`)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') choose(current);
    else return;
    event.preventDefault();
  };
  const isUnwatched = (day: number) => unwatched.some(([from, to]) => day >= from && day <= to);
  const place = (day: number) => ({
    x: left + Math.floor((day - first) / 7) * pitch,
    y: top + ((day - first) % 7) * pitch,
  });
  const months = Array.from({ length: weeks }, (_, week) => first + week * 7).filter(
    (monday, week) => week === 0 || monthOf(monday) !== monthOf(monday - 7),
  );
  return (
    <div ref={ref} className={css.heatPlace}>
      <svg
        ref={svg}
        className={css.heat}
        width={left + weeks * pitch}
        height={top + 7 * pitch}
        role="group"
        aria-label={`Records a day, ${shortDay(dayText(first))} to ${shortDay(dayText(final))}`}
        onKeyDown={onKeyDown}
      >
        <Hatch id={hatch} />
        {months.map((monday, i) =>
          (months[i + 1] ?? final + 8) - monday < 21 ? null : (
            <text key={monday} className={css.label} x={place(monday).x} y={11} aria-hidden>
              {monthOf(monday)}
            </text>
          ),
        )}
        {(['Mon', 'Wed', 'Fri', 'Sun'] as const).map((name, i) => (
          <text key={name} className={css.label} x={0} y={top + i * 2 * pitch + size - 1} aria-hidden>
            {name}
          </text>
        ))}
        {Array.from({ length: weeks * 7 }, (_, i) => first + i).map((day) => {
          const count = byDay.get(day);
          const nobody = count === undefined && isUnwatched(day);
          const step = heatStep(count?.confirmed ?? 0, limits);
          const { x, y } = place(day);
          const isAsked = fence !== undefined && fence.from === fence.to && fence.from === dayText(day);
          return (
            <g key={day}>
              <rect
                className={`${css.cell ?? ''} ${(step > 0 ? '' : (count?.possible ?? 0) > 0 ? css.perhaps : css.none) ?? ''}`}
                x={x + 0.5}
                y={y + 0.5}
                width={size - 1}
                height={size - 1}
                rx={2}
                fill={step > 0 ? `var(--heat-${step})` : undefined}
                role="button"
                data-day={day}
                tabIndex={day === current ? 0 : -1}
                aria-label={`${shortDay(dayText(day))}: ${saidOf(count, nobody)}`}
                aria-pressed={isAsked}
                onFocus={() => {
                  setFocus(day);
                }}
                onClick={() => {
                  choose(day);
                }}
              >
                <title>{`${shortDay(dayText(day))}: ${saidOf(count, nobody)}`}</title>
              </rect>
              {nobody ? (
                <rect
                  x={x + 1}
                  y={y + 1}
                  width={size - 2}
                  height={size - 2}
                  fill={`url(#${hatch})`}
                  pointerEvents="none"
                  aria-hidden
                />
              ) : null}
              {isAsked ? (
                <rect
                  className={css.asked}
                  x={x - 0.5}
                  y={y - 0.5}
                  width={size + 1}
                  height={size + 1}
                  rx={2}
                />
              ) : null}
            </g>
          );
        })}
      </svg>
      <div className={css.key} style={{ maxWidth: left + weeks * pitch - 2 }}>
        <span>
          <svg width={12} height={12} aria-hidden>
            <rect className={css.none} x={0.5} y={0.5} width={11} height={11} rx={2} />
          </svg>
          0
          {limits.map((limit) => (
            <span key={limit}>
              <svg width={12} height={12} aria-hidden>
                <rect width={12} height={12} rx={2} fill={`var(--heat-${heatStep(limit, limits)})`} />
              </svg>
              {exact(limit)}
              {limit === limits.at(-1) ? '+' : ''}
            </span>
          ))}
        </span>
        <span>
          <svg width={12} height={12} aria-hidden>
            <rect className={css.none} x={0.5} y={0.5} width={11} height={11} rx={2} />
            <rect x={1} y={1} width={10} height={10} fill={`url(#${hatch})`} />
          </svg>
          nobody watched
        </span>
      </div>
    </div>
  );
}

function saidOf(count: DayCount | undefined, nobody: boolean): string {
  if (nobody) return 'nobody watched';
  if (count === undefined) return 'not seen';
  const possible = count.possible > 0 ? `${exact(count.possible)} possible` : '';
  if (count.confirmed === 0) return possible;
  return `${counted(count.confirmed, 'record')}${possible === '' ? '' : `, ${possible}`}`;
}
