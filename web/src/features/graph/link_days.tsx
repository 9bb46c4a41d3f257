// SPDX-License-Identifier: Apache-2.0
// Days in the panel of a node: on which its links were seen, and on which the nearest names held the same values.
import { useElementSize } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { memo, type ReactNode, useId, useMemo } from 'react';
import {
  type Axis,
  axisOf,
  dayText,
  Hatch,
  historyAsked,
  Lane,
  lanesQuery,
  padded,
  type Run,
  runsOf,
  runsPath,
} from '@/features/timeline';
import type { Fence } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { dayNumber, shortSpan } from '@/shared/time/time';
import { classes } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { Text, typeColor } from '@/shared/ui/values';
import css from './graph.module.css';
import { edgeKey, type GraphNode, type GraphState, type Link, linkKind, type Near } from './graph_state';
import { type Days, daysOfLanes, holding, isSeen, lanesOfLink, saidDays, spanOf } from './lane_days';
import { isName } from './ways';

const mostLanes = 300;
const mostLinks = 12;
const mostNear = 4;

const lanesOfNode = (node: GraphNode) =>
  lanesQuery(
    historyAsked({ q: node.text, in: isName(node) ? 'name' : 'rdata' }, { filters: {} }),
    mostLanes,
    '-last_seen',
  );

interface DayRow {
  id: string;
  label: string;
  days: Days;
  color: string;
  isChosen?: boolean;
  onChoose?: () => void;
}

/** Rows of days on one axis. */
function DayRows({
  title,
  rows,
  unwatched,
  fence,
  note,
}: {
  title: string;
  rows: DayRow[];
  unwatched: Run[];
  fence?: Fence;
  note?: ReactNode;
}) {
  const { ref, width } = useElementSize();
  const hatch = useId();
  const span = spanOf(rows.map(({ days }) => days));
  const axis = useMemo(
    () => (span === undefined ? undefined : axisOf(...padded(span), Math.max(40, Math.floor(width)))),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a span is new each time and the same
    [span?.[0], span?.[1], width],
  );
  return (
    <section aria-label={title}>
      <div className={css.head}>
        <h3>{title}</h3>
        <span>{span === undefined ? '' : shortSpan(dayText(span[0]), dayText(span[1]))}</span>
      </div>
      <svg width={0} height={0} className={css.defs} aria-hidden>
        <Hatch id={hatch} />
      </svg>
      <ul className={css.days}>
        {rows.map((row, i) => (
          <li key={row.id} className={classes(row.isChosen === true && css.isChosen)}>
            {row.onChoose === undefined ? (
              <span className="mono">
                <Text text={row.label} />
              </span>
            ) : (
              <button type="button" className="mono" onClick={row.onChoose}>
                <Text text={row.label} />
              </button>
            )}
            <span ref={i === 0 ? ref : undefined} className={css.lane}>
              {axis === undefined || width === 0 ? null : (
                <LaneDrawing axis={axis} row={row} hatch={hatch} unwatched={unwatched} fence={fence} />
              )}
            </span>
            <span title={daysTitle(row.days)}>{saidDays(row.days)}</span>
          </li>
        ))}
      </ul>
      {note === undefined ? null : <p className="ink3">{note}</p>}
    </section>
  );
}

function daysTitle(days: Days): string {
  const span = spanOf([days]);
  return span === undefined
    ? 'On no day in the store'
    : `Days on which it was seen, within ${shortSpan(dayText(span[0]), dayText(span[1]))}`;
}

function LaneDrawing({
  axis,
  row,
  hatch,
  unwatched,
  fence,
}: {
  axis: Axis;
  row: DayRow;
  hatch: string;
  unwatched: Run[];
  fence?: Fence;
}) {
  const band = { y: 0, height: 20 };
  return (
    <svg width={axis.width} height={20} aria-hidden>
      <path d={runsPath(axis, unwatched, band)} fill={`url(#${hatch})`} />
      {fence === undefined ? null : (
        <path
          className={css.fenced}
          d={runsPath(axis, [[dayNumber(fence.from), dayNumber(fence.to)]], band)}
        />
      )}
      <Lane
        axis={axis}
        y={10}
        color={row.color}
        confirmed={row.days.confirmed}
        possible={row.days.possible}
      />
    </svg>
  );
}

/** The days of the links of a node, the chosen one first. */
export const LinkDays = memo(function LinkDays({
  node,
  links,
  chosenLink,
  fence,
  onLink,
}: {
  node: GraphNode;
  links: Link[];
  chosenLink?: string;
  fence?: Fence;
  onLink: (key: string) => void;
}) {
  const { data, error, isPending, refetch } = useQuery(lanesOfNode(node));
  const wanted = links
    .filter(({ edge }) => linkKind(edge) === 'record')
    .sort((a, b) => Number(edgeKey(b.edge) === chosenLink) - Number(edgeKey(a.edge) === chosenLink));
  if (wanted.length === 0) return null;
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending)
    return (
      <section>
        <Skeleton rows={3} />
      </section>
    );
  const rows = wanted.slice(0, mostLinks).map((link): DayRow => {
    const key = edgeKey(link.edge);
    return {
      id: key,
      label: link.other.text,
      days: daysOfLanes(lanesOfLink(data.lanes, link, link.edge.from === node.id)),
      color: typeColor(link.edge.type),
      isChosen: key === chosenLink,
      onChoose: () => {
        onLink(key);
      },
    };
  });
  const isCut = data.returned < data.total;
  return (
    <DayRows
      title="Days of its links"
      rows={rows}
      unwatched={runsOf(data.not_watched)}
      fence={fence}
      note={
        isCut
          ? `Of the ${exact(data.returned)} lanes seen last, of ${exact(data.total)}.`
          : wanted.length > mostLinks
            ? `and ${exact(wanted.length - mostLinks)} more`
            : undefined
      }
    />
  );
});

/** On which days the node and those nearest to it held the values that they share. */
export const SharedDays = memo(function SharedDays({
  state,
  node,
  near,
  fence,
  onChoose,
}: {
  state: GraphState;
  node: GraphNode;
  near: Near[];
  fence?: Fence;
  onChoose: (id: string) => void;
}) {
  const nearest = near.slice(0, mostNear);
  const shared = [...new Set(nearest.flatMap((each) => each.shared))];
  const textOf = new Map(state.nodes.map((each) => [each.id, each.text]));
  const texts = (ids: string[]) => ids.map((id) => textOf.get(id) ?? '');
  const asked = [{ node, shared }, ...nearest].map((each) => ({
    node: each.node,
    values: texts(each.shared),
  }));
  const answers = useQueries({ queries: asked.map((each) => lanesOfNode(each.node)) });
  const type = state.edges.find((edge) => edge.from === node.id && shared.includes(edge.to))?.type ?? 'NS';
  const rows = asked.flatMap((each, i): DayRow[] => {
    const lanes = answers[i]?.isPlaceholderData === true ? undefined : answers[i]?.data?.lanes;
    if (lanes === undefined) return [];
    return [
      {
        id: each.node.id,
        label: each.node.text,
        days: daysOfLanes(holding(lanes, each.values)),
        color: typeColor(type),
        isChosen: each.node.id === node.id,
        onChoose:
          each.node.id === node.id
            ? undefined
            : () => {
                onChoose(each.node.id);
              },
      },
    ];
  });
  if (nearest.length === 0 || !rows.some(({ days }) => isSeen(days))) return null;
  return (
    <DayRows
      title="Days on shared values"
      rows={rows}
      unwatched={runsOf(answers[0]?.data?.not_watched ?? [])}
      fence={fence}
    />
  );
});
