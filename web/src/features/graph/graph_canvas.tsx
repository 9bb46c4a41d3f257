// SPDX-License-Identifier: Apache-2.0
// The picture. Cytoscape draws and lets one drag; where things are is ours, and only what changed is told to it.
import { useComputedColorScheme } from '@mantine/core';
import type { Core, ElementDefinition, StylesheetJson } from 'cytoscape';
import { useEffect, useRef, useState } from 'react';
import { exact } from '@/shared/text/numbers';
import { escaped } from '@/shared/text/escape';
import { Skeleton } from '@/shared/ui/states';
import { colorsOfTheme } from './colors';
import css from './graph.module.css';
import { type GraphState, isMass, notDrawn, weightOf } from './graph_state';
import { edgeWidth, nodeSize, shortLabel } from './svg';

export interface Handle {
  fit: () => void;
  png: () => Promise<Blob>;
}

/** Above this many nodes no stubs and notes are drawn beside them, and edges hide while one moves. */
const many = 400;

type Data = Record<string, string | number | undefined>;

/** A note is as large as its text needs, in lines of 26 characters. */
function noteData(of: string, note: string) {
  const label = escaped(note);
  const lines = Math.ceil(label.length / 26);
  return { id: `!${of}`, of, label, width: Math.min(26, label.length) * 7 + 16, height: lines * 14 + 8 };
}

function elementsOf(state: GraphState): Map<string, ElementDefinition> {
  const found = new Map<string, ElementDefinition>();
  const left = notDrawn(state);
  const isBig = state.nodes.length > many;
  const byId = new Map(state.nodes.map((node) => [node.id, node]));
  const put = (
    group: 'nodes' | 'edges',
    data: Data & { id: string },
    classes: string,
    position?: { x: number; y: number },
  ) => {
    found.set(data.id, {
      group,
      data,
      classes,
      position,
    } as ElementDefinition);
  };
  for (const node of state.nodes) {
    const count =
      node.names === undefined || node.kind === 'name'
        ? ''
        : `\n${node.isMore === true ? 'over ' : ''}${exact(node.names)} ${node.names === 1 ? 'name' : 'names'}`;
    put(
      'nodes',
      { id: node.id, label: `${shortLabel(node.text)}${count}` },
      `${node.kind}${isMass(node) ? ' mass' : ''}`,
      { x: node.x, y: node.y },
    );
    if (isBig) continue;
    const more = left.get(node.id);
    if (more !== undefined) {
      const side = node.x < 0 ? -1 : 1;
      put(
        'nodes',
        { id: `+${node.id}`, label: `+${exact(more)}`, of: node.id },
        isMass(node) ? 'stub folded' : 'stub',
        { x: node.x + side * 58, y: node.y - 44 },
      );
      put('edges', { id: `+edge ${node.id}`, source: node.id, target: `+${node.id}` }, 'stub-edge');
    }
    if (node.note !== undefined)
      put('nodes', noteData(node.id, node.note), 'note', { x: node.x, y: node.y - 40 });
  }
  for (const edge of state.edges) {
    const to = byId.get(edge.to);
    const weight = edge.type === 'below' ? 0.1 : weightOf(to?.names);
    put(
      'edges',
      {
        id: `${edge.from} ${edge.to} ${edge.type}`,
        source: edge.from,
        target: edge.to,
        width: edgeWidth(weight),
        said: edge.type === 'below' ? 'below' : `${edge.type} ${weight.toFixed(2)}`,
      },
      `link${to !== undefined && isMass(to) ? ' mass' : ''}${edge.type === 'below' ? ' below' : ''}`,
    );
  }
  return found;
}

