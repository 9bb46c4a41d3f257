// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDownload,
  IconLink,
  IconMaximize,
  IconPlus,
  IconTable,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { copyText } from '@/features/records';
import { counted, exact } from '@/shared/text/numbers';
import { Button } from '@/shared/ui/controls';
import css from './graph.module.css';
import { type GraphState, isMass } from './graph_state';

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

export function GraphTools({
  state,
  shown,
  isTable,
  isBusy,
  fence,
  canUndo,
  canRedo,
  onUndo,
  onRedo,
  onFit,
  onTable,
  onShowAll,
  onAdd,
  onExport,
}: {
  state: GraphState;
  shown: GraphState;
  isTable: boolean;
  isBusy: boolean;
  fence: ReactNode;
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onFit: () => void;
  onTable: () => void;
  onShowAll: () => void;
  onAdd: (text: string) => void;
  onExport: (form: 'png' | 'svg') => void;
}) {
  const hidden = state.nodes.filter((node) => node.isHidden === true).length;
  const folded = shown.nodes.filter(isMass).length;
  return (
    <div className={css.tools} role="toolbar" aria-label="Graph">
      <form
        className={css.add}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const text = String(new FormData(form).get('value') ?? '').trim();
          if (text !== '') onAdd(text);
          form.reset();
        }}
      >
        <input
          name="value"
          className="mono"
          aria-label="Add a value"
          placeholder="add a value"
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" isSmall aria-label="Add">
          <IconPlus {...icon} />
        </Button>
      </form>
      <Button isSmall onClick={onFit} disabled={isTable}>
        <IconMaximize {...icon} /> Fit
      </Button>
      <Button isSmall onClick={onUndo} disabled={!canUndo}>
        <IconArrowBackUp {...icon} /> Undo
      </Button>
      <Button isSmall onClick={onRedo} disabled={!canRedo} aria-label="Redo" title="Redo">
        <IconArrowForwardUp {...icon} />
      </Button>
      <Button isSmall aria-pressed={isTable} onClick={onTable}>
        <IconTable {...icon} /> {isTable ? 'As picture' : 'As table'}
      </Button>
      {fence}
      {hidden === 0 ? null : (
        <Button isSmall onClick={onShowAll}>
          {exact(hidden)} hidden: show
        </Button>
      )}
      {folded === 0 ? null : (
        <span className={css.folded}>
          shared hosts folded <b>{exact(folded)}</b>
        </span>
      )}
      <span className={css.push} role="status">
        {isBusy ? 'reading… ' : ''}
        <b>{counted(shown.nodes.length, 'node')}</b> · <b>{counted(shown.edges.length, 'link')}</b>
      </span>
      <Menu position="bottom-end" shadow="md" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button isSmall disabled={shown.nodes.length === 0}>
            <IconDownload {...icon} /> PNG, SVG
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={isTable}
            onClick={() => {
              onExport('png');
            }}
          >
            PNG <span className="ink3">twice the size of the screen</span>
          </Menu.Item>
          <Menu.Item
            onClick={() => {
              onExport('svg');
            }}
          >
            SVG <span className="ink3">text stays text</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        isSmall
        disabled={shown.nodes.length === 0}
        onClick={() => {
          copyText(location.href);
        }}
      >
        <IconLink {...icon} /> Copy link
      </Button>
    </div>
  );
}
