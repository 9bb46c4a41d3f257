// SPDX-License-Identifier: Apache-2.0
// The nodes as a list: the way into the graph for the keyboard and for screen readers.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { exact } from '@/shared/text/numbers';
import { classes } from '@/shared/ui/controls';
import css from './graph.module.css';
import type { GraphNode } from './graph_state';
import { kindTitles, NodeShape } from './node_shape';
import { NodeText } from './node_text';

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function NodeList({
  nodes,
  chosen,
  onChoose,
  onExpand,
  onHide,
  onNote,
}: {
  nodes: GraphNode[];
  chosen?: string;
  onChoose: (id: string) => void;
  onExpand: (id: string) => void;
  onHide: (id: string) => void;
  onNote: () => void;
}) {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState('');
  const shown = useMemo(
    () =>
      nodes
        .filter((node) => node.text.includes(wanted.trim().toLowerCase()))
        .sort((a, b) => before(a.kind, b.kind) || before(a.text, b.text)),
    [nodes, wanted],
  );
  const at = shown.findIndex((node) => node.id === chosen);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 27,
    overscan: 10,
  });
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: 12,
      PageUp: -12,
      Home: -shown.length,
      End: shown.length,
    };
    const step = steps[event.key];
    const node = shown[at];
    if (step !== undefined) {
      const next = shown[Math.max(0, Math.min(shown.length - 1, at < 0 ? 0 : at + step))];
      if (next !== undefined) onChoose(next.id);
    } else if (node === undefined) return;
    else if (event.key === 'Enter') onExpand(node.id);
    else if (event.key === 'Delete' || event.key === 'h') {
      const after = shown[at + 1] ?? shown[at - 1];
      onHide(node.id);
      if (after !== undefined) onChoose(after.id);
    } else if (event.key === 'n') onNote();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <aside className={css.list} aria-label="Nodes of the graph">
      <input
        className={classes('mono', css.find)}
        type="search"
        placeholder="find a node"
        aria-label="Find a node"
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
        }}
      />
      <div
        ref={scroll}
        className={css.options}
        role="listbox"
        tabIndex={0}
        aria-label={`${exact(shown.length)} nodes: arrows choose, Enter expands, Delete hides, n notes`}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (at < 0 && shown[0] !== undefined) onChoose(shown[0].id);
        }}
      >
        <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map((item) => {
            const node = shown[item.index];
            return node === undefined ? null : (
              <div
                key={node.id}
                id={`${id}-${item.index}`}
                role="option"
                aria-selected={item.index === at}
                aria-setsize={shown.length}
                aria-posinset={item.index + 1}
                aria-label={`${kindTitles[node.kind]} ${node.text}${node.note === undefined ? '' : `, note: ${node.note}`}`}
                className={css.option}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  onChoose(node.id);
                }}
                onDoubleClick={() => {
                  onExpand(node.id);
                }}
              >
                <NodeShape kind={node.kind} />
                <span className="mono">
                  <NodeText node={node} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </aside>
  );
}
