// SPDX-License-Identifier: Apache-2.0
// An answer: facets, what is filtered, the table, its export. Every page that shows records shows them with this.
import { Drawer, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconColumns, IconDownload, IconFilter } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { Row } from '@/shared/api/client';
import { useKeys } from '@/shared/keyboard/keys';
import { useAddress } from '@/shared/question/address';
import type { Asked, Question } from '@/shared/question/question';
import {
  type AnswerSearch,
  type FacetName,
  isFiltered,
  unfiltered,
  withBase,
  withoutBase,
} from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, Segments } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import css from './answer_view.module.css';
import { BoundChips } from './bound_chips';
import { useCellActions } from './cell_actions';
import { chosenColumns, type ColumnId, columns, type Drawing, usualColumns } from './columns';
import { ExportMenu } from './export_menu';
import { FacetList } from './facets';
import { FilterChips } from './filter_chips';
import { type Order, type Rows, useRows } from './queries';
import { RecordTable } from './record_table';
import table from './record_table.module.css';

export interface AnswerProps {
  label: string;
  question: Question;
  /** Filters of the page itself, beneath those of the address: the types of a tab. */
  base?: Partial<AnswerSearch['filters']>;
  usualSort?: string;
  /** Widths of columns for this page's room. */
  widths?: Partial<Record<ColumnId, string>>;
  usual?: ColumnId[];
  facets?: readonly FacetName[];
  drawing?: Drawing;
  /** Above the table: strip and lanes. */
  above?: ReactNode;
  /** Left in the toolbar. */
  tools?: ReactNode;
  aside?: ReactNode;
  empty?: ReactNode;
  /** Stands where the table would: the answer rolled up. */
  instead?: ReactNode;
  /** Enter on a cell that leads nowhere else, and the cell menu, open the record. */
  onOpen?: (row: Row) => void;
  /** Between table and foot of the page: the opened record, what changed. */
  below?: ReactNode;
}

export const usualFacets: readonly FacetName[] = [
  'type',
  'source',
  'name',
  'domain',
  'tld',
  'asn',
  'country',
  'bailiwick',
  'tag',
];

/** The state of the answer of this page: what is asked, in which order. */
export function useAnswerState(
  question: Question,
  base: AnswerProps['base'] = undefined,
  usualSort = '-first_seen',
  usual: ColumnId[] = usualColumns,
) {
  const { search, setSearch } = useAddress();
  const baseKey = JSON.stringify(base ?? {});
  return useMemo(() => {
    const merged = withBase(search, JSON.parse(baseKey) as AnswerSearch['filters']);
    const asked: Asked = { question: { q: question.q, in: question.in }, search: merged };
    const shown = chosenColumns(search.columns, usual);
    const order: Order = {
      sort: search.sort ?? usualSort,
      merge: search.merge ?? 'none',
      details: shown.flatMap((column) => column.detail ?? []),
    };
    return { asked, order, shown, search, setSearch };
  }, [question.q, question.in, baseKey, search, setSearch, usualSort, usual]);
}

export function AnswerView(props: AnswerProps) {
  const state = useAnswerState(props.question, props.base, props.usualSort, props.usual);
  const rows = useRows(state.asked, state.order);
  return <AnswerBody {...props} state={state} rows={rows} />;
}

