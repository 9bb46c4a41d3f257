// SPDX-License-Identifier: Apache-2.0
// What stands below a name: a tree that is a table.
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { FacetList, FilterChips, FilterSheet } from '@/features/records';
import { useAddress } from '@/shared/question/address';
import { nameQuestion } from '@/shared/question/question';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { dayOf } from '@/shared/time/time';
import { classes, Kbd, Segments } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import table from '@/shared/ui/table.module.css';
import { countBelow } from './name_facts';
import { Nothing } from './nothing';
import css from './subdomains.module.css';
import { NamesExport } from './names_export';
import { NewNames } from './new_names';
import { trendSpan, type TrendSpan } from './trend';
import { groupKey, type TreeNode, treeRows } from './tree';
import { mostOfLevel } from './tree_cells';
import { useTree } from './tree_queries';
import { TreeTable } from './tree_table';

const facets = ['type', 'source', 'tag'] as const;
const periods = ['1', '7', '30'] as const;
type Period = (typeof periods)[number];
const usualSort = '-first_seen';
const sorts = /^-?(first_seen|last_seen|names|rows|count|name)$/;

export function SubdomainsTab({ name, lastSeen }: { name: string; lastSeen?: number | string }) {
  const { one, set, search, setSearch } = useAddress();
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const root = name === '.' ? '.' : `${name}.`;
  const period: Period = periods.find((each) => each === one('new')) ?? '7';
  const until = lastSeen === undefined ? undefined : Number(lastSeen);
  const sort = search.sort !== undefined && sorts.test(search.sort) ? search.sort : usualSort;
  const asked = { question: nameQuestion(name, 'below'), search };
  const open = new Set((one('expanded') ?? '').split(',').filter((each) => each !== ''));
  const tree = useTree(asked, root, open, limits, {
    sort,
    newAfter: until === undefined ? undefined : until - Number(period) * 86_400,
  });
  const rows = treeRows(root, tree.levels, open);
  const top = tree.levels.get(root)?.node;
  const toggle = (keys: string[], isOpen: boolean) => {
    const next = new Set(open);
    for (const key of keys)
      if (isOpen) next.add(key);
      else next.delete(key);
    set({ expanded: [...next].join(',') }, true);
  };
  const list = <FacetList asked={asked} facets={facets} merge="none" onChange={setSearch} />;
  return (
    <div className={css.layout}>
      {isNarrow ? null : (
        <aside className={css.facets} aria-label="Filter the names">
          {list}
        </aside>
      )}
      <div className={css.main}>
        <div className={table.toolbar}>
          <FilterChips search={search} setSearch={setSearch} />
          <span className="ink3">New</span>
          <Segments
            label="What counts as new"
            value={period}
            segments={periods.map((value) => ({
              value,
              label: `in ${value === '1' ? 'a day' : `${value} days`}`,
              title: until === undefined ? undefined : `before ${dayOf(until)}, when it was last seen`,
            }))}
            onChange={(value) => {
              set({ new: value === '7' ? undefined : value });
            }}
          />
          <span className={css.hints}>
            <Kbd>→</Kbd> open <Kbd>←</Kbd> close <Kbd>*</Kbd> open all beside
          </span>
          {isNarrow ? <FilterSheet>{list}</FilterSheet> : null}
          {top === undefined || top.names === 0 ? null : (
            <NamesExport asked={asked} total={top.names} isExact={!tree.isPartial} />
          )}
        </div>
        {tree.error !== null ? (
          <ErrorNotice error={tree.error} onRetry={tree.retry} />
        ) : tree.isPending || top === undefined ? (
          <div className={table.frame}>
            <Skeleton rows={10} />
          </div>
        ) : top.names === 0 ? (
          <div className={table.frame}>
            <Nothing name={name} what="A name at or below it" />
          </div>
        ) : (
          <div className={table.frame}>
            <TreeTable
              label={`Names at and below ${name}`}
              root={name}
              rows={rows}
              until={until}
              asked={asked}
              span={spanOf(top)}
              sort={sort}
              isStale={tree.isStale}
              onSort={(next) => {
                setSearch({ ...search, sort: next === usualSort ? undefined : next });
              }}
              onToggle={toggle}
              onMore={(under, isOfGroup, loaded) => {
                const next = new Map(limits);
                next.set(
                  isOfGroup ? groupKey(under) : under,
                  Math.min(mostOfLevel, Math.max(200, loaded * 5)),
                );
                setLimits(next);
              }}
            />
            <TreeFoot name={name} top={top} isPartial={tree.isPartial} />
          </div>
        )}
        {top === undefined || top.time_last === undefined ? null : (
          <NewNames asked={asked} root={name} until={Number(top.time_last)} />
        )}
      </div>
    </div>
  );
}

const spanOf = ({ time_first: first, time_last: last }: TreeNode): TrendSpan | undefined =>
  first === undefined || last === undefined
    ? undefined
    : trendSpan(dayOf(Number(first)), dayOf(Number(last)));

function TreeFoot({ name, top, isPartial }: { name: string; top: TreeNode; isPartial: boolean }) {
  return (
    <div className={classes(table.foot, css.foot, isPartial && table.isPartial)} role="status">
      <span>
        <b>
          {isPartial ? 'At least ' : ''}
          {counted(countBelow(top), 'name')} below {withoutDot(name)}
        </b>
        {isPartial ? ', partial: the time was up' : ', exact'}
        {top.collapsed === undefined
          ? ''
          : `: ${exact(top.collapsed.names)} of them folded into a row, ${exact(top.collapsed.machine_made)} with labels that a machine made`}
      </span>
      <span>
        <span className={css.minor}>Trend: records seen, day by day, own scale per row · </span>times are UTC
      </span>
    </div>
  );
}