function styleOf(isBig: boolean): StylesheetJson {
  const colors = colorsOfTheme();
  const kinds = (['name', 'address', 'server', 'mailbox'] as const).map((kind) => ({
    selector: `node.${kind}`,
    style: {
      shape: ({ name: 'ellipse', address: 'rectangle', server: 'hexagon', mailbox: 'diamond' } as const)[
        kind
      ],
      'background-color': colors.tint(colors[kind]),
      'border-color': colors[kind],
    },
  }));
  const label = {
    color: colors.ink,
    'text-background-color': colors.surface,
    'text-background-opacity': 0.85,
    'text-background-padding': '2px',
  };
  return [
    {
      selector: 'node',
      style: {
        width: nodeSize,
        height: nodeSize,
        'border-width': 2,
        label: 'data(label)',
        'font-family': 'JetBrains Mono Variable, Liberation Mono, monospace',
        'font-size': 12,
        'text-valign': 'bottom',
        'text-margin-y': 5,
        'text-wrap': 'wrap',
        'min-zoomed-font-size': 7,
        ...label,
      },
    },
    ...kinds,
    { selector: 'node.mass', style: { 'border-style': 'dashed' } },
    {
      selector: 'node.stub',
      style: {
        shape: 'ellipse',
        width: 30,
        height: 30,
        'background-color': colors.surface,
        'border-width': 1,
        'border-style': 'dashed',
        'border-color': colors.ink3,
        'font-size': 10,
        'text-valign': 'center',
        'text-margin-y': 0,
        'text-background-opacity': 0,
        color: colors.ink2,
      },
    },
    { selector: 'node.folded', style: { 'background-color': colors.tint(colors.ink3) } },
    {
      selector: 'node.note',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'border-width': 0,
        'background-color': colors.mark,
        color: colors.markInk,
        'font-family': 'Inter Variable, sans-serif',
        'text-valign': 'center',
        'text-margin-y': 0,
        'text-max-width': '180px',
        'text-background-opacity': 0,
        events: 'no',
      },
    },
    {
      selector: 'edge',
      style: { 'curve-style': 'haystack', 'haystack-radius': 0, 'line-color': colors.line, width: 1 },
    },
    { selector: 'edge.link', style: { width: 'data(width)' } },
    { selector: 'edge.mass, edge.stub-edge, edge.below', style: { 'line-style': 'dashed' } },
    {
      selector: 'edge.chosen',
      style: {
        'line-color': colors.accent,
        ...(isBig
          ? {}
          : {
              label: 'data(said)',
              'font-family': 'JetBrains Mono Variable, monospace',
              'font-size': 10,
              ...label,
              'text-background-opacity': 1,
            }),
      },
    },
    {
      selector: 'node.chosen',
      style: { 'border-color': colors.accent, 'border-width': 3, width: 32, height: 32, 'z-index': 9 },
    },
  ] as StylesheetJson;
}

/** Tells Cytoscape what came, went and changed. */
function update(cy: Core, before: Map<string, ElementDefinition>, after: Map<string, ElementDefinition>) {
  const added: ElementDefinition[] = [];
  cy.batch(() => {
    for (const id of before.keys()) if (!after.has(id)) cy.getElementById(id).remove();
    for (const [id, element] of after) {
      const known = before.get(id);
      if (known === undefined) {
        added.push(element);
        continue;
      }
      const there = cy.getElementById(id);
      const [from, to] = [known.position, element.position];
      if (to !== undefined && (from?.x !== to.x || from.y !== to.y)) there.position(to);
      if (JSON.stringify(known.data) !== JSON.stringify(element.data)) there.data(element.data);
      if (known.classes !== element.classes) there.classes(element.classes ?? '');
    }
    // Nodes first: an edge needs both its ends.
    cy.add(added.filter((element) => element.group === 'nodes'));
    cy.add(added.filter((element) => element.group === 'edges'));
  });
  return added;
}

/** All of it, or where that would be too small to read, its beginning. */
function fitFirst(cy: Core, state: GraphState) {
  cy.fit(undefined, 60);
  const [first] = state.nodes;
  const level = state.nodes.length > 80 ? cy.zoom() : Math.max(0.7, Math.min(1.15, cy.zoom()));
  if (level === cy.zoom()) return;
  const isCut = level > cy.zoom() && cy.zoom() < 0.7;
  cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  if (isCut && first !== undefined) cy.center(cy.getElementById(first.id));
  else cy.center();
}

/** Steps back until what came is in sight; what is already in sight is left as it is. */
function showAdded(cy: Core, added: ElementDefinition[]) {
  const { x1, x2, y1, y2 } = cy.extent();
  const isOutside = added.some(
    ({ position }) =>
      position !== undefined &&
      (position.x < x1 + 60 || position.x > x2 - 60 || position.y < y1 + 20 || position.y > y2 - 40),
  );
  if (!isOutside) return;
  const zoom = cy.zoom();
  cy.fit(undefined, 60);
  const level =
    cy.nodes().length > 120 ? Math.min(zoom, cy.zoom()) : Math.max(0.7, Math.min(zoom, cy.zoom()));
  if (level === cy.zoom()) return;
  const isCut = level > cy.zoom();
  cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const ids = new Set(added.map(({ data }) => data.id));
  if (isCut) cy.center(cy.nodes().filter((node) => ids.has(node.id())));
}