function AnswerBody({
  label,
  facets = usualFacets,
  drawing,
  above,
  tools,
  aside,
  empty,
  instead,
  state,
  rows,
  usual = usualColumns,
  base = {},
  widths,
  onOpen,
  below,
}: AnswerProps & { state: ReturnType<typeof useAnswerState>; rows: Rows }) {
  const { asked, order, shown, search, setSearch } = state;
  const actions = useCellActions(search, setSearch, onOpen);
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  useKeys([
    {
      key: 'e',
      says: 'export all rows',
      run: () => {
        setExporting(true);
      },
    },
    {
      key: 'j',
      says: 'into the table, then row by row (j, k), cell by cell (h, l)',
      run: () => {
        document.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus();
      },
    },
    ...tableKeys,
  ]);
  const list = (
    <FacetList
      asked={asked}
      facets={facets}
      merge={order.merge}
      onChange={(next) => {
        setSearch(withoutBase(next, search, base));
      }}
    />
  );
  return (
    <div className={css.layout} data-aside={aside === undefined ? undefined : true}>
      {isNarrow ? (
        <Drawer
          opened={isSheetOpen}
          onClose={() => {
            setSheetOpen(false);
          }}
          position="bottom"
          title="Filter"
          size="75%"
        >
          {list}
        </Drawer>
      ) : (
        <aside className={css.facets} aria-label="Filter the answer">
          {list}
        </aside>
      )}
      <div className={css.main}>
        {above}
        <div className={table.toolbar}>
          {tools}
          <BoundChips search={search} setSearch={setSearch} />
          <FilterChips search={search} setSearch={setSearch} />
          <Segments
            label="Sources"
            value={order.merge}
            segments={[
              { value: 'none', label: 'A row per source' },
              { value: 'sources', label: 'Merged' },
            ]}
            onChange={(merge) => {
              setSearch({ ...search, merge: merge === 'none' ? undefined : merge });
            }}
          />
          <span className={table.push} />
          {isNarrow ? (
            <Button
              onClick={() => {
                setSheetOpen(true);
              }}
            >
              <IconFilter size={15} stroke={1.5} aria-hidden /> Filter
            </Button>
          ) : (
            <ColumnMenu
              shown={shown.map((column) => column.id)}
              usual={usual}
              onChange={(ids) => {
                setSearch({ ...search, columns: ids });
              }}
            />
          )}
          <ExportMenu
            asked={asked}
            order={order}
            total={rows.total}
            isOpen={isExporting}
            setOpen={setExporting}
          >
            <Button>
              <IconDownload size={15} stroke={1.5} aria-hidden /> Export{' '}
              {rows.isPending ? '' : exact(rows.total)}
            </Button>
          </ExportMenu>
        </div>
        {instead ?? (
          <RecordTable
            label={label}
            rows={rows}
            columns={shown}
            widths={widths}
            sort={order.sort}
            onSort={(sort) => {
              setSearch({ ...search, sort });
            }}
            actions={actions}
            drawing={drawing}
            empty={<Nothing search={search} setSearch={setSearch} usual={empty} />}
          />
        )}
        {below}
      </div>
      {aside === undefined ? null : <div className={css.aside}>{aside}</div>}
    </div>
  );
}

const nothing = () => undefined;
/** Listed by `?`; the table itself acts on them. */
const tableKeys = [
  { key: 'Enter', says: 'pivot right from the cell' },
  { key: 'Shift+Enter', says: 'pivot left from the cell' },
  { key: 'm', says: 'cell menu' },
  { key: 'f', says: 'only this value' },
  { key: 'x', says: 'exclude this value' },
  { key: 'c', says: 'copy defanged (Shift c: as it is)' },
  { key: 'g', says: 'open the value in the graph' },
].map((key) => ({ ...key, run: nothing }));

function Nothing({
  search,
  setSearch,
  usual,
}: {
  search: AnswerSearch;
  setSearch: (search: AnswerSearch) => void;
  usual?: ReactNode;
}) {
  if (!isFiltered(search)) return usual ?? <EmptyState title="Never seen, by any source." />;
  return (
    <EmptyState
      title="Nothing is left with these filters."
      action={
        <Button
          onClick={() => {
            setSearch(unfiltered(search));
          }}
        >
          Take all filters off
        </Button>
      }
    >
      <p>Take one off above, or all of them.</p>
    </EmptyState>
  );
}

function ColumnMenu({
  shown,
  usual,
  onChange,
}: {
  shown: ColumnId[];
  usual: ColumnId[];
  onChange: (ids: ColumnId[] | undefined) => void;
}) {
  return (
    <Menu closeOnItemClick={false} position="bottom-end" shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button>
          <IconColumns size={15} stroke={1.5} aria-hidden /> Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column) => {
          const isOn = shown.includes(column.id);
          return (
            <Menu.Item
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={isOn}
              leftSection={isOn ? '✓' : '\u2007'}
              disabled={isOn && shown.length === 1}
              onClick={() => {
                onChange(isOn ? shown.filter((id) => id !== column.id) : [...shown, column.id]);
              }}
            >
              {column.title}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item
          disabled={shown.join() === usual.join()}
          onClick={() => {
            onChange(undefined);
          }}
        >
          The usual columns
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
