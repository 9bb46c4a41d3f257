// SPDX-License-Identifier: Apache-2.0
// A row of the table, its card on narrow screens, and the heads of columns.
import { IconTriangleFilled, IconTriangleInvertedFilled } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { Row } from '@/shared/api/client';
import { exact } from '@/shared/text/numbers';
import { classes } from '@/shared/ui/controls';
import { SourceBadges, TimeText, TypeChip } from '@/shared/ui/values';
import {
  type Column,
  type ColumnId,
  type Drawing,
  firstSeen,
  lastSeen,
  rdataCell,
  sourcesOf,
} from './columns';
import css from './record_table.module.css';

const nextSort = (column: Column, sort: string): string => {
  const own = column.sort ?? '';
  if (sort === own) return `-${own}`;
  if (sort === `-${own}`) return own;
  return column.isDescendingFirst ? `-${own}` : own;
};

interface RowProps {
  index: number;
  row?: Row;
  columns: Column[];
  activeColumn?: number;
  isNarrow: boolean;
  drawing: Drawing;
  style: CSSProperties;
  onCell: (row: Row, column: ColumnId, columnIndex: number, rect: DOMRect) => void;
}

export function TableRow({ index, row, columns, activeColumn, isNarrow, drawing, style, onCell }: RowProps) {
  if (row === undefined)
    return (
      <div
        className={isNarrow ? css.card : css.row}
        role="row"
        aria-rowindex={index + 2}
        aria-busy
        style={style}
      >
        <div role="gridcell" className={css.cell}>
          …
        </div>
      </div>
    );
  if (isNarrow)
    return (
      <RowCard
        row={row}
        index={index}
        drawing={drawing}
        style={style}
        onMenu={(rect) => {
          onCell(row, 'rdata', 0, rect);
        }}
      />
    );
  return (
    <div
      className={classes(css.row, activeColumn !== undefined && css.isActive)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={activeColumn !== undefined}
      style={style}
    >
      {columns.map((column, c) => (
        <div
          key={column.id}
          role="gridcell"
          data-cell={`${index}:${c}`}
          tabIndex={c === activeColumn ? 0 : -1}
          className={classes(
            css.cell,
            column.isNumber && css.number,
            row.seen === 'possible' && css.possible,
          )}
          onClick={(event) => {
            if (document.getSelection()?.isCollapsed !== false)
              onCell(row, column.id, c, event.currentTarget.getBoundingClientRect());
          }}
        >
          {column.cell(row, drawing)}
        </div>
      ))}
    </div>
  );
}

export function HeadCell({
  column,
  title = column.title,
  sort,
  onSort,
}: {
  column: Column;
  title?: string;
  sort: string;
  /** Without it nothing can be sorted. */
  onSort?: (sort: string) => void;
}) {
  const own = onSort === undefined ? undefined : column.sort;
  const direction =
    own === undefined ? undefined : sort === own ? 'ascending' : sort === `-${own}` ? 'descending' : 'none';
  return (
    <div
      role="columnheader"
      className={classes(css.headCell, column.isNumber && css.number)}
      aria-sort={direction}
    >
      {own === undefined ? (
        <span>{title}</span>
      ) : (
        <button
          type="button"
          onClick={() => {
            onSort?.(nextSort(column, sort));
          }}
        >
          {title}
          {direction === 'descending' ? (
            <IconTriangleInvertedFilled size={8} aria-hidden />
          ) : direction === 'ascending' ? (
            <IconTriangleFilled size={8} aria-hidden />
          ) : null}
        </button>
      )}
    </div>
  );
}

function RowCard({
  row,
  index,
  drawing,
  style,
  onMenu,
}: {
  row: Row;
  index: number;
  drawing: Drawing;
  style: CSSProperties;
  onMenu: (rect: DOMRect) => void;
}) {
  return (
    <div className={css.card} role="row" aria-rowindex={index + 2} style={style}>
      <div
        role="gridcell"
        tabIndex={0}
        data-cell={`${index}:0`}
        onClick={(event) => {
          onMenu(event.currentTarget.getBoundingClientRect());
        }}
      >
        <div className={css.cardLine}>
          <TypeChip type={row.rrtype} />
          <SourceBadges names={sourcesOf(row)} />
          <span className={classes(css.grow, 'mono')}>{row.rrname.replace(/\.$/, '')}</span>
          <b>{exact(row.count)}</b>
        </div>
        <div className={css.cardLine}>
          <span className={css.grow}>→ {rdataCell(row, drawing)}</span>
          <span />
        </div>
        <div className={css.cardLine}>
          <span className="ink3">
            <TimeText time={firstSeen(row)} />
          </span>
          <span className="ink3">
            → <TimeText time={lastSeen(row)} />
          </span>
          {drawing.lane === undefined ? null : <span className={css.cardLane}>{drawing.lane(row)}</span>}
        </div>
      </div>
    </div>
  );
}
