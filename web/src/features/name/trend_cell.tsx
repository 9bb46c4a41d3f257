// SPDX-License-Identifier: Apache-2.0
// The trend of a name and all below it, small, on a scale of its own.
import { useInViewport } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { calendarQuery } from '@/features/timeline';
import { type Asked, nameQuestion } from '@/shared/question/question';
import { filterParameters } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { exact } from '@/shared/text/numbers';
import { dayFromNumber, dayOf, shortSpan } from '@/shared/time/time';
import css from './subdomains.module.css';
import type { TreeNode } from './tree';
import { firstDayOf, type Trend, trendOf, trendOfTimes, type TrendSpan } from './trend';

const [width, height] = [84, 18];
/** Records of a row that are read for a picture of this size. */
const mostRecords = 100_000;
const patience = 150;

/** Rows out of sight, or that only scroll by, are not asked for. */
function useIsLookedAt(isInSight: boolean): boolean {
  const [isLookedAt, setLookedAt] = useState(false);
  useEffect(() => {
    if (!isInSight || isLookedAt) return undefined;
    const timer = setTimeout(() => {
      setLookedAt(true);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, [isInSight, isLookedAt]);
  return isLookedAt;
}

export function TrendCell({ node, asked, span }: { node: TreeNode; asked: Asked; span: TrendSpan }) {
  if (node.time_first === undefined || node.time_last === undefined) return null;
  const known = trendOfTimes(dayOf(Number(node.time_first)), dayOf(Number(node.time_last)), span);
  if (known !== undefined) return <Bars trend={known} span={span} />;
  if (node.rows > mostRecords)
    return (
      <span className="ink3" title={`More than ${exact(mostRecords)} records: its own page draws them`}>
        too many to draw
      </span>
    );
  return <AskedTrend node={node} asked={asked} span={span} />;
}

function AskedTrend({ node, asked, span }: { node: TreeNode; asked: Asked; span: TrendSpan }) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const isLookedAt = useIsLookedAt(inViewport);
  const { data, error } = useQuery({
    ...calendarQuery({
      question: nameQuestion(withoutDot(node.name), 'below'),
      filters: { ...filterParameters(asked.search), day_from: firstDayOf(span) },
    }),
    enabled: isLookedAt,
    placeholderData: undefined,
  });
  return (
    <span ref={ref} className={css.trend}>
      {data === undefined ? (
        error === null ? null : (
          <span className="ink3">not known</span>
        )
      ) : (
        <Bars trend={trendOf(data.days, span)} span={span} isPartial={!data.complete} />
      )}
    </span>
  );
}

function words({ bars, most }: Trend, span: TrendSpan, isPartial: boolean): string {
  if (most === 0) return `not seen in the last ${span.title}`;
  const at = bars.indexOf(most);
  const from = span.from + at * span.days;
  const when = shortSpan(dayFromNumber(from), dayFromNumber(from + span.days - 1));
  const seen = bars.filter((bar) => bar > 0).length;
  return `${isPartial ? 'partial: ' : ''}seen in ${seen} of ${span.title}, most ${when}`;
}

function Bars({ trend, span, isPartial = false }: { trend: Trend; span: TrendSpan; isPartial?: boolean }) {
  const { bars, most } = trend;
  const step = width / span.bars;
  const said = words(trend, span, isPartial);
  const bar = (count: number, at: number) => {
    const tall = Math.max(1.5, (count / most) * (height - 3));
    return `M${(at * step).toFixed(1)} ${(height - tall).toFixed(1)}h${(step - 0.8).toFixed(1)}V${height}h-${(step - 0.8).toFixed(1)}z`;
  };
  const path = bars.map((count, at) => (count > 0 && at < span.bars - 1 ? bar(count, at) : '')).join('');
  const running = bars.at(-1) ?? 0;
  return (
    <svg className={css.trend} width={width} height={height} role="img" aria-label={said}>
      <title>{said}</title>
      <line className={css.trendFloor} x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      <path className={css.trendBars} d={path} />
      {running > 0 ? <path className={css.trendLast} d={bar(running, span.bars - 1)} /> : null}
    </svg>
  );
}
