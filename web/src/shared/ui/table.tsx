// SPDX-License-Identifier: Apache-2.0
// Heads of columns, of grids and of tables alike.
import { IconTriangleFilled, IconTriangleInvertedFilled } from '@tabler/icons-react';
import { classes } from './controls';
import css from './table.module.css';

export type Direction = 'ascending' | 'descending' | 'none';

/** How a column that sorts by `own` stands in an order, as the API writes it: `-first_seen` descends. */
export const directionOf = (own: string | undefined, sort: string): Direction | undefined =>
  own === undefined ? undefined : sort === own ? 'ascending' : sort === `-${own}` ? 'descending' : 'none';

/** The order after a click on a head: the other way round, else the way in which one begins with it. */
export function sortAfter(own: string, sort: string, isDescendingFirst: boolean): string {
  if (sort === own) return `-${own}`;
  if (sort === `-${own}`) return own;
  return isDescendingFirst ? `-${own}` : own;
}

/** What stands in a head: a button where the column sorts. */
export function HeadLabel({
  title,
  direction,
  onSort,
}: {
  title: string;
  direction?: Direction;
  onSort?: () => void;
}) {
  if (onSort === undefined) return <span className={css.headText}>{title}</span>;
  return (
    <button type="button" className={css.headButton} onClick={onSort}>
      {title}
      {direction === 'descending' ? (
        <IconTriangleInvertedFilled size={8} aria-hidden />
      ) : direction === 'ascending' ? (
        <IconTriangleFilled size={8} aria-hidden />
      ) : null}
    </button>
  );
}

/** A head in a grid. Without `own` or `onSort` nothing sorts by it. */
export function ColumnHead({
  title,
  own,
  sort,
  isDescendingFirst = false,
  isNumber = false,
  className,
  onSort,
}: {
  title: string;
  own?: string;
  sort: string;
  isDescendingFirst?: boolean;
  isNumber?: boolean;
  className?: string;
  onSort?: (sort: string) => void;
}) {
  const direction = onSort === undefined ? undefined : directionOf(own, sort);
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={classes(css.headCell, isNumber && css.number, className)}
    >
      <HeadLabel
        title={title}
        direction={direction}
        onSort={
          own === undefined || onSort === undefined
            ? undefined
            : () => {
                onSort(sortAfter(own, sort, isDescendingFirst));
              }
        }
      />
    </div>
  );
}
