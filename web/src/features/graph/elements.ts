// SPDX-License-Identifier: Apache-2.0
// The graph as Cytoscape's elements, and what of them changed.
import type { Core, ElementDefinition } from 'cytoscape';
import { escaped } from '@/shared/text/escape';
import { exact } from '@/shared/text/numbers';
import {
  edgeKey,
  type GraphEdge,
  type GraphNode,
  type GraphState,
  isMass,
  linkKind,
  weightOf,
} from './graph_state';
import { edgeWidth, shortLabel } from './svg';

/** Above this many nodes no stubs and notes are drawn beside them, and all is painted in one go. */
export const many = 400;

type Data = Record<string, string | number | undefined>;

/** A note is as large as its text needs, in lines of 26 characters. */
function noteData(of: string, note: string) {
  const label = escaped(note);
  const lines = Math.ceil(label.length / 26);
  return { id: `!${of}`, of, label, width: Math.min(26, label.length) * 7 + 16, height: lines * 14 + 8 };
}

// A node or link that stays the same object is drawn the same: only what changed is made, and compared, anew.
const drawnNodes = new WeakMap<GraphNode, ElementDefinition>();
const drawnEdges = new WeakMap<GraphEdge, { to: GraphNode; types: string; element: ElementDefinition }>();

const elementOf = (
  group: 'nodes' | 'edges',
  data: Data & { id: string },
  classes: string,
  position?: { x: number; y: number },
) => ({ group, data, classes, position }) as ElementDefinition;

function nodeElement(node: GraphNode): ElementDefinition {
  const known = drawnNodes.get(node);
  if (known !== undefined) return known;
  const count =
    node.names === undefined || node.kind === 'name'
      ? ''
      : `\n${node.isMore === true ? 'over ' : ''}${exact(node.names)} ${node.names === 1 ? 'name' : 'names'}`;
  const element = elementOf(
    'nodes',
    { id: node.id, label: `${shortLabel(node.text)}${count}` },
    `${node.kind}${isMass(node) ? ' mass' : ''}`,
    { x: node.x, y: node.y },
  );
  drawnNodes.set(node, element);
  return element;
}

/** `types`: of all links between the two, which lie upon each other. */
function edgeElement(edge: GraphEdge, to: GraphNode, types: string): ElementDefinition {
  const known = drawnEdges.get(edge);
  if (known?.to === to && known.types === types) return known.element;
  const isBelow = linkKind(edge) === 'below';
  const weight = isBelow ? 0.1 : weightOf(to.names);
  const element = elementOf(
    'edges',
    {
      id: edgeKey(edge),
      source: edge.from,
      target: edge.to,
      width: edgeWidth(weight),
      said: isBelow ? types : `${types} ${weight.toFixed(2)}`,
    },
    `link${isMass(to) ? ' mass' : ''}${isBelow ? ' below' : ''}`,
  );
  drawnEdges.set(edge, { to, types, element });
  return element;
}

/** What stands beside a node: how much of it is not drawn, and its note. */
function besideNode(node: GraphNode, more: number | undefined): ElementDefinition[] {
  const found: ElementDefinition[] = [];
  if (more !== undefined) {
    const side = node.x < 0 ? -1 : 1;
    found.push(
      elementOf(
        'nodes',
        { id: `+${node.id}`, label: `+${exact(more)}`, of: node.id },
        isMass(node) ? 'stub folded' : 'stub',
        { x: node.x + side * 58, y: node.y - 44 },
      ),
      elementOf('edges', { id: `+edge ${node.id}`, source: node.id, target: `+${node.id}` }, 'stub-edge'),
    );
  }
  if (node.note !== undefined)
    found.push(elementOf('nodes', noteData(node.id, node.note), 'note', { x: node.x, y: node.y - 40 }));
  return found;
}

export type Elements = Map<string, ElementDefinition>;

export function elementsOf(state: GraphState, left: ReadonlyMap<string, number> | undefined): Elements {
  const found: Elements = new Map();
  const put = (element: ElementDefinition) => {
    found.set(String(element.data.id), element);
  };
  const isBig = state.nodes.length > many;
  const byId = new Map(state.nodes.map((node) => [node.id, node]));
  for (const node of state.nodes) {
    put(nodeElement(node));
    if (!isBig) besideNode(node, left?.get(node.id)).forEach(put);
  }
  const typesOf = new Map<string, string>();
  for (const { from, to, type } of state.edges) {
    const before = typesOf.get(`${from} ${to}`);
    typesOf.set(`${from} ${to}`, before === undefined ? type : `${before}, ${type}`);
  }
  for (const edge of state.edges) {
    const to = byId.get(edge.to);
    if (to !== undefined) put(edgeElement(edge, to, typesOf.get(`${edge.from} ${edge.to}`) ?? edge.type));
  }
  return found;
}

/** Tells Cytoscape what came, went and changed. */
export function update(cy: Core, before: Elements, after: Elements) {
  const added: ElementDefinition[] = [];
  cy.batch(() => {
    for (const id of before.keys()) if (!after.has(id)) cy.getElementById(id).remove();
    for (const [id, element] of after) {
      const known = before.get(id);
      if (known === undefined) {
        added.push(element);
        continue;
      }
      if (known === element) continue;
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
