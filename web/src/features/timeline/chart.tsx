// SPDX-License-Identifier: Apache-2.0
// The chart of a history: bars of days, axis, lanes, markers, fence. One drawing, one axis.
import { type Ref, useId, useMemo, useState } from 'react';
import type { Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { pageOfHolders, valuesOf } from '@/shared/question/rdata';
import { withoutDot } from '@/shared/text/names';
import { counted } from '@/shared/text/numbers';
import { shortDay, shortSpan } from '@/shared/time/time';
import { NameText, Text, typeColor } from '@/shared/ui/values';
import { type Axis, daysIn, dayText, minus, type Run, runsOf, runsPath } from './axis';
import { Brush } from './brush';
import { barsOf, type DayCount, typeRank } from './calendar_days';
import { type ChangeGroup, markersOf, valueText } from './change_words';
import { Hatch, Lane, Markers, Strip, Ticks } from './marks';
import css from './timeline.module.css';

export interface ChartLane {
  key: string;
  type: string;
  /** Of a name its name, else the value. */
  name?: string;
  text: string;
  href: string;
  confirmed: Run[];
  possible: Run[];
  unwatched: Run[];
  lane: Schemas['Lane'];
}

/** Lanes as they are drawn; grouped by type where all are there, else as the server sorted them. */
export function chartLanes(answer: Schemas['Lanes']): ChartLane[] {
  const lanes = answer.lanes.map((lane): ChartLane => {
    const name = lane.rrname;
    const rdata = lane.rdata ?? '';
    const [value] = valuesOf(lane.rrtype, rdata);
    const isName = value?.kind === 'name';
    return {
      key: `${lane.rrtype} ${name ?? ''} ${rdata}`,
      type: lane.rrtype,
      name: name ?? (isName && lane.rrtype !== 'MX' ? value.text : undefined),
      text: withoutDot(name ?? valueText(lane.rrtype, rdata)),
      href:
        name !== undefined
          ? pages.name(withoutDot(name))
          : value === undefined
            ? pages.search(rdata, 'rdata')
            : pageOfHolders(value),
      confirmed: runsOf(lane.confirmed),
      possible: runsOf(lane.possible),
      unwatched: runsOf(lane.not_watched),
      lane,
    };
  });
  return answer.returned === answer.total
    ? lanes.sort(
        (a, b) => typeRank(a.type) - typeRank(b.type) || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0),
      )
    : lanes;
}

interface Props {
  axis: Axis;
  left: number;
  isNarrow: boolean;
  counts: DayCount[];
  isByType: boolean;
  unwatched: readonly (readonly string[])[];
  lanes?: ChartLane[];
  groups: ChangeGroup[];
  hasChanges: boolean;
  fence?: Run;
  firstHandle: Ref<SVGGElement>;
  onFence: (fence: Run | undefined, isStep: boolean) => void;
}

const strip = { top: 12, height: 74 };

