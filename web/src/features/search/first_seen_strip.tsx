// SPDX-License-Identifier: Apache-2.0
// When the rows of an answer were first seen; a brush keeps those of a span. Bars stay when the brush cuts, so that one
// sees what is left out.
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { scaleLinear } from 'd3-scale';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { Asked } from '@/shared/question/question';
import type { AnswerSearch, Merge } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { addDays, type Day, dayFromNumber, dayNumber, shortDay, shortSpan } from '@/shared/time/time';
import { AsTable, Button } from '@/shared/ui/controls';
import { type Bin, binsOf, nextStep, rowsBetween, snapped, type Step } from './bins';
import css from './search.module.css';
import { histogramQuery } from './queries';

const height = 74;
const floor = 52;
const top = 6;
const left = 34;

interface Span {
  from: Day;
  to: Day;
}

const withoutFirstBounds = (search: AnswerSearch): AnswerSearch => ({
  ...search,
  bounds: { ...search.bounds, first_after: undefined, first_before: undefined },
});

function spanOf({ bounds }: AnswerSearch, first: Day, last: Day): Span | undefined {
  const from = /^\d{4}-\d{2}-\d{2}/.exec(bounds?.first_after ?? '')?.[0];
  const to = /^\d{4}-\d{2}-\d{2}/.exec(bounds?.first_before ?? '')?.[0];
  return from === undefined && to === undefined ? undefined : { from: from ?? first, to: to ?? last };
}

export function FirstSeenStrip({
  asked,
  merge,
  onChange,
}: {
  asked: Asked;
  merge: Merge;
  onChange: (search: AnswerSearch) => void;
}) {
  const { data, error, isPending } = useQuery(
    histogramQuery({ question: asked.question, search: withoutFirstBounds(asked.search) }, merge),
  );
  const [isTable, setTable] = useState(false);
  // What failed is told by the table below; an answer without rows has no time.
  if (error !== null) return null;
  if (isPending)
    return <section className={css.strip} style={{ height: 112 }} aria-label="When first seen" />;
  const { from: first, to: last, step, num_results: total, complete } = data;
  if (first === undefined || last === undefined) return null;
  const bins = binsOf(data.bins, step);
  const span = spanOf(asked.search, first, last);
  const keep = (next: Span | undefined) => {
    onChange({
      ...asked.search,
      bounds: {
        ...asked.search.bounds,
        first_after: next === undefined ? undefined : `${next.from}T00:00:00Z`,
        first_before: next === undefined ? undefined : `${next.to}T23:59:59Z`,
      },
    });
  };
  return (
    <section className={css.strip} aria-label="When first seen">
      <div className={css.stripHead}>
        <h2>First seen, per {step}</h2>
        <span className="ink3">{complete ? 'matching records' : 'of a part: the time was up'}</span>
        <span className={css.stripSaid}>
          <SpanSaid bins={bins} span={span} total={total} />
        </span>
        {span === undefined ? null : (
          <Button
            look="link"
            onClick={() => {
              keep(undefined);
            }}
          >
            all time
          </Button>
        )}
        <AsTable isTable={isTable} onChange={setTable} />
      </div>
      {isTable ? (
        <BinTable bins={bins} step={step} />
      ) : (
        <Chart bins={bins} step={step} first={first} last={last} span={span} onSpan={keep} />
      )}
    </section>
  );
}

function SpanSaid({ bins, span, total }: { bins: Bin[]; span?: Span; total: number }) {
  if (span === undefined) return 'draw a span to keep what was first seen in it';
  const inside = rowsBetween(bins, span.from, span.to);
  return `${inside === undefined ? 'part' : exact(inside)} of ${exact(total)} first seen ${shortSpan(span.from, span.to)}`;
}

