// SPDX-License-Identifier: Apache-2.0
// The picture. Cytoscape draws and lets one drag; where things are is ours, and only what changed is told to it.
import { useComputedColorScheme } from '@mantine/core';
import type { Core, ElementDefinition } from 'cytoscape';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { exact } from '@/shared/text/numbers';
import { Skeleton } from '@/shared/ui/states';
import { type Box, paint, type Scene, sceneOf } from './big_picture';
import { styleOf } from './canvas_style';
import { colorsOfTheme } from './colors';
import { elementsOf, many, update } from './elements';
import css from './graph.module.css';
import type { GraphState } from './graph_state';

/** Browsers make no larger canvas without trouble. */
const longestPng = 8_000;

export interface Handle {
  fit: () => void;
  png: () => Promise<Blob>;
}

interface Painted {
  scene?: Scene;
  colors?: ReturnType<typeof colorsOfTheme>;
  chosen?: string;
}

/** The part of Cytoscape's renderer that draws what is not being moved; its context is in the graph's coordinates. */
interface Renderer {
  drawLayeredElements: (context: CanvasRenderingContext2D, eles: unknown, ratio: number, extent: Box) => void;
  redrawHint: (what: 'eles', isNeeded: boolean) => void;
  redraw: () => void;
}
const rendererOf = (cy: Core): Renderer => (cy as unknown as { renderer: () => Renderer }).renderer();

function paintedBy(cy: Core, draw: (context: CanvasRenderingContext2D, box: Box, zoom: number) => void) {
  rendererOf(cy).drawLayeredElements = (context, _eles, _ratio, extent) => {
    context.save();
    draw(context, extent, cy.zoom());
    context.restore();
  };
}

function repaint(cy: Core) {
  const renderer = rendererOf(cy);
  renderer.redrawHint('eles', true);
  renderer.redraw();
}

/** Smaller, labels could not be read. */
const least = 0.6;

/** Around what is fitted, in pixels: less where there is little room. */
const marginOf = (cy: Core): number => Math.min(60, Math.round(cy.width() / 16));

/** All of it, or where that would be too small to read, its beginning. */
function fitFirst(cy: Core, state: GraphState) {
  cy.fit(undefined, marginOf(cy));
  const [first] = state.nodes;
  const level = state.nodes.length > 80 ? cy.zoom() : Math.max(least, Math.min(1.15, cy.zoom()));
  if (level === cy.zoom()) return;
  const isCut = level > cy.zoom() && cy.zoom() < least;
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
  cy.fit(undefined, marginOf(cy));
  const level =
    cy.nodes().length > 120 ? Math.min(zoom, cy.zoom()) : Math.max(least, Math.min(zoom, cy.zoom()));
  if (level === cy.zoom()) return;
  const isCut = level > cy.zoom();
  cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const ids = new Set(added.map(({ data }) => data.id));
  if (isCut) cy.center(cy.nodes().filter((node) => ids.has(node.id())));
}

export function GraphCanvas({
  state,
  left,
  chosen,
  chosenLink,
  onChoose,
  onMove,
  onHolders,
  handleRef,
}: {
  state: GraphState;
  /** How much of each node is not drawn. */
  left?: ReadonlyMap<string, number>;
  chosen?: string;
  chosenLink?: string;
  onChoose: (id: string | undefined, link?: string) => void;
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
  const grabbed = useRef<string>(undefined);
  const painted = useRef<Painted>({});
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
        pixelRatio: isBig ? 1 : 'auto',
      });
      if (isBig)
        paintedBy(core, (context, box, zoom) => {
          const { scene, colors, chosen: own } = painted.current;
          if (scene !== undefined && colors !== undefined)
            paint(context, scene, colors, { zoom, box, chosen: own, grabbed: grabbed.current });
        });
      core.on('grab', 'node', (event) => {
        grabbed.current = event.target.id();
      });
      core.on('free', 'node', () => {
        grabbed.current = undefined;
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
        const { id, source } = event.target.data() as { id: string; source: string };
        acts.current.onChoose(source, id);
      });
      core.on('dragfree', 'node', (event) => {
        const { id, of } = event.target.data() as { id: string; of?: string };
        const { x, y } = event.target.position();
        // At once, so that it is not painted at its old place in between.
        if (of === undefined)
          flushSync(() => {
            acts.current.onMove(id, Math.round(x), Math.round(y));
          });
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

  // Before the elements: what is fitted into sight has its labels by then.
  useEffect(() => {
    painted.current.colors = colorsOfTheme();
    cy?.style(styleOf(isBig));
  }, [cy, scheme, isBig]);

  useEffect(() => {
    if (cy === undefined) return;
    if (isBig) painted.current.scene = sceneOf(state);
    const next = elementsOf(state, left);
    const isFirst = drawn.current.size === 0;
    const added = update(cy, drawn.current, next);
    drawn.current = next;
    if (!isFirst) showAdded(cy, added);
    if (isFirst && next.size > 0) fitFirst(cy, state);
  }, [cy, state, left, isBig]);

  useEffect(() => {
    if (cy === undefined) return;
    if (isBig) {
      painted.current.chosen = chosen;
      repaint(cy);
    } else
      cy.batch(() => {
        cy.elements('.chosen').removeClass('chosen');
        if (chosen === undefined) return;
        const node = cy.getElementById(chosen);
        node.addClass('chosen');
        const link = chosenLink === undefined ? cy.collection() : cy.getElementById(chosenLink);
        (link.nonempty() ? link : node.connectedEdges('.link')).addClass('chosen');
      });
    if (chosen === undefined) return;
    // What was chosen by the keyboard comes into sight.
    const node = cy.getElementById(chosen);
    if (node.empty()) return;
    const { x, y } = node.renderedPosition();
    if (x < 0 || y < 0 || x > cy.width() || y > cy.height()) cy.center(node);
  }, [cy, chosen, chosenLink, state, isBig]);

  useEffect(() => {
    handleRef.current = {
      fit: () => {
        cy?.fit(undefined, marginOf(cy));
      },
      png: async () => {
        if (cy === undefined) throw new Error('The picture is not drawn yet');
        const { w, h } = cy.elements().boundingBox();
        const isSmall = Math.max(w, h) * 2 <= longestPng;
        return cy.png({
          output: 'blob-promise',
          full: true,
          ...(isSmall ? { scale: 2 } : { maxWidth: longestPng, maxHeight: longestPng }),
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
