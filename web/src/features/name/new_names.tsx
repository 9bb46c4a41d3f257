// SPDX-License-Identifier: Apache-2.0
// How many names appeared on each of the last days, and which came last.
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ticks as valueTicks } from 'd3-array';
import { useMemo, useState } from 'react';
import { firstSeen, rdataCell } from '@/features/records';
import { axisOf, type Change, changesQuery, Ticks } from '@/features/timeline';
import type { Row } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Asked } from '@/shared/question/question';
import { filterParameters } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { dayFromNumber, dayNumber, dayOf, shortDay } from '@/shared/time/time';
import { AsTable, Card } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { Text, TimeText, TypeChip } from '@/shared/ui/values';
import { perDay } from './new_per_day';
import css from './subdomains.module.css';
import { relative } from './tree';

const days = 30;
const shown = 8;
const chart = { height: 96, top: 8, floor: 74, left: 30 };

export function NewNames({ asked, root, until }: { asked: Asked; root: string; until: number }) {
  const to = dayNumber(dayOf(until));
  const from = to - days + 1;
  const { data, error, refetch } = useQuery(
    changesQuery({
      question: asked.question,
      filters: {
        ...filterParameters(asked.search),
        kind: 'appeared',
        day_from: dayFromNumber(from),
        day_to: dayFromNumber(to),
      },
    }),
  );
  const counts = useMemo(() => perDay(data?.changes ?? [], from, days), [data, from]);
  const [isTable, setTable] = useState(false);
  const isWhole = data !== undefined && (data.complete || data.reason === 'limit');
  return (
    <Card
      title="New names per day"
      aside={
        data === undefined
          ? undefined
          : `${isWhole ? '' : 'at least '}${counted(data.total, 'name')} in the ${days} days to ${shortDay(dayFromNumber(to))}`
      }
      isFlush
    >
      {data === undefined ? (
        error === null ? (
          <Skeleton rows={4} />
        ) : (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <div className={css.fresher}>
          <div className={css.perDay}>
            {isTable ? <DayTable counts={counts} from={from} /> : <DayBars counts={counts} from={from} />}
            <p className="ink3">
              {data.total > data.returned ? `Of the newest ${exact(data.returned)}. ` : ''}
              {isWhole ? '' : 'Partial: the time was up. '}
              <AsTable isTable={isTable} onChange={setTable} />
            </p>
          </div>
          <Newest changes={data.changes} root={root} />
        </div>
      )}
    </Card>
  );
}

function DayBars({ counts, from }: { counts: number[]; from: number }) {
  const { ref, width } = useElementSize();
  const axis = axisOf(from, from + counts.length - 1, Math.max(60, width - chart.left - 8));
  const most = Math.max(1, ...counts);
  const scale = (chart.floor - chart.top) / most;
  const grid = valueTicks(0, most, 2).filter((value) => Number.isInteger(value));
  const path = counts
    .map((count, i) => {
      if (count === 0) return '';
      const wide = Math.max(1, axis.perDay - 1.5).toFixed(1);
      const tall = count * scale;
      return `M${axis.x(from + i).toFixed(1)} ${(chart.floor - tall).toFixed(1)}h${wide}v${tall.toFixed(1)}h-${wide}z`;
    })
    .join('');
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <div ref={ref} style={{ height: chart.height }}>
      {width === 0 ? null : (
        <svg
          className={css.bars}
          width={width}
          height={chart.height}
          role="img"
          aria-label={`${counted(total, 'new name')} by day, ${shortDay(dayFromNumber(from))} to ${shortDay(dayFromNumber(axis.to))}`}
        >
          <g transform={`translate(${chart.left} 0)`}>
            {grid.map((value) => (
              <g key={value}>
                <line
                  className={css.trendFloor}
                  x1={0}
                  x2={axis.width}
                  y1={chart.floor - value * scale}
                  y2={chart.floor - value * scale}
                />
                <text className={css.axis} x={-6} y={chart.floor - value * scale + 3.5} textAnchor="end">
                  {exact(value)}
                </text>
              </g>
            ))}
            <Ticks axis={axis} y={chart.floor + 14} top={chart.floor} bottom={chart.floor + 4} />
            <path className={css.trendLast} d={path} />
          </g>
        </svg>
      )}
    </div>
  );
}

function DayTable({ counts, from }: { counts: number[]; from: number }) {
  return (
    <div
      className={css.dayTable}
      style={{ height: chart.height }}
      tabIndex={0}
      role="group"
      aria-label="New names by day"
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">New names</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count, i) => (
            <tr key={i}>
              <td>{dayFromNumber(from + i)}</td>
              <td>{exact(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const byFirstSeen = (a: Row, b: Row): number => firstSeen(a) - firstSeen(b);

function Newest({ changes, root }: { changes: readonly Change[]; root: string }) {
  const newest = changes
    .map((change) => ({ change, row: ([...change.rows] as Row[]).sort(byFirstSeen)[0] }))
    .sort(
      (a, b) => (b.row === undefined ? 0 : firstSeen(b.row)) - (a.row === undefined ? 0 : firstSeen(a.row)),
    )
    .slice(0, shown);
  if (newest.length === 0) return <p className={css.noneNew}>No name appeared in these days.</p>;
  return (
    <ul className={css.newest} aria-label="The newest names">
      {newest.map(({ change, row }) => {
        const own = relative(change.rrname, root);
        return (
          <li key={change.rrname}>
            {row === undefined ? (
              <span className="ink3">{change.day}</span>
            ) : (
              <TimeText time={firstSeen(row)} />
            )}
            <PageLink className="mono" href={pages.name(change.rrname)} title={withoutDot(change.rrname)}>
              <Text text={own === withoutDot(root) ? `@ ${own}` : own} />
            </PageLink>
            {row === undefined ? null : (
              <span className={css.newestValue}>
                <TypeChip type={row.rrtype} /> {rdataCell(row, {})}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
