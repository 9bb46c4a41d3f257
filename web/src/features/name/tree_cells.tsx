// SPDX-License-Identifier: Apache-2.0
// The cells of a row of the tree.
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Asked } from '@/shared/question/question';
import { idnOf, labelsOf, withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { Button, classes, Tag } from '@/shared/ui/controls';
import table from '@/shared/ui/table.module.css';
import { NameText, Text, TimeText } from '@/shared/ui/values';
import css from './subdomains.module.css';
import type { TrendSpan } from './trend';
import { TrendCell } from './trend_cell';
import { patternOf, relative, type TreeRow } from './tree';

export const canOpen = (row: TreeRow): boolean =>
  row.kind === 'group' || (row.kind === 'name' && row.level > 1 && row.node.children > 0);
export const isOpen = (row: TreeRow): boolean => (row.kind === 'group' || row.kind === 'name') && row.isOpen;

function NameCell({ row, children }: { row: TreeRow; children: ReactNode }) {
  return (
    <div role="gridcell" className={css.nameCell} style={{ '--level': row.level - 1 } as CSSProperties}>
      <span className={css.twist} aria-hidden>
        {row.level > 1 && !canOpen(row) ? null : isOpen(row) ? (
          <IconChevronDown size={14} stroke={1.5} />
        ) : (
          <IconChevronRight size={14} stroke={1.5} />
        )}
      </span>
      {children}
    </div>
  );
}

/** The server tells no more children of a name, and no page behind them. */
export const mostOfLevel = 1000;

const Cell = ({
  children,
  isNumber,
  isMinor,
}: {
  children?: ReactNode;
  isNumber?: boolean;
  isMinor?: boolean;
}) => (
  <div role="gridcell" className={classes(table.cell, isNumber && table.number, isMinor && css.minor)}>
    {children}
  </div>
);

const New = ({ count }: { count?: number }) =>
  count === undefined || count === 0 ? (
    <span className="ink3" aria-label="none">
      ·
    </span>
  ) : (
    <span className={css.fresh}>+{exact(count)}</span>
  );

export interface CellsProps {
  row: TreeRow;
  /** Without its final dot. */
  root: string;
  /** When the whole was last seen. */
  until?: number;
  asked: Asked;
  span?: TrendSpan;
  onMore: (under: string, isOfGroup: boolean, loaded: number) => void;
}

export function Cells({ row, root, until, asked, span, onMore }: CellsProps) {
  switch (row.kind) {
    case 'waiting':
      return (
        <NameCell row={row}>
          <span className="ink3">{row.hasFailed ? 'could not be read; close and open it again' : '…'}</span>
        </NameCell>
      );
    case 'more':
      return (
        <NameCell row={row}>
          {row.loaded >= mostOfLevel ? (
            <span className="ink3">
              {exact(row.left)} more: of a level the first {exact(mostOfLevel)} stand here, in this order.{' '}
              <PageLink href={pages.search(`*.${withoutDot(row.under)}`, 'name', { view: 'names' })}>
                All in a list
              </PageLink>
            </span>
          ) : (
            <Button
              look="link"
              tabIndex={-1}
              onClick={() => {
                onMore(row.under, row.isOfGroup, row.loaded);
              }}
            >
              {exact(row.left)} more
            </Button>
          )}
        </NameCell>
      );
    case 'group':
      return <GroupCells row={row} root={root} />;
    case 'name':
      return <NameCells row={row} root={root} until={until} asked={asked} span={span} />;
  }
}

function GroupCells({ row, root }: { row: TreeRow & { kind: 'group' }; root: string }) {
  const { collapsed } = row;
  const pattern = patternOf(collapsed.examples);
  const place = relative(row.under, root);
  const [example] = collapsed.examples;
  const isMachine = collapsed.machine_made > 0;
  return (
    <>
      <NameCell row={row}>
        <span className={classes(css.name, 'mono')}>
          <Text text={pattern ?? '*'} />
          {place === withoutDot(root) ? '' : <span className="ink3">.{place}</span>}
        </span>
        <span className={classes('ink3', css.minor)}>{isMachine ? 'machine-made' : 'seen once'}</span>
      </NameCell>
      <Cell isNumber>{exact(collapsed.names)}</Cell>
      <Cell isNumber>
        <New count={collapsed.new_names} />
      </Cell>
      <Cell isNumber>{exact(collapsed.rows)}</Cell>
      <Cell isNumber isMinor>
        {exact(collapsed.count)}
      </Cell>
      <Cell isMinor>
        <TimeText time={Number(collapsed.time_first)} />
      </Cell>
      <Cell>
        <TimeText time={Number(collapsed.time_last)} />
      </Cell>
      <Cell isMinor>
        <span className="ink3" title="Not told of a group; its names have their own">
          –
        </span>
      </Cell>
      <Cell isMinor>
        {example === undefined ? null : (
          <span className="ink3">
            {counted(collapsed.children, 'label')}, like{' '}
            <span className="mono">
              <Text text={relative(example, row.under).slice(0, 24)} />
              {relative(example, row.under).length > 24 ? '…' : ''}
            </span>
          </span>
        )}
      </Cell>
    </>
  );
}

/** A name relative to the root of the tree; its own label in ink, what stands above it quieter. */
function TreeName({ name, root, isRoot }: { name: string; root: string; isRoot: boolean }) {
  if (isRoot)
    return (
      <b>
        <NameText name={name} registered={name} />
      </b>
    );
  const idn = idnOf(name);
  if (idn !== undefined) return <Text text={relative(idn.unicode, idnOf(root)?.unicode ?? root)} />;
  const own = relative(name, root);
  const label = labelsOf(own)[0] ?? own;
  return (
    <>
      <Text text={label} />
      <span className="ink3">
        <Text text={own.slice(label.length)} />
      </span>
    </>
  );
}

/** Quiet for longer than this, beside what was last seen of the whole. */
const silentDays = 30;
const silence = (until: number | undefined, last: number | string | undefined): number =>
  until === undefined || last === undefined ? 0 : Math.floor((until - Number(last)) / 86_400);

function NameCells({
  row,
  root,
  until,
  asked,
  span,
}: Omit<CellsProps, 'row' | 'onMore'> & { row: TreeRow & { kind: 'name' } }) {
  const { node } = row;
  const plain = withoutDot(node.name);
  const isRoot = row.level === 1;
  const below = node.names - (node.own_rows > 0 ? 1 : 0);
  const silent = silence(until, node.time_last);
  return (
    <>
      <NameCell row={row}>
        <PageLink
          className={classes(css.name, 'mono')}
          href={pages.name(node.name)}
          tabIndex={-1}
          title={plain}
        >
          <TreeName name={plain} root={root} isRoot={isRoot} />
        </PageLink>
      </NameCell>
      <Cell isNumber>{below === 0 ? <span className="ink3">0</span> : exact(below)}</Cell>
      <Cell isNumber>
        <New count={node.new_names} />
      </Cell>
      <Cell isNumber>{exact(node.rows)}</Cell>
      <Cell isNumber isMinor>
        {exact(node.count)}
      </Cell>
      <Cell isMinor>
        {node.time_first === undefined ? null : <TimeText time={Number(node.time_first)} />}
      </Cell>
      <Cell>{node.time_last === undefined ? null : <TimeText time={Number(node.time_last)} />}</Cell>
      <Cell isMinor>{span === undefined ? null : <TrendCell node={node} asked={asked} span={span} />}</Cell>
      <Cell isMinor>
        {isRoot || idnOf(plain) === undefined ? null : (
          <span className="mono ink3">{relative(plain, root)} </span>
        )}
        {!isRoot && node.new === true ? <Tag>new name</Tag> : null}
        {silent > silentDays ? <span className="ink3"> silent {counted(silent, 'day')}</span> : null}
        {node.own_rows === 0 ? <span className="ink3"> no records of its own</span> : null}
      </Cell>
    </>
  );
}