export function Chart({
  axis,
  left,
  isNarrow,
  counts,
  isByType,
  unwatched,
  lanes,
  groups,
  hasChanges,
  fence,
  firstHandle,
  onFence,
}: Props) {
  const hatch = useId();
  const [hovered, setHovered] = useState<number>();
  const bars = useMemo(() => barsOf(counts, axis), [counts, axis]);
  const markers = useMemo(() => markersOf(groups, axis), [groups, axis]);
  const nobody = useMemo(() => runsOf(unwatched), [unwatched]);

  const lane = isNarrow ? 38 : 21;
  const lanesTop = strip.top + strip.height + 24;
  // The place of four is kept until they are known.
  const lanesBottom = lanesTop + (lanes?.length ?? 4) * lane;
  const bottom = lanesBottom + (hasChanges ? 26 : 4);
  const middle = (i: number) => lanesTop + i * lane + (isNarrow ? 26 : lane / 2);
  const band = runsPath(axis, nobody, { y: strip.top, height: lanesBottom - strip.top });
  const share = bars[0]?.days ?? 1;
  return (
    <>
      <div
        className={css.about}
        style={isNarrow ? { left: 'auto', right: 0, top: -8 } : { width: left - 36 }}
      >
        <Readout
          axis={axis}
          counts={counts}
          hovered={hovered}
          isByType={isByType}
          share={share}
          isNarrow={isNarrow}
        />
      </div>
      <svg
        className={css.svg}
        width={left + axis.width + 12}
        height={bottom + 6}
        role="group"
        aria-label={`Records per day and ${counted(lanes?.length ?? 0, 'value')}, ${shortSpan(dayText(axis.from), dayText(axis.to))}`}
      >
        <Hatch id={hatch} />
        <g transform={`translate(${left} 0)`}>
          {band === '' ? null : (
            <g aria-hidden>
              <path className={css.band} d={band} />
              <path d={band} fill={`url(#${hatch})`} />
            </g>
          )}
          <Ticks axis={axis} y={strip.top + strip.height + 14} top={strip.top} bottom={lanesBottom} />
          <Strip axis={axis} bars={bars} top={strip.top} height={strip.height} />
          {lanes?.map((each, i) => (
            <Lane
              key={each.key}
              axis={axis}
              y={middle(i)}
              color={typeColor(each.type)}
              confirmed={each.confirmed}
              possible={each.possible}
              unwatched={minus(each.unwatched, nobody)}
              hatchId={hatch}
            />
          ))}
          <g aria-hidden>
            {Array.from({ length: (lanes?.length ?? 4) + 1 }, (_, i) => (
              <line
                key={i}
                className={css.grid}
                x1={isNarrow ? -left : 8 - left}
                x2={axis.width}
                y1={lanesTop + i * lane}
                y2={lanesTop + i * lane}
              />
            ))}
          </g>
          <Markers markers={markers} y={lanesBottom + 15} />
          <Brush
            axis={axis}
            top={strip.top - 4}
            bottom={lanesBottom}
            fence={fence}
            firstHandle={firstHandle}
            onHover={setHovered}
            onChange={onFence}
          />
        </g>
      </svg>
      <ul aria-label="Values">
        {lanes?.map((each, i) => (
          <li
            key={each.key}
            className={css.lane}
            style={
              {
                top: isNarrow ? lanesTop + i * lane + 2 : middle(i) - 9,
                width: isNarrow ? '100%' : left - 34,
                '--lane': typeColor(each.type),
              } as React.CSSProperties
            }
          >
            <span className={css.type}>{each.type}</span>
            <PageLink href={each.href} className={css.value} title={laneTitle(each)}>
              {each.name === undefined ? <Text text={each.text} /> : <NameText name={each.name} />}
              <span className="visually-hidden">: {laneTitle(each)}</span>
            </PageLink>
          </li>
        ))}
      </ul>
      {hasChanges && !isNarrow ? (
        <span className={css.caption} style={{ top: lanesBottom + 6 }}>
          Changes
        </span>
      ) : null}
    </>
  );
}

const laneTitle = ({ text, confirmed, possible }: ChartLane): string =>
  `${text}, seen on ${counted(daysIn(confirmed), 'day')}${
    possible.length === 0 ? '' : `, possibly on ${counted(daysIn(possible), 'day')} more`
  }`;

/** What the chart is; of the day under the pointer, its numbers. */
function Readout({
  axis,
  counts,
  hovered,
  isByType,
  share,
  isNarrow,
}: {
  axis: Axis;
  counts: DayCount[];
  hovered?: number;
  isByType: boolean;
  share: number;
  isNarrow: boolean;
}) {
  if (hovered !== undefined) {
    const begin = share === 1 ? hovered : Math.floor((hovered - 4) / share) * share + 4;
    const of = counts.filter((count) => count.day >= begin && count.day < begin + share);
    const count = of.reduce<DayCount | undefined>(
      (most, each) =>
        most === undefined || each.confirmed + each.possible > most.confirmed + most.possible ? each : most,
      undefined,
    );
    const day = count?.day ?? hovered;
    if (isNarrow)
      return <b>{`${shortDay(dayText(day))}: ${count?.confirmed ?? 0} + ${count?.possible ?? 0}`}</b>;
    return (
      <>
        <b>{shortDay(dayText(day))}</b>
        {count === undefined ? 'nothing seen' : counted(count.confirmed, 'record')}
        {count !== undefined && count.possible > 0 ? `, ${count.possible} possible` : ''}
        <br />
        {count?.parts
          .filter(({ type }) => type !== '')
          .slice(0, 5)
          .map(({ type, rows }) => `${type} ${rows}`)
          .join(' · ')}
      </>
    );
  }
  if (isNarrow) return null;
  return (
    <>
      <b>Records per day</b>
      {isByType ? 'confirmed, by type;' : 'confirmed;'} {share * axis.perDay < 6 ? 'shaded' : 'outlined'}:
      possible
      <br />
      {share === 1
        ? shortSpan(dayText(axis.from), dayText(axis.to))
        : `a bar for ${share} days: the busiest of them`}
    </>
  );
}
