// SPDX-License-Identifier: Apache-2.0
// Who lived here and when: a row each, its lane on one axis.
import { useElementSize } from '@mantine/hooks';
import { useId, useMemo } from 'react';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Fence } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { dayNumber } from '@/shared/time/time';
import { Tag } from '@/shared/ui/controls';
import { NameText, TypeChip, typeColor } from '@/shared/ui/values';
import {
  type Axis,
  axisOf,
  daysIn,
  Hatch,
  Lane,
  padded,
  type Run,
  runsPath,
  Ticks,
  ticksOf,
} from '@/features/timeline';
import css from './address.module.css';
import type { Resident } from './residents';

interface Props {
  residents: Resident[];
  window: Run;
  unwatched: Run[];
  fence?: Fence;
  /** Domains to be rid of, with the way to tick them; absent for single names. */
  suspects?: { chosen: string[]; isFull: boolean; toggle: (name: string) => void };
}

export function ResidentTable({ residents, window, unwatched, fence, suspects }: Props) {
  const { ref, width } = useElementSize<HTMLTableCellElement>();
  const hatch = useId();
  const axis = useMemo(() => {
    const [from, to] = padded(window);
    return axisOf(from, to, Math.max(60, Math.floor(width) - 12));
  }, [window, width]);
  const grid = useMemo(
    () =>
      ticksOf(axis)
        .map(({ day }) => `M${axis.x(day).toFixed(1)} 0v28`)
        .join(''),
    [axis],
  );
  const span: Run | undefined =
    fence === undefined ? undefined : [dayNumber(fence.from), dayNumber(fence.to)];
  // Of several addresses they are not counted.
  const hasDays = residents.some((resident) => resident.days !== undefined);
  const ground = {
    grid,
    hatch,
    band: runsPath(axis, unwatched, { y: 0, height: 28 }),
    fence: span === undefined ? '' : runsPath(axis, [span], { y: 0, height: 28 }),
  };
  return (
    <table className={css.table}>
      <thead>
        <tr>
          {suspects === undefined ? null : (
            <th scope="col" className={css.column1}>
              <span className="visually-hidden">Be rid of</span>
            </th>
          )}
          <th scope="col" className={css.columnName}>
            {suspects === undefined ? 'Name' : 'Registered domain'}
          </th>
          <th scope="col" className={`${css.figure ?? ''} ${css.columnFigure ?? ''}`}>
            {suspects === undefined ? 'Type' : 'Names'}
          </th>
          {hasDays ? (
            <th scope="col" className={`${css.figure ?? ''} ${css.columnFigure ?? ''}`}>
              Days
            </th>
          ) : null}
          <th scope="col" className={css.axis} ref={ref}>
            <span className="visually-hidden">Days on which it was seen</span>
            {width === 0 ? null : (
              <svg width={axis.width} height={28} aria-hidden>
                <Hatch id={hatch} />
                <Ticks axis={axis} y={18} top={22} bottom={28} />
              </svg>
            )}
          </th>
          {suspects === undefined ? null : (
            <th scope="col" className={`${css.columnTags ?? ''} ${css.wideOnly ?? ''}`}>
              Known as
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {residents.map((resident) => {
          const isChosen = suspects?.chosen.includes(resident.name) ?? false;
          return (
            <tr key={`${resident.type} ${resident.name}`} data-chosen={isChosen ? true : undefined}>
              {suspects === undefined ? null : (
                <td className={css.checkCell}>
                  <label className={css.check}>
                    <input
                      type="checkbox"
                      aria-label={`Be rid of ${resident.name}`}
                      checked={isChosen}
                      disabled={!isChosen && suspects.isFull}
                      onChange={() => {
                        suspects.toggle(resident.name);
                      }}
                    />
                  </label>
                </td>
              )}
              <th scope="row">
                <PageLink href={pages.name(resident.name)}>
                  <NameText
                    name={resident.name}
                    registered={resident.names === undefined ? undefined : resident.name}
                  />
                </PageLink>
              </th>
              <td className={css.figure} data-label={resident.names === 1 ? 'name' : 'names'}>
                {resident.names === undefined ? <TypeChip type={resident.type} /> : exact(resident.names)}
              </td>
              {hasDays ? (
                <td
                  className={css.figure}
                  data-label={resident.days === 1 ? 'day' : 'days'}
                  title={daysTitle(resident)}
                >
                  {resident.days === undefined ? '' : exact(resident.days)}
                </td>
              ) : null}
              <td className={css.axis}>
                {width === 0 ? null : (
                  <RowLane
                    axis={axis}
                    resident={resident}
                    ground={ground}
                    isFaint={suspects !== undefined && !isChosen}
                  />
                )}
              </td>
              {suspects === undefined ? null : (
                <td className={css.wideOnly}>
                  {resident.rank === undefined ? null : `top ${exact(resident.rank)} `}
                  {resident.tags
                    .filter((tag) => tag !== 'popular' || resident.rank === undefined)
                    .map((tag) => (
                      <Tag key={tag}>{tag}</Tag>
                    ))}
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const daysTitle = ({ isSketch, possible }: Resident): string | undefined =>
  isSketch
    ? 'Drawn by its first and last time alone'
    : possible.length === 0
      ? undefined
      : `and possibly ${exact(daysIn(possible))} more`;

function RowLane({
  axis,
  resident,
  ground,
  isFaint,
}: {
  axis: Axis;
  resident: Resident;
  ground: { grid: string; band: string; fence: string; hatch: string };
  isFaint: boolean;
}) {
  return (
    <svg width={axis.width} height={28} aria-hidden>
      <path className={css.gridLine} d={ground.grid} />
      {ground.band === '' ? null : <path d={ground.band} fill={`url(#${ground.hatch})`} />}
      {ground.fence === '' ? null : <path className={css.fence} d={ground.fence} />}
      <g className={isFaint ? css.faint : undefined}>
        <Lane
          axis={axis}
          y={14}
          color={typeColor(resident.type)}
          confirmed={resident.confirmed}
          possible={resident.possible}
        />
      </g>
    </svg>
  );
}
