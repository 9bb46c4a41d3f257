// SPDX-License-Identifier: Apache-2.0
// An answer: facets, what is filtered, the table, its export. Every page that shows records shows them with this.
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { Row } from '@/shared/api/client';
import { useKeys } from '@/shared/keyboard/keys';
import { useAddress } from '@/shared/question/address';
import type { Asked, Question } from '@/shared/question/question';
import {
  type AnswerSearch,
  type FacetName,
  isFiltered,
  type Merge,
  unfiltered,
  withBase,
  withoutBase,
} from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, classes, Segments } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import table from '@/shared/ui/table.module.css';
import css from './answer_view.module.css';
import { BoundChips } from './bound_chips';
import { useCellActions } from './cell_actions';
import { ColumnMenu } from './column_menu';
import { chosenColumns, type ColumnId, type Drawing, usualColumns } from './columns';
import { ExportMenu } from './export_menu';
import { FacetList } from './facets';
import { FilterChips } from './filter_chips';
import { FilterSheet } from './filter_sheet';
import type { Order } from './queries';
import { type Opened, RecordTable } from './record_table';
import own from './record_table.module.css';
import { type Rows, useRows } from './rows';

export interface AnswerProps {
  label: string;
  question: Question;
  /** Filters of the page itself, beneath those of the address: the types of a tab. */
  base?: Partial<AnswerSearch['filters']>;
  usualSort?: string;
  usualMerge?: Merge;
  /** Widths and titles of columns for this page's room. */
  widths?: Partial<Record<ColumnId, string>>;
  titles?: Partial<Record<ColumnId, string>>;
  usual?: ColumnId[];
  /** The toolbar has one line for the page's own tools: what rows and columns there are stands in one menu. */
  isCompact?: boolean;
  /** Further items of that menu. */
  menuItems?: ReactNode;
  /** In the foot of the table. */
  note?: ReactNode;
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
  /** The record that is shown whole, in the table. */
  opened?: Opened;
  /** Between table and foot of the page: what changed. */
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

/** What is asked, in which order, in which columns: of the address of a page, or as a page begins. */
export function answerOf(
  question: Question,
  search: AnswerSearch,
  base: Partial<AnswerSearch['filters']> = {},
  usual: { sort: string; merge: Merge; columns: ColumnId[] } = {
    sort: '-first_seen',
    merge: 'none',
    columns: usualColumns,
  },
) {
  const asked: Asked = { question, search: withBase(search, base) };
  const shown = chosenColumns(search.columns, usual.columns);
  const order: Order = {
    sort: search.sort ?? usual.sort,
    merge: search.merge ?? usual.merge,
    details: shown.flatMap((column) => column.detail ?? []),
  };
  return { asked, order, shown };
}

/** The state of the answer of this page: what is asked, in which order. */
export function useAnswerState(
  question: Question,
  base: AnswerProps['base'] = undefined,
  usualSort = '-first_seen',
  usual: ColumnId[] = usualColumns,
  usualMerge: Merge = 'none',
) {
  const { search, setSearch } = useAddress();
  const baseKey = JSON.stringify(base ?? {});
  return useMemo(() => {
    const told = answerOf(
      { q: question.q, in: question.in },
      search,
      JSON.parse(baseKey) as AnswerSearch['filters'],
      { sort: usualSort, merge: usualMerge, columns: usual },
    );
    const setMerge = (merge: Merge) => {
      setSearch({ ...search, merge: merge === usualMerge ? undefined : merge });
    };
    return { ...told, search, setSearch, setMerge };
  }, [question.q, question.in, baseKey, search, setSearch, usualSort, usual, usualMerge]);
}

export function AnswerView(props: AnswerProps) {
  const state = useAnswerState(props.question, props.base, props.usualSort, props.usual, props.usualMerge);
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
  titles,
  isCompact = false,
  menuItems,
  note,
  onOpen,
  opened,
  below,
}: AnswerProps & { state: ReturnType<typeof useAnswerState>; rows: Rows }) {
  const { asked, order, shown, search, setSearch, setMerge } = state;
  const actions = useCellActions(search, setSearch, onOpen);
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
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
  const chips = (
    <>
      <BoundChips search={search} setSearch={setSearch} />
      <FilterChips search={search} setSearch={setSearch} />
    </>
  );
  return (
    <div className={css.layout} data-aside={aside === undefined ? undefined : true}>
      {isNarrow ? null : (
        <aside className={css.facets} aria-label="Filter the answer">
          {list}
        </aside>
      )}
      <div className={css.main}>
        {above}
        <div className={classes(table.toolbar, isCompact && own.isCompact)}>
          {tools}
          {isCompact ? null : (
            <>
              {chips}
              <Segments
                label="Sources"
                value={order.merge === 'bailiwicks' ? 'sources' : order.merge}
                segments={[
                  { value: 'none', label: 'A row per source' },
                  { value: 'sources', label: 'Merged' },
                ]}
                onChange={setMerge}
              />
            </>
          )}
          <span className={own.push} />
          {isNarrow ? <FilterSheet>{list}</FilterSheet> : null}
          {isNarrow && !isCompact ? null : (
            <ColumnMenu
              shown={shown.map((column) => column.id)}
              usual={usual}
              titles={titles}
              onChange={(ids) => {
                setSearch({ ...search, columns: ids });
              }}
              merge={isCompact ? { value: order.merge, onChange: setMerge } : undefined}
              items={menuItems}
              hasColumns={!isNarrow}
            />
          )}
          <ExportMenu
            asked={asked}
            order={rows.unsorted === undefined ? order : { ...order, sort: 'key' }}
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
        {isCompact && isFiltered(search) ? <div className={table.toolbar}>{chips}</div> : null}
        {instead ?? (
          <RecordTable
            label={label}
            rows={rows}
            columns={shown}
            widths={widths}
            titles={titles}
            note={note}
            sort={order.sort}
            onSort={(sort) => {
              setSearch({ ...search, sort });
            }}
            actions={actions}
            drawing={drawing}
            opened={opened}
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