function BinTable({ bins, step }: { bins: Bin[]; step: Step }) {
  return (
    <div className={css.binTable} tabIndex={0} role="group" aria-label="Records by when first seen">
      <table>
        <thead>
          <tr>
            <th scope="col">{step}</th>
            <th scope="col">first seen</th>
          </tr>
        </thead>
        <tbody>
          {bins.map((bin) => (
            <tr key={bin.from}>
              <td>{shortSpan(bin.from, bin.to)}</td>
              <td>{exact(bin.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Labels with room for each in `width` pixels. */
function ticksOf(first: Day, last: Day, width: number): { day: Day; label: string }[] {
  const most = Math.max(1, Math.min(12, Math.floor(width / 76)));
  const years: { day: Day; label: string }[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++)
    years.push({ day: `${year}-01-01`, label: String(year) });
  if (years.length > 2) {
    const every = Math.ceil(years.length / most);
    return years.filter((_, i) => i % every === 0);
  }
  const days = dayNumber(last) - dayNumber(first);
  const every = Math.max(1, Math.ceil(days / Math.min(8, most)));
  return Array.from({ length: Math.floor(days / every) + 1 }, (_, i) => {
    const day = addDays(first, i * every);
    return { day, label: shortDay(day, i === 0) };
  });
}

function Chart({
  bins,
  step,
  first,
  last,
  span,
  onSpan,
}: {
  bins: Bin[];
  step: Step;
  first: Day;
  last: Day;
  span?: Span;
  onSpan: (span: Span) => void;
}) {
  const { ref, width } = useElementSize();
  const [drawn, setDrawn] = useState<{ begun: number; at: number }>();
  const from = dayNumber(bins[0]?.from ?? first);
  const to = dayNumber(bins.at(-1)?.to ?? last) + 1;
  const x = scaleLinear([from, to], [left, Math.max(left + 1, width - 8)]);
  const most = Math.max(1, ...bins.map((bin) => bin.rows));
  const y = scaleLinear([0, most], [0, floor - top]);
  const dayAt = (event: PointerEvent<SVGSVGElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(from, Math.min(to - 1, Math.floor(x.invert(event.clientX - box.left))));
  };
  const shownSpan: Span | undefined =
    drawn === undefined
      ? span
      : spanBetween(bins, step, Math.min(drawn.begun, drawn.at), Math.max(drawn.begun, drawn.at));
  const onUp = () => {
    if (drawn === undefined) return;
    if (shownSpan !== undefined) onSpan(shownSpan);
    setDrawn(undefined);
  };
  const xFrom = shownSpan === undefined ? 0 : x(Math.max(from, dayNumber(shownSpan.from)));
  const xTo = shownSpan === undefined ? 0 : x(Math.min(to, dayNumber(shownSpan.to) + 1));
  return (
    <div ref={ref} className={css.chart}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          role="group"
          aria-label={`${exact(bins.reduce((sum, bin) => sum + bin.rows, 0))} records by when first seen, ${shortSpan(first, last)}`}
          onPointerDown={(event) => {
            if (event.button !== 0 || (event.target as Element).hasAttribute('data-handle')) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const day = dayAt(event);
            setDrawn({ begun: day, at: day });
          }}
          onPointerMove={(event) => {
            if (drawn !== undefined) setDrawn({ ...drawn, at: dayAt(event) });
          }}
          onPointerUp={onUp}
          onPointerCancel={() => {
            setDrawn(undefined);
          }}
        >
          <text x={left - 6} y={top + 8} textAnchor="end" className={css.axis}>
            {exact(most)}
          </text>
          <text x={left - 6} y={floor} textAnchor="end" className={css.axis}>
            0
          </text>
          {shownSpan === undefined ? null : (
            <rect x={xFrom} y={0} width={Math.max(1, xTo - xFrom)} height={floor} className={css.brush} />
          )}
          {bins.map((bin) => {
            const begin = x(dayNumber(bin.from));
            const barHeight = Math.max(1.5, y(bin.rows));
            const isIn = shownSpan !== undefined && bin.from >= shownSpan.from && bin.to <= shownSpan.to;
            return (
              <rect
                key={bin.from}
                x={begin}
                y={floor - barHeight}
                width={Math.max(1, x(dayNumber(bin.to) + 1) - begin - 1)}
                height={barHeight}
                className={isIn || shownSpan === undefined ? css.barIn : css.barOut}
              >
                <title>{`${shortSpan(bin.from, bin.to)}: ${exact(bin.rows)}`}</title>
              </rect>
            );
          })}
          <line x1={left} x2={width - 8} y1={floor + 0.5} y2={floor + 0.5} className={css.floor} />
          {ticksOf(first, last, width - left).map(({ day, label }) => {
            const at = x(Math.max(from, dayNumber(day)));
            return at > width - 50 ? null : (
              <text key={day} x={at + 3} y={floor + 15} className={css.axis}>
                {label}
              </text>
            );
          })}
          {shownSpan === undefined ? null : (
            <>
              <Handle
                at={xFrom}
                end="from"
                span={shownSpan}
                step={step}
                bounds={[first, last]}
                onSpan={onSpan}
              />
              <Handle at={xTo} end="to" span={shownSpan} step={step} bounds={[first, last]} onSpan={onSpan} />
            </>
          )}
        </svg>
      )}
    </div>
  );
}

function spanBetween(bins: Bin[], step: Step, from: number, to: number): Span {
  const [first, last] = snapped(bins, dayFromNumber(from), dayFromNumber(to), step);
  return { from: first, to: last };
}

/** An end of the brush: a slider for the keyboard. */
function Handle({
  at,
  end,
  span,
  step,
  bounds,
  onSpan,
}: {
  at: number;
  end: 'from' | 'to';
  span: Span;
  step: Step;
  bounds: [Day, Day];
  onSpan: (span: Span) => void;
}) {
  const day = span[end];
  const onKeyDown = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const begin = end === 'from' ? day : addDays(day, 1);
    const moved =
      way === 1
        ? nextStep(begin, step)
        : spanBetween([], step, dayNumber(begin) - 1, dayNumber(begin) - 1).from;
    const next = { ...span, [end]: end === 'from' ? moved : addDays(moved, -1) };
    if (next.from <= next.to) onSpan(next);
  };
  return (
    <g
      role="slider"
      tabIndex={0}
      aria-label={end === 'from' ? 'First day of the span' : 'Last day of the span'}
      aria-valuemin={dayNumber(bounds[0])}
      aria-valuemax={dayNumber(bounds[1])}
      aria-valuenow={dayNumber(day)}
      aria-valuetext={shortDay(day)}
      className={css.handle}
      onKeyDown={onKeyDown}
    >
      <line x1={at} x2={at} y1={0} y2={floor} />
      <rect x={at - 3.5} y={floor / 2 - 9} width={7} height={18} rx={2} />
    </g>
  );
}
