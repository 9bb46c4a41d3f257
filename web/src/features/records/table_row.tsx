// SPDX-License-Identifier: Apache-2.0
// A row of the table, and its card on narrow screens.
import type { CSSProperties } from 'react';
import type { Row } from '@/shared/api/client';
import { exact } from '@/shared/text/numbers';
import { classes } from '@/shared/ui/controls';
import table from '@/shared/ui/table.module.css';
import { NameText, SourceBadges, TimeText, TypeChip } from '@/shared/ui/values';
import {
  type Column,
  type ColumnId,
  type Drawing,
  firstSeen,
  lastSeen,
  nameOf,
  rdataCell,
  sourcesOf,
} from './columns';
import css from './record_table.module.css';

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
        className={isNarrow ? table.card : classes(table.row, table.placed)}
        role="row"
        aria-rowindex={index + 2}
        aria-busy
        style={style}
      >
        <div role="gridcell" className={classes(table.cell, css.cell)}>
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
      className={classes(table.row, table.placed, activeColumn !== undefined && css.isActive)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={activeColumn !== undefined}
      style={style}
    >
      {columns.map((column, c) => (
        <div
          key={column.id}
          role="gridcell"
          aria-label={nameOf(row, column.id, drawing)}
          data-cell={`${index}:${c}`}
          tabIndex={c === activeColumn ? 0 : -1}
          className={classes(
            table.cell,
            css.cell,
            column.isNumber && table.number,
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
    <div className={table.card} role="row" aria-rowindex={index + 2} style={style}>
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
          <span className={css.grow}>
            <NameText name={row.rrname} registered={row.registered_domain} mark={drawing.mark} />
          </span>
          <b>{exact(row.count)}</b>
        </div>
        <div className={css.cardLine}>
          <span aria-hidden>→</span>
          <span className={css.grow}>{rdataCell(row, drawing)}</span>
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
