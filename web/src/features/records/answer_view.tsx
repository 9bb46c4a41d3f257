// SPDX-License-Identifier: Apache-2.0
// An answer: facets, what is filtered, the table, its export. Every page that shows records shows them with this.
import { Drawer, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconClock, IconColumns, IconDownload, IconFilter } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useKeys } from '@/shared/keyboard/keys';
import { useAddress } from '@/shared/question/address';
import type { Asked, Question } from '@/shared/question/question';
import {
  type AnswerSearch,
  type FacetName,
  facetNames,
  filterParameters,
  isFiltered,
  toggled,
  unfiltered,
} from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { shortSpan } from '@/shared/time/time';
import { Button, FilterChip, Segments } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { Text } from '@/shared/ui/values';
import css from './answer_view.module.css';
import { BoundChips } from './bound_chips';
import { useCellActions } from './cell_actions';
import { chosenColumns, type ColumnId, columns, type Drawing, usualColumns } from './columns';
import { ExportMenu } from './export_menu';
import { FacetList } from './facets';
import { type Order, type Rows, useRows } from './queries';
import { RecordTable } from './record_table';
import table from './record_table.module.css';

export interface AnswerProps {
  label: string;
  question: Question;
  /** Filters of the page itself, beneath those of the address: the types of a tab. */
  base?: Partial<AnswerSearch['filters']>;
  usualSort?: string;
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
}

export const usualFacets: readonly FacetName[] = [
  'type',
  'source',
  'tld',
  'domain',
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
    const merged: AnswerSearch = {
      ...search,
      filters: { ...(JSON.parse(baseKey) as AnswerSearch['filters']), ...search.filters },
    };
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
}: AnswerProps & { state: ReturnType<typeof useAnswerState>; rows: Rows }) {
  const { asked, order, shown, search, setSearch } = state;
  const actions = useCellActions(search, setSearch);
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
  const list = <FacetList asked={asked} facets={facets} merge={order.merge} onChange={setSearch} />;
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
          <Filters search={search} setSearch={setSearch} />
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
            sort={order.sort}
            onSort={(sort) => {
              setSearch({ ...search, sort });
            }}
            actions={actions}
            drawing={drawing}
            empty={<Nothing search={search} setSearch={setSearch} usual={empty} />}
          />
        )}
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

function Filters({ search, setSearch }: { search: AnswerSearch; setSearch: (search: AnswerSearch) => void }) {
  const { fence } = search;
  const chips: ReactNode[] = [];
  if (fence !== undefined)
    chips.push(
      <FilterChip
        key="fence"
        label="the time fence"
        onRemove={() => {
          setSearch({ ...search, fence: undefined });
        }}
      >
        <IconClock size={14} stroke={1.5} aria-hidden />
        <button
          type="button"
          style={{ width: 'auto' }}
          title="Change between: seen on one of these days, and never seen outside them"
          onClick={() => {
            setSearch({ ...search, fence: { ...fence, kind: fence.kind === 'seen' ? 'only' : 'seen' } });
          }}
        >
          {fence.kind === 'seen' ? 'seen during' : 'seen only during'} {shortSpan(fence.from, fence.to)}
        </button>
      </FilterChip>,
    );
  for (const facet of facetNames)
    for (const value of search.filters[`not_${facet}`] ?? [])
      chips.push(
        <FilterChip
          key={`not_${facet}:${value}`}
          label={`not ${value}`}
          onRemove={() => {
            setSearch(toggled(search, `not_${facet}`, value));
          }}
        >
          <span>
            not{' '}
            <b className="mono">
              <Text text={withoutDot(value)} />
            </b>
          </span>
        </FilterChip>,
      );
  for (const facet of ['name', 'rdata'] as const)
    for (const value of search.filters[facet] ?? [])
      chips.push(
        <FilterChip
          key={`${facet}:${value}`}
          label={`only ${value}`}
          onRemove={() => {
            setSearch(toggled(search, facet, value));
          }}
        >
          <span>
            only{' '}
            <b className="mono">
              <Text text={withoutDot(value)} />
            </b>
          </span>
        </FilterChip>,
      );
  if (search.exclude !== undefined)
    chips.push(
      <FilterChip
        key="exclude"
        label="the excluded pattern"
        onRemove={() => {
          setSearch({ ...search, exclude: undefined });
        }}
      >
        <span>
          exclude{' '}
          <b className="mono">
            <Text text={search.exclude} />
          </b>
        </span>
      </FilterChip>,
    );
  if (Object.keys(filterParameters(search)).length > 1)
    chips.push(
      <Button
        key="all"
        look="link"
        onClick={() => {
          setSearch(unfiltered(search));
        }}
      >
        take all off
      </Button>,
    );
  return <>{chips}</>;
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
