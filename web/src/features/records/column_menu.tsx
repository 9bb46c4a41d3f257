// SPDX-License-Identifier: Apache-2.0
// What the table shows: its columns and, where the toolbar has no room for them, its rows.
import { Menu } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Merge } from '@/shared/question/search';
import { Button } from '@/shared/ui/controls';
import css from './answer_view.module.css';
import { type ColumnId, offered } from './columns';

/** What makes a row, for the menu of a page that merges by itself. */
const choices: { merge: Merge; says: string }[] = [
  { merge: 'bailiwicks', says: 'One for each record, merged' },
  { merge: 'sources', says: 'One for each record and bailiwick' },
  { merge: 'none', says: 'One row per source' },
];

interface Props {
  shown: ColumnId[];
  usual: ColumnId[];
  titles?: Partial<Record<ColumnId, string>>;
  onChange: (ids: ColumnId[] | undefined) => void;
  /** The choice of rows stands in the menu, and the button is small. */
  merge?: { value: Merge; onChange: (merge: Merge) => void };
  /** Further items before the columns. */
  items?: ReactNode;
  /** On narrow screens rows are cards and have none. */
  hasColumns?: boolean;
}

export function ColumnMenu({ shown, usual, titles, onChange, merge, items, hasColumns = true }: Props) {
  return (
    <Menu
      closeOnItemClick={false}
      position="bottom-end"
      shadow="md"
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: css.menu }}
    >
      <Menu.Target>
        {merge === undefined ? (
          <Button>
            <IconColumns size={15} stroke={1.5} aria-hidden /> Columns
          </Button>
        ) : (
          <Button isIcon aria-label="Rows and columns" title="Rows and columns">
            <IconColumns size={15} stroke={1.5} aria-hidden />
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {merge === undefined ? null : (
          <>
            <Menu.Label>Rows</Menu.Label>
            {choices.map((each) => (
              <Choice
                key={each.merge}
                label={each.says}
                isOn={merge.value === each.merge}
                onChoose={() => {
                  merge.onChange(each.merge);
                }}
              />
            ))}
          </>
        )}
        {items}
        {hasColumns ? <Columns shown={shown} usual={usual} titles={titles} onChange={onChange} /> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** One of a few, in the menu. */
export function Choice({ label, isOn, onChoose }: { label: string; isOn: boolean; onChoose: () => void }) {
  return (
    <Menu.RadioItem value={label} checked={isOn} onChange={onChoose}>
      {label}
    </Menu.RadioItem>
  );
}

function Columns({ shown, usual, titles, onChange }: Pick<Props, 'shown' | 'usual' | 'titles' | 'onChange'>) {
  return (
    <>
      <Menu.Label>Columns</Menu.Label>
      {offered(usual).map((column) => {
        const isOn = shown.includes(column.id);
        return (
          <Menu.CheckboxItem
            key={column.id}
            checked={isOn}
            disabled={isOn && shown.length === 1}
            onChange={() => {
              onChange(isOn ? shown.filter((id) => id !== column.id) : [...shown, column.id]);
            }}
          >
            {titles?.[column.id] ?? column.title}
          </Menu.CheckboxItem>
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
    </>
  );
}