export function GraphCanvas({
  state,
  chosen,
  onChoose,
  onMove,
  onHolders,
  handleRef,
}: {
  state: GraphState;
  chosen?: string;
  onChoose: (id: string | undefined) => void;
  onMove: (id: string, x: number, y: number) => void;
  /** Asks for the names that hold a value. */
  onHolders: (id: string) => void;
  handleRef: React.RefObject<Handle | undefined>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [cy, setCy] = useState<Core>();
  const drawn = useRef(new Map<string, ElementDefinition>());
  const scheme = useComputedColorScheme();
  const isBig = state.nodes.length > many;
  const acts = useRef({ onChoose, onMove, onHolders });
  useEffect(() => {
    acts.current = { onChoose, onMove, onHolders };
  });

  useEffect(() => {
    let core: Core | undefined;
    let isGone = false;
    // Cytoscape would add a style element, which the policy of the pages forbids; our own says the same.
    const styleId = '__________cytoscape_stylesheet';
    if (document.getElementById(styleId) === null) {
      const stands = document.createElement('meta');
      stands.id = styleId;
      document.head.append(stands);
    }
    void import('cytoscape').then(({ default: cytoscape }) => {
      if (isGone || box.current === null) return;
      core = cytoscape({
        container: box.current,
        layout: { name: 'preset' },
        minZoom: 0.03,
        maxZoom: 3,
        boxSelectionEnabled: false,
        textureOnViewport: isBig,
        hideEdgesOnViewport: isBig,
        pixelRatio: isBig ? 1 : 'auto',
      });
      core.on('tap', (event) => {
        if (event.target === core) acts.current.onChoose(undefined);
      });
      core.on('tap', 'node', (event) => {
        const { id, of } = event.target.data() as { id: string; of?: string };
        if (of === undefined) acts.current.onChoose(id);
        else {
          acts.current.onChoose(of);
          if (event.target.hasClass('stub') && !event.target.hasClass('folded')) acts.current.onHolders(of);
        }
      });
      core.on('tap', 'edge.link', (event) => {
        acts.current.onChoose((event.target.data() as { source: string }).source);
      });
      core.on('dragfree', 'node', (event) => {
        const { id, of } = event.target.data() as { id: string; of?: string };
        const { x, y } = event.target.position();
        if (of === undefined) acts.current.onMove(id, Math.round(x), Math.round(y));
      });
      setCy(core);
    });
    return () => {
      isGone = true;
      drawn.current = new Map();
      core?.destroy();
      setCy(undefined);
    };
  }, [isBig]);

  useEffect(() => {
    if (cy === undefined) return;
    const next = elementsOf(state);
    const isFirst = drawn.current.size === 0;
    const added = update(cy, drawn.current, next);
    drawn.current = next;
    if (!isFirst) showAdded(cy, added);
    if (isFirst && next.size > 0) fitFirst(cy, state);
  }, [cy, state]);

  useEffect(() => {
    cy?.style(styleOf(isBig));
  }, [cy, scheme, isBig]);

  useEffect(() => {
    if (cy === undefined) return;
    cy.batch(() => {
      cy.elements('.chosen').removeClass('chosen');
      if (chosen === undefined) return;
      const node = cy.getElementById(chosen);
      node.addClass('chosen');
      node.connectedEdges('.link').addClass('chosen');
    });
    if (chosen === undefined) return;
    // What was chosen by the keyboard comes into sight.
    const node = cy.getElementById(chosen);
    if (node.empty()) return;
    const { x, y } = node.renderedPosition();
    if (x < 0 || y < 0 || x > cy.width() || y > cy.height()) cy.center(node);
  }, [cy, chosen, state]);

  useEffect(() => {
    handleRef.current = {
      fit: () => {
        cy?.fit(undefined, 60);
      },
      png: async () => {
        if (cy === undefined) throw new Error('The picture is not drawn yet');
        return cy.png({
          output: 'blob-promise',
          full: true,
          scale: 2,
          maxWidth: 8_000,
          maxHeight: 8_000,
          bg: colorsOfTheme().surface,
        });
      },
    };
  }, [cy, handleRef]);

  return (
    <div className={css.canvas}>
      <div
        ref={box}
        className={css.drawing}
        role="img"
        aria-label={`${exact(state.nodes.length)} nodes and ${exact(state.edges.length)} links. The list beside holds the same.`}
      />
      {cy === undefined ? (
        <div className={css.over}>
          <Skeleton rows={4} />
        </div>
      ) : null}
    </div>
  );
}
