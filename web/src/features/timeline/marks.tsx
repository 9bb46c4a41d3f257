// SPDX-License-Identifier: Apache-2.0
// What is drawn on the axis: ticks, bars of days, lanes, markers. Each kind of mark is one path, however many there are.
import { ticks as valueTicks } from 'd3-array';
import { memo } from 'react';
import { exact } from '@/shared/text/numbers';
import { typeColor } from '@/shared/ui/values';
import { type Axis, type Run, runsPath, ticksOf } from './axis';
import type { Bar } from './calendar_days';
import type { Marker } from './change_words';
import css from './timeline.module.css';

/** Hatching for days on which nobody watched; referred to by its id. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={css.hatch} x1={0} x2={0} y1={0} y2={5} />
      </pattern>
    </defs>
  );
}

export const Ticks = memo(function Ticks({
  axis,
  y,
  top,
  bottom,
}: {
  axis: Axis;
  y: number;
  top: number;
  bottom: number;
}) {
  const ticks = ticksOf(axis);
  // A day with room for its label carries it in the middle, longer steps where they begin.
  const isDaily = axis.perDay >= 50;
  return (
    <g aria-hidden>
      {ticks.map(({ day, label }) => (
        <g key={day}>
          <line className={css.grid} x1={axis.x(day)} x2={axis.x(day)} y1={top} y2={bottom} />
          <text
            className={css.label}
            visibility={axis.x(day) + label.length * 5.8 > axis.width + 10 ? 'hidden' : undefined}
            x={isDaily ? axis.x(day + 0.5) : axis.x(day) + 3}
            y={y}
            textAnchor={isDaily ? 'middle' : 'start'}
          >
            {label}
          </text>
        </g>
      ))}
    </g>
  );
});

const box = (x: number, y: number, width: number, height: number): string =>
  `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;

export const Strip = memo(function Strip({
  axis,
  bars,
  top,
  height,
}: {
  axis: Axis;
  bars: readonly Bar[];
  top: number;
  height: number;
}) {
  const most = Math.max(1, ...bars.map((bar) => bar.confirmed + bar.possible));
  const scale = height / most;
  const grid = valueTicks(0, most, 2).filter((value) => Number.isInteger(value) && value <= most);
  const base = top + height;
  const byType = new Map<string, string>();
  let possible = '';
  const isThin = (bars[0]?.days ?? 1) * axis.perDay < 6;
  for (const bar of bars) {
    const whole = bar.days * axis.perDay;
    const gap = whole >= 10 ? 1 : whole >= 4 ? 0.5 : 0;
    const x = Math.max(0, axis.x(bar.day)) + gap;
    const width = Math.max(1, Math.min(axis.width, axis.x(bar.day) + whole) - x - gap);
    let y = base;
    for (const { type, rows } of bar.parts) {
      const part = rows * scale;
      y -= part;
      byType.set(
        type,
        (byType.get(type) ?? '') + box(x, y + (part > 4 ? 1 : 0), width, part > 4 ? part - 1 : part),
      );
    }
    if (bar.possible > 0) {
      const part = bar.possible * scale;
      possible += isThin
        ? box(x, y - part, width, part)
        : box(x + 0.5, y - part + 0.5, width - 1, part - 0.5);
    }
  }
  return (
    <g aria-hidden>
      {grid.map((value) => (
        <g key={value}>
          <line
            className={value === 0 ? css.base : css.grid}
            x1={0}
            x2={axis.width}
            y1={base - value * scale}
            y2={base - value * scale}
          />
          <text className={css.label} x={-7} y={base - value * scale + 3.5} textAnchor="end">
            {exact(value)}
          </text>
        </g>
      ))}
      <path className={isThin ? css.possibleThin : css.possible} d={possible} />
      {[...byType].map(([type, d]) => (
        <path key={type} d={d} fill={typeColor(type)} />
      ))}
    </g>
  );
});

/** The marks of one lane, 10 pixels high around `y`. */
export const Lane = memo(function Lane({
  axis,
  y,
  color,
  confirmed,
  possible,
  unwatched = [],
  hatchId,
}: {
  axis: Axis;
  y: number;
  color: string;
  confirmed: readonly Run[];
  possible: readonly Run[];
  unwatched?: readonly Run[];
  hatchId?: string;
}) {
  return (
    <g aria-hidden fill={color}>
      {hatchId === undefined || unwatched.length === 0 ? null : (
        <path d={runsPath(axis, unwatched, { y: y - 5, height: 10 })} fill={`url(#${hatchId})`} />
      )}
      <path className={css.maybe} d={runsPath(axis, possible, { y: y - 2, height: 4 })} />
      <path d={runsPath(axis, confirmed, { y: y - 5, height: 10, isByDay: true })} />
    </g>
  );
});

export const Markers = memo(function Markers({ markers, y }: { markers: readonly Marker[]; y: number }) {
  return (
    <g aria-hidden>
      {markers.map((marker) => (
        <g key={marker.label} transform={`translate(${marker.x.toFixed(1)} ${y})`}>
          <Diamond label={marker.label} width={marker.width} />
          {marker.side === undefined ? null : (
            <text
              className={css.words}
              x={marker.side === 'right' ? marker.width / 2 + 5 : -marker.width / 2 - 5}
              y={3.5}
              textAnchor={marker.side === 'right' ? 'start' : 'end'}
            >
              {marker.words}
            </text>
          )}
        </g>
      ))}
    </g>
  );
});

/** A numbered change, at the chart and in the list. */
export function Diamond({ label, width = 16 }: { label: string; width?: number }) {
  const half = width / 2;
  return (
    <>
      <path
        className={css.diamond}
        d={`M${-half} 0L${-half + 8} -8H${half - 8}L${half} 0L${half - 8} 8H${-half + 8}z`}
      />
      <text className={css.number} y={3.3}>
        {label}
      </text>
    </>
  );
}
