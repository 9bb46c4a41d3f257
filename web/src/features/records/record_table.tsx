// SPDX-License-Identifier: Apache-2.0
// The table: virtual rows, order by every column on the server, one tab stop with a roving cell (ARIA APG, data grid).
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import type { VirtualItem } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Row } from '@/shared/api/client';
import { usePreferences } from '@/shared/theme/preferences';
import { nameOfKey } from '@/shared/keyboard/keys';
import { exact } from '@/shared/text/numbers';
import { Button, classes, Kbd } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { ColumnHead } from '@/shared/ui/table';
import table from '@/shared/ui/table.module.css';
import { CellMenu, type CellPlace } from './cell_menu';
import type { CellActions } from './cell_actions';
import type { Column, ColumnId, Drawing } from './columns';
import type { Rows, Unsorted } from './rows';
import css from './record_table.module.css';
import { useScaledRows } from './scaled_rows';
import { TableRow } from './table_row';

interface Props {
  label: string;
  rows: Rows;
  columns: Column[];
  sort: string;
  onSort: (sort: string) => void;
  actions: CellActions;
  drawing?: Drawing;
  widths?: Partial<Record<ColumnId, string>>;
  titles?: Partial<Record<ColumnId, string>>;
  /** In the foot: how times, names and rows are told. */
  note?: React.ReactNode;
  /** What stands where there are no rows. */
  empty: React.ReactNode;
  opened?: Opened;
}

/** A record shown whole: under its row, or under the table where that row is not in sight. */
export interface Opened {
  isOf: (row: Row) => boolean;
  content: React.ReactNode;
}

/** As far as one looks for the row of the record that is open. */
const farthest = 1000;

function rowOf({ isOf }: Opened, rows: Rows): number | undefined {
  for (let at = 0; at < Math.min(rows.count, farthest); at++) {
    const row = rows.row(at);
    if (row !== undefined && isOf(row)) return at;
  }
  return undefined;
}

/** Where the open record stands, and how high it is there. */
function useUnder(opened: Opened | undefined, rows: Rows) {
  const { ref: cell, height } = useElementSize<HTMLDivElement>();
  const row = opened === undefined ? undefined : rowOf(opened, rows);
  return {
    cell,
    // No row has the number -1.
    place: row === undefined ? { row: -1, height: 0 } : { row, height },
    content: opened?.content,
    elsewhere: row === undefined ? opened?.content : undefined,
  };
}

const stepsOf = (page: number, columns: number): Record<string, [number, number]> => ({
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  j: [1, 0],
  k: [-1, 0],
  l: [0, 1],
  h: [0, -1],
  PageDown: [page, 0],
  PageUp: [-page, 0],
  Home: [0, -columns],
  End: [0, columns],
});

const cellKeys: Record<string, ((actions: CellActions, row: Row, column: ColumnId) => void) | undefined> = {
  Enter: (actions, row, column) => {
    actions.pivot(row, column, 'right');
  },
  'Shift+Enter': (actions, row, column) => {
    actions.pivot(row, column, 'left');
  },
  f: (actions, row, column) => {
    actions.only(row, column);
  },
  x: (actions, row, column) => {
    actions.exclude(row, column);
  },
  c: (actions, row, column) => {
    actions.copy(row, column, true);
  },
  'Shift+c': (actions, row, column) => {
    actions.copy(row, column, false);
  },
  g: (actions, row, column) => {
    actions.graph(row, column);
  },
};

