// SPDX-License-Identifier: Apache-2.0
// The days of one row, small, on an axis that all rows of the table share.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Axis, daysIn, Lane, lanesQuery, minus, type Run, runsOf, runsPath } from '@/features/timeline';
import type { Row } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import { counted } from '@/shared/text/numbers';
import { dayFromNumber, shortDay, shortSpan } from '@/shared/time/time';
import { typeColor } from '@/shared/ui/values';
import css from './name.module.css';
import { daysOfRow, type RowDays } from './row_days';

const height = 20;
/** Values told of one name and type. */
const most = 1000;
/** Rows that only scroll by are not asked for. */
const patience = 150;

/** "14–20 Jul", "2016–2019": the head of the column. */
export function laneTitle([from, to]: Run): string {
  const [first, last] = [dayFromNumber(from), dayFromNumber(to)];
  const [since, until] = [first.slice(0, 4), last.slice(0, 4)];
  if (since !== until) return `${since}–${until}`;
  return shortSpan(first, last).replace(new RegExp(` ${until}$`), '');
}

function useIsStill(): boolean {
  const [isStill, setStill] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setStill(true);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return isStill;
}

export function RowLane({ row, axis }: { row: Row; axis: Axis }) {
  const told = daysOfRow(row);
  return told.isOpen ? (
    <AskedLane row={row} axis={axis} told={told} />
  ) : (
    <Drawn row={row} axis={axis} days={told} />
  );
}

/** Its numbers do not say which days they are: all values of the name and type are asked for at once. */
function AskedLane({ row, axis, told }: { row: Row; axis: Axis; told: RowDays }) {
  const isStill = useIsStill();
  const filters = { type: [row.rrtype], ...(row.source === undefined ? {} : { source: [row.source] }) };
  const { data } = useQuery({
    ...lanesQuery({ question: { q: withoutDot(row.rrname), in: 'name' }, filters }, most),
    enabled: isStill,
    placeholderData: undefined,
  });
  const lane = data?.lanes.find((each) => each.rdata === row.rdata);
  return (
    <Drawn
      row={row}
      axis={axis}
      days={
        lane === undefined
          ? told
          : { confirmed: runsOf(lane.confirmed), possible: runsOf(lane.possible), isOpen: false }
      }
    />
  );
}

function words({ confirmed, possible, isOpen }: RowDays): string {
  const first = confirmed[0]?.[0] ?? 0;
  const last = confirmed.at(-1)?.[1] ?? first;
  const span = shortSpan(dayFromNumber(first), dayFromNumber(last));
  if (first === last) return `seen on ${shortDay(dayFromNumber(first))}`;
  if (isOpen) return `seen on the first and the last day of ${span}, which days between is not known`;
  const perhaps = daysIn(possible);
  return `seen on ${counted(daysIn(confirmed), 'day')}${perhaps === 0 ? '' : `, possibly on ${counted(perhaps, 'day')} more`}, ${span}`;
}

function Drawn({ row, axis, days }: { row: Row; axis: Axis; days: RowDays }) {
  const middle = height / 2;
  const rest = minus([[axis.from, axis.to]], [...days.confirmed, ...days.possible]);
  const said = words(days);
  return (
    <svg className={css.rowLane} width={axis.width} height={height} role="img" aria-label={said}>
      <title>{said}</title>
      <path className={css.unseen} d={runsPath(axis, rest, { y: middle - 0.5, height: 1, isByDay: true })} />
      <Lane
        axis={axis}
        y={middle}
        color={typeColor(row.rrtype)}
        confirmed={days.confirmed}
        possible={days.possible}
      />
    </svg>
  );
}
