// SPDX-License-Identifier: Apache-2.0
// The ways onward from a cell, each with what is there before one goes.
import { Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconCalendar,
  IconCopy,
  IconFilter,
  IconCircleMinus,
  IconListDetails,
  IconTopologyStar3,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Row } from '@/shared/api/client';
import { exact } from '@/shared/text/numbers';
import { defanged } from '@/shared/text/names';
import { asOwner, asRdata, pageOfHolders, pageOfValue, type Value } from '@/shared/question/rdata';
import type { Question } from '@/shared/question/question';
import { pages } from '@/shared/question/address';
import { dayOf } from '@/shared/time/time';
import { Kbd } from '@/shared/ui/controls';
import { Text } from '@/shared/ui/values';
import css from './cell_menu.module.css';
import { type CellActions, cellText, cellValues, filterOf } from './cell_actions';
import { type ColumnId, firstSeen, lastSeen } from './columns';
import { summaryQuery } from './queries';

export interface CellPlace {
  row: Row;
  column: ColumnId;
  rect: DOMRect;
}

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

/** How many rows a question has; '…' until it is known. */
function Count({ question }: { question: Question }) {
  const { data, error } = useQuery(summaryQuery({ question, search: { filters: {} } }));
  if (error !== null) return <span className="ink3">not known</span>;
  if (data === undefined) return <span className="ink3">…</span>;
  return (
    <span>
      <b>
        {data.complete ? '' : 'at least '}
        {exact(data.num_results)}
      </b>{' '}
      <span className="ink3">{data.num_results === 1 ? 'record' : 'records'}</span>
    </span>
  );
}

const what: Record<Value['kind'], string> = {
  name: 'name',
  address: 'address',
  mailbox: 'mailbox',
  text: 'text',
};

function PivotItems({ value, actions }: { value: Value; actions: CellActions }) {
  const owner = asOwner(value);
  const role = value.role ?? what[value.kind];
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowRight {...icon} />}
        rightSection={<Count question={asRdata(value)} />}
        onClick={() => {
          actions.open(pageOfHolders(value));
        }}
      >
        Pivot right: all answers with this {role}
      </Menu.Item>
      {owner === undefined ? null : (
        <Menu.Item
          leftSection={<IconArrowLeft {...icon} />}
          rightSection={<Count question={owner} />}
          onClick={() => {
            actions.open(value.kind === 'address' ? pages.name(owner.q) : pageOfValue(value));
          }}
        >
          Pivot left: {value.kind === 'address' ? 'as a name (PTR)' : `records of this ${role}`}
        </Menu.Item>
      )}
    </>
  );
}

function items({ row, column }: CellPlace, actions: CellActions): ReactNode {
  const filter = filterOf(row, column);
  const text = cellText(row, column);
  const values = cellValues(row, column);
  const isTime = column === 'first_seen' || column === 'last_seen';
  return (
    <>
      {values.map((value) => (
        <PivotItems key={value.text} value={value} actions={actions} />
      ))}
      {column === 'network' && row.asn !== undefined ? (
        <Menu.Item
          leftSection={<IconArrowRight {...icon} />}
          onClick={() => {
            actions.pivot(row, column, 'right');
          }}
        >
          All records in AS{row.asn}
        </Menu.Item>
      ) : null}
      {actions.openRecord === undefined ? null : (
        <Menu.Item
          leftSection={<IconListDetails {...icon} />}
          rightSection={values.length > 0 ? undefined : <Kbd>Enter</Kbd>}
          onClick={() => {
            actions.openRecord?.(row);
          }}
        >
          Open the record
        </Menu.Item>
      )}
      {filter === undefined ? null : (
        <>
          <Menu.Item
            leftSection={<IconFilter {...icon} />}
            rightSection={<Kbd>f</Kbd>}
            onClick={() => {
              actions.only(row, column);
            }}
          >
            Only this value
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCircleMinus {...icon} />}
            rightSection={<Kbd>x</Kbd>}
            onClick={() => {
              actions.exclude(row, column);
            }}
          >
            Exclude this value
          </Menu.Item>
        </>
      )}
      {isTime ? (
        <Menu.Item
          leftSection={<IconCalendar {...icon} />}
          rightSection={<Kbd>f</Kbd>}
          onClick={() => {
            actions.only(row, column);
          }}
        >
          Only what was seen on {dayOf(column === 'first_seen' ? firstSeen(row) : lastSeen(row))}
        </Menu.Item>
      ) : null}
      {text === '' ? null : (
        <>
          <Menu.Divider />
          {values.length > 0 ? (
            <Menu.Item
              leftSection={<IconCopy {...icon} />}
              rightSection={<Kbd>c</Kbd>}
              onClick={() => {
                actions.copy(row, column, true);
              }}
            >
              Copy defanged <span className="ink3 mono">{defanged(text).slice(0, 40)}</span>
            </Menu.Item>
          ) : null}
          <Menu.Item
            leftSection={<IconCopy {...icon} />}
            rightSection={<Kbd>{values.length > 0 ? 'Shift c' : 'c'}</Kbd>}
            onClick={() => {
              actions.copy(row, column, false);
            }}
          >
            Copy as it is
          </Menu.Item>
        </>
      )}
      {values.some((value) => value.kind !== 'text') ? (
        <Menu.Item
          leftSection={<IconTopologyStar3 {...icon} />}
          rightSection={<Kbd>g</Kbd>}
          onClick={() => {
            actions.graph(row, column);
          }}
        >
          Open in graph
        </Menu.Item>
      ) : null}
    </>
  );
}

export function CellMenu({
  place,
  actions,
  onClose,
}: {
  place?: CellPlace;
  actions: CellActions;
  onClose: () => void;
}) {
  if (place === undefined) return null;
  const { rect, row, column } = place;
  const about = column === 'network' && row.holder !== undefined ? row.holder : undefined;
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      shadow="md"
      width={330}
      offset={2}
      withinPortal
      trapFocus
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: css.dropdown, item: css.item, itemSection: css.section, divider: css.divider }}
    >
      <Menu.Target>
        <span
          className={css.anchor}
          style={{ left: rect.left, top: rect.top, width: rect.width, height: rect.height }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Ways onward from this cell">
        <div className={css.about}>
          <div className="mono">
            <Text text={cellText(row, column) || '—'} />
          </div>
          {about === undefined ? null : (
            <div className="ink3">
              <Text text={about} />
            </div>
          )}
        </div>
        {items(place, actions)}
      </Menu.Dropdown>
    </Menu>
  );
}
