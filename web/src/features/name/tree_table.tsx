// SPDX-License-Identifier: Apache-2.0
// The rows of the tree (ARIA APG, treegrid with the focus on rows): arrows open and close, Enter goes on.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { copyText } from '@/features/records';
import { nameOfKey } from '@/shared/keyboard/keys';
import { pages, useGo } from '@/shared/question/address';
import type { Asked } from '@/shared/question/question';
import { usePreferences } from '@/shared/theme/preferences';
import { defanged, withoutDot } from '@/shared/text/names';
import { classes } from '@/shared/ui/controls';
import { ColumnHead } from '@/shared/ui/table';
import table from '@/shared/ui/table.module.css';
import type { TrendSpan } from './trend';
import type { TreeRow } from './tree';
import { canOpen, Cells, isOpen } from './tree_cells';
import css from './subdomains.module.css';

interface Props {
  label: string;
  /** Without its final dot. */
  root: string;
  rows: TreeRow[];
  /** When the whole was last seen. */
  until?: number;
  asked: Asked;
  /** Absent while it is not known. */
  span?: TrendSpan;
  sort: string;
  isStale: boolean;
  onSort: (sort: string) => void;
  onToggle: (keys: string[], isOpen: boolean) => void;
  onMore: (under: string, isOfGroup: boolean, loaded: number) => void;
}

interface ColumnOfTree {
  title: string;
  sort?: string;
  isNumber?: boolean;
  isMinor?: boolean;
}
const notes: ColumnOfTree = { title: 'Note', isMinor: true };
const heads: ColumnOfTree[] = [
  { title: 'Name', sort: 'name' },
  { title: 'Below', sort: 'names', isNumber: true },
  { title: 'New', isNumber: true },
  { title: 'Records', sort: 'rows', isNumber: true },
  { title: 'Sightings', sort: 'count', isNumber: true, isMinor: true },
  { title: 'First seen', sort: 'first_seen', isMinor: true },
  { title: 'Last seen', sort: 'last_seen' },
];

export function TreeTable(props: Props) {
  const { label, rows, sort, isStale, onSort, onToggle } = props;
  const grid = useRef<HTMLDivElement>(null);
  const go = useGo();
  const { preferences } = usePreferences();
  const [active, setActive] = useState<string>();
  const wantsFocus = useRef(false);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === active),
  );
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    grid.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus();
  });
  const focus = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    wantsFocus.current = true;
    setActive(row?.key);
  };
  const right = (row: TreeRow) => {
    if (canOpen(row) && !isOpen(row)) onToggle([row.key], true);
    else if (rows[at + 1]?.parent === row.key) focus(at + 1);
  };
  const left = (row: TreeRow) => {
    if (canOpen(row) && isOpen(row)) onToggle([row.key], false);
    else
      focus(
        Math.max(
          0,
          rows.findIndex((each) => each.key === row.parent),
        ),
      );
  };
  const act = (row: TreeRow) => {
    if (row.kind === 'name') go(pages.name(row.node.name));
    else if (row.kind === 'group') onToggle([row.key], !row.isOpen);
    else if (row.kind === 'more') props.onMore(row.under, row.isOfGroup, row.loaded);
  };
  const keys: Record<string, ((row: TreeRow) => void) | undefined> = {
    ArrowDown: () => {
      focus(at + 1);
    },
    ArrowUp: () => {
      focus(at - 1);
    },
    Home: () => {
      focus(0);
    },
    End: () => {
      focus(rows.length - 1);
    },
    ArrowRight: right,
    ArrowLeft: left,
    Enter: act,
    '*': (row) => {
      const beside = rows.filter(
        (each) => each.parent === row.parent && each.kind === 'name' && canOpen(each),
      );
      onToggle(
        beside.map((each) => each.key),
        true,
      );
    },
  };
  keys.j = keys.ArrowDown;
  keys.k = keys.ArrowUp;
  keys.l = right;
  keys.h = left;
  keys.c = (row) => {
    if (row.kind === 'name') copyText(defanged(withoutDot(row.node.name)));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as HTMLElement).dataset.row === undefined) return;
    const key = event.key === '*' ? '*' : nameOfKey(event);
    const row = rows[at];
    const run = keys[key];
    if (row === undefined || run === undefined || (!preferences.letters && /^[a-z]$/.test(key))) return;
    event.preventDefault();
    event.stopPropagation();
    run(row);
  };
  return (
    <div className={classes(table.scroll, css.scroll)}>
      <div
        ref={grid}
        role="treegrid"
        aria-label={label}
        aria-busy={isStale}
        className={classes(css.grid, isStale && table.isStale)}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={table.head}>
          {[...heads, { title: props.span?.title ?? 'Trend', isMinor: true }, notes].map((head) => (
            <ColumnHead
              key={head.title}
              title={head.title}
              own={head.sort}
              isDescendingFirst={head.sort !== 'name'}
              isNumber={head.isNumber}
              className={head.isMinor === true ? css.minor : undefined}
              sort={sort}
              onSort={onSort}
            />
          ))}
        </div>
        {rows.map((row, i) => (
          <div
            key={row.key}
            role="row"
            data-row
            aria-level={row.level}
            aria-expanded={canOpen(row) || row.level === 1 ? isOpen(row) : undefined}
            tabIndex={i === at ? 0 : -1}
            className={classes(table.row, css.row, row.kind !== 'name' && css.machine)}
            onFocus={(event) => {
              if (event.target === event.currentTarget && row.key !== active) setActive(row.key);
            }}
            onClick={(event) => {
              if ((event.target as HTMLElement).closest('a, button') !== null) return;
              focus(i);
              if (canOpen(row)) onToggle([row.key], !isOpen(row));
            }}
          >
            <Cells
              row={row}
              root={props.root}
              until={props.until}
              asked={props.asked}
              span={props.span}
              onMore={props.onMore}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