export function RecordTable({
  label,
  rows,
  columns,
  sort,
  onSort,
  actions,
  drawing = {},
  widths: own,
  titles,
  note,
  empty,
  opened,
}: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const { preferences } = usePreferences();
  const rowHeight = isNarrow ? 84 : preferences.density === 'comfortable' ? 36 : 28;
  const { cell, place: under, content, elsewhere } = useUnder(opened, rows);
  const { virtualizer, height, top } = useScaledRows(rows.count, rowHeight, scroll, under);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const [menu, setMenu] = useState<CellPlace>();
  const wantsFocus = useRef(false);
  const items = virtualizer.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  const { show } = rows;

  useEffect(() => {
    virtualizer.measure();
  }, [rowHeight, virtualizer, under.row, under.height]);
  useEffect(() => {
    show(from, to);
  }, [show, from, to]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const cell = scroll.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.column}"]`);
    if (cell) {
      wantsFocus.current = false;
      cell.focus({ preventScroll: true });
    }
  });

  const move = (rowStep: number, columnStep: number) => {
    const row = Math.max(0, Math.min(rows.count - 1, active.row + rowStep));
    const column = Math.max(0, Math.min(columns.length - 1, active.column + columnStep));
    wantsFocus.current = true;
    setActive({ row, column });
    virtualizer.scrollToIndex(row, { align: 'auto' });
  };

  const placeOf = (row: Row, rowIndex: number, column: Column, columnIndex: number): CellPlace => {
    const cell = scroll.current?.querySelector(`[data-cell="${rowIndex}:${columnIndex}"]`);
    return { row, column: column.id, rect: cell?.getBoundingClientRect() ?? new DOMRect() };
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target as HTMLElement).dataset.cell) return;
    const key = nameOfKey(event);
    if (!preferences.letters && /^(Shift\+)?[a-z]$/.test(key)) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 2);
    const step = stepsOf(page, columns.length)[key];
    const row = rows.row(active.row);
    const column = columns[active.column];
    if (step !== undefined) move(...step);
    else if (row === undefined || column === undefined) return;
    else if (key === ' ' || key === 'm') setMenu(placeOf(row, active.row, column, active.column));
    else if (cellKeys[key] === undefined) return;
    else cellKeys[key](actions, row, column.id);
    event.preventDefault();
    event.stopPropagation();
  };

  if (rows.isPending)
    return (
      <div className={table.frame}>
        <Skeleton rows={8} />
      </div>
    );
  if (rows.error !== null && rows.count === 0)
    return (
      <div className={table.frame}>
        <ErrorNotice error={rows.error} onRetry={rows.retry} />
      </div>
    );
  const widths = columns.map((column) => own?.[column.id] ?? column.width).join(' ');
  return (
    <>
      <div className={table.frame}>
        {rows.unsorted === undefined ? null : <UnsortedNote why={rows.unsorted} />}
        <div
          ref={scroll}
          className={table.scroll}
          role="grid"
          aria-label={label}
          aria-rowcount={rows.isExact ? rows.total + 1 : -1}
          aria-colcount={columns.length}
          aria-busy={rows.isStale}
          tabIndex={-1}
          style={
            {
              '--columns': widths,
              '--table-width': isNarrow ? '0' : `${Math.max(640, columns.length * 102)}px`,
            } as CSSProperties
          }
          onKeyDown={onKeyDown}
        >
          {isNarrow ? null : (
            <div className={table.head} role="row" aria-rowindex={1}>
              {columns.map((column) => (
                <ColumnHead
                  key={column.id}
                  title={titles?.[column.id] ?? column.title}
                  own={column.sort}
                  isDescendingFirst={column.isDescendingFirst}
                  isNumber={column.isNumber}
                  sort={sort}
                  onSort={rows.unsorted === undefined ? onSort : undefined}
                />
              ))}
            </div>
          )}
          {rows.isStale ? (
            <div className={css.bar}>
              <div />
            </div>
          ) : null}
          {rows.count === 0 ? (
            <div role="row">
              <div role="gridcell">{empty}</div>
            </div>
          ) : (
            <div
              className={classes(css.body, rows.isStale && table.isStale)}
              role="rowgroup"
              style={{ height }}
            >
              <OpenedRow
                items={items}
                row={under.row}
                cell={cell}
                top={(start) => top(start) + rowHeight}
                span={columns.length}
              >
                {content}
              </OpenedRow>
              {items.map((item) => (
                <TableRow
                  key={item.key}
                  index={item.index}
                  row={rows.row(item.index)}
                  columns={columns}
                  activeColumn={item.index === active.row ? active.column : undefined}
                  isNarrow={isNarrow}
                  drawing={drawing}
                  style={{ transform: `translateY(${top(item.start)}px)` }}
                  onCell={(row, column, c, rect) => {
                    wantsFocus.current = true;
                    setActive({ row: item.index, column: c });
                    setMenu({ row, column, rect });
                  }}
                />
              ))}
            </div>
          )}
        </div>
        <Foot rows={rows} range={virtualizer.range} note={note} />
        <CellMenu
          place={menu}
          actions={actions}
          onClose={() => {
            wantsFocus.current = true;
            setMenu(undefined);
          }}
        />
      </div>
      {elsewhere}
    </>
  );
}

/** Under its row: nothing where that is out of sight. */
function OpenedRow({
  items,
  row,
  cell,
  top,
  span,
  children,
}: {
  items: VirtualItem[];
  row: number;
  cell: React.Ref<HTMLDivElement>;
  top: (start: number) => number;
  span: number;
  children: React.ReactNode;
}) {
  const item = items.find(({ index }) => index === row);
  if (item === undefined) return null;
  return (
    <div role="row" className={css.under} style={{ transform: `translateY(${top(item.start)}px)` }}>
      <div ref={cell} role="gridcell" aria-colspan={span}>
        {children}
      </div>
    </div>
  );
}

const unsortedWords: Record<Unsorted, string> = {
  'too many': 'Too many to sort; shown in the order of the store. Narrow it by time or type to sort.',
  'no time':
    'There was no time to sort them; shown in the order of the store. Narrow it by time or type to sort.',
  'not yet': 'Still being sorted; shown in the order of the store until then.',
};
const UnsortedNote = ({ why }: { why: Unsorted }) => (
  <p className={css.unsorted} role="status">
    {unsortedWords[why]}
  </p>
);

/** `range`: what is in sight, without the rows drawn beyond it. */
function Foot({
  rows,
  range,
  note = 'Times are UTC',
}: {
  rows: Rows;
  range: { startIndex: number; endIndex: number } | null;
  note?: React.ReactNode;
}) {
  const from = range?.startIndex ?? 0;
  const to = Math.min(rows.total, rows.count, (range?.endIndex ?? 0) + 1);
  const isPartial = rows.reason !== undefined;
  return (
    <div className={classes(table.foot, isPartial && table.isPartial)}>
      <span role="status">
        {rows.total === 0 ? (
          'Nothing to show'
        ) : (
          <>
            Showing{' '}
            <b>
              {exact(from + 1)}–{exact(to)} of {isPartial ? 'at least ' : ''}
              {exact(rows.total)}
            </b>
            {isPartial
              ? `, partial: ${rows.reason === 'time' ? 'the time was up' : 'the store could not be read on'}`
              : rows.total <= to && from === 0
                ? ', complete'
                : ', exact'}
          </>
        )}
      </span>
      {isPartial ? (
        <Button isSmall onClick={rows.retry}>
          Read again
        </Button>
      ) : null}
      <span>{note}</span>
      <span className={table.keys}>
        <span>
          <Kbd>Enter</Kbd> pivot
        </span>
        <span>
          <Kbd>m</Kbd> cell menu
        </span>
        <span>
          <Kbd>?</Kbd> all keys
        </span>
      </span>
    </div>
  );
}
