// SPDX-License-Identifier: Apache-2.0
// A graph as a value: nodes with their places, links with their weights. Pure; what changes it makes a new one.

export type NodeKind = 'name' | 'address' | 'server' | 'mailbox';

export interface GraphNode {
  /** `name:…`, `address:…` or `mailbox:…`: a name server is a name that serves. */
  id: string;
  kind: NodeKind;
  text: string;
  x: number;
  y: number;
  /** Names that share it, as far as counted; undefined: not asked yet. */
  names?: number;
  /** There are more than `names`. */
  isMore?: boolean;
  isHidden?: boolean;
  note?: string;
}

export interface GraphEdge {
  /** The name whose record holds the value, that stands below it, or that was registered with it. */
  from: string;
  to: string;
  /** Type of record; `below`, or `REG` for a registration. */
  type: string;
  /** Records, or versions of the registration, behind it. */
  rows: number;
}

export const registered = 'REG';
/** What a link is: a record of DNS, a place in the tree of names, a registration. */
export const linkKind = ({ type }: Pick<GraphEdge, 'type'>): 'record' | 'below' | 'registration' =>
  type === 'below' ? 'below' : type === registered ? 'registration' : 'record';

export interface GraphState {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export const emptyGraph: GraphState = { nodes: [], edges: [] };
export const mostNodes = 5_000;
export const mostEdges = 20_000;
export const longestText = 1_100;
export const longestNote = 200;
/** From here on a value says little: mass hosting. */
export const massNames = 200;

export const idOf = (kind: NodeKind, text: string): string => `${kind === 'server' ? 'name' : kind}:${text}`;

/** How much a shared value says: little when many share it. */
export const weightOf = (names: number | undefined): number => 1 / Math.log2(2 + (names ?? 1));
export const isMass = ({ names = 0, isMore = false }: Pick<GraphNode, 'names' | 'isMore'>): boolean =>
  isMore || names > massNames;

export const edgeKey = (edge: GraphEdge): string => `${edge.from} ${edge.to} ${edge.type}`;

/** A mailbox is told of by zones and by registrations, each of which counts only its own. */
const namesOf = (before: GraphNode, { names }: Pick<GraphNode, 'names'>): number | undefined =>
  names === undefined || before.kind !== 'mailbox'
    ? (names ?? before.names)
    : Math.max(names, before.names ?? 0);

/** Adds what is not there; what is there keeps its place and learns what was not known. */
export function withAdded(state: GraphState, nodes: GraphNode[], edges: GraphEdge[]): GraphState {
  const byId = new Map(state.nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    const before = byId.get(node.id);
    if (before === undefined) {
      if (byId.size < mostNodes) byId.set(node.id, node);
    } else
      byId.set(node.id, {
        ...before,
        kind: node.kind === 'server' ? 'server' : before.kind,
        names: namesOf(before, node),
        isMore: node.names === undefined ? before.isMore : node.isMore,
        isHidden: undefined,
      });
  }
  const byKey = new Map(state.edges.map((edge) => [edgeKey(edge), edge]));
  for (const edge of edges) {
    if (!byId.has(edge.from) || !byId.has(edge.to) || edge.from === edge.to) continue;
    const before = byKey.get(edgeKey(edge));
    if (before === undefined && byKey.size >= mostEdges) continue;
    byKey.set(edgeKey(edge), { ...edge, rows: Math.max(edge.rows, before?.rows ?? 0) });
  }
  return { nodes: [...byId.values()], edges: [...byKey.values()] };
}

export const withNode = (state: GraphState, id: string, change: Partial<GraphNode>): GraphState => ({
  ...state,
  nodes: state.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});

export const withAllShown = (state: GraphState): GraphState => ({
  ...state,
  nodes: state.nodes.map((node) => (node.isHidden === true ? { ...node, isHidden: undefined } : node)),
});

/** What is drawn. */
export function visible(state: GraphState): GraphState {
  const nodes = state.nodes.filter((node) => node.isHidden !== true);
  if (nodes.length === state.nodes.length) return state;
  const ids = new Set(nodes.map((node) => node.id));
  return { nodes, edges: state.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)) };
}

export interface Link {
  edge: GraphEdge;
  other: GraphNode;
  weight: number;
}

/** The value of a link is what it points to; its weight is of how many share that. */
export function linksOf(state: GraphState, id: string): Link[] {
  const byId = new Map(state.nodes.map((node) => [node.id, node]));
  const links: Link[] = [];
  for (const edge of state.edges) {
    const otherId = edge.from === id ? edge.to : edge.to === id ? edge.from : undefined;
    const other = otherId === undefined ? undefined : byId.get(otherId);
    if (other !== undefined) links.push({ edge, other, weight: weightOf(byId.get(edge.to)?.names) });
  }
  return links.sort((a, b) => b.weight - a.weight || a.other.text.localeCompare(b.other.text));
}

export interface Near {
  node: GraphNode;
  sum: number;
  /** Ids of the values that both hold. */
  shared: string[];
}

/** Names nearest to one: by the sum of the weights of the values that both hold. */
export function closest(state: GraphState, id: string, most = 5): Near[] {
  const byId = new Map(state.nodes.map((node) => [node.id, node]));
  const held = new Map<string, number>();
  for (const edge of state.edges)
    if (edge.from === id && edge.type !== 'below') held.set(edge.to, weightOf(byId.get(edge.to)?.names));
  const shared = new Map<string, Set<string>>();
  for (const edge of state.edges)
    if (edge.from !== id && edge.type !== 'below' && held.has(edge.to))
      shared.set(edge.from, (shared.get(edge.from) ?? new Set()).add(edge.to));
  return [...shared]
    .flatMap(([other, values]) => {
      const node = byId.get(other);
      const sum = [...values].reduce((total, value) => total + (held.get(value) ?? 0), 0);
      return node === undefined ? [] : [{ node, sum, shared: [...values] }];
    })
    .sort((a, b) => b.sum - a.sum || a.node.text.localeCompare(b.node.text))
    .slice(0, most);
}

/** Names that hold the value and are not drawn, as far as known. */
export function notDrawn(state: GraphState): Map<string, number> {
  const drawn = new Map<string, Set<string>>();
  for (const edge of state.edges) {
    if (edge.type === 'below') continue;
    const there = drawn.get(edge.to);
    if (there === undefined) drawn.set(edge.to, new Set([edge.from]));
    else there.add(edge.from);
  }
  const left = new Map<string, number>();
  for (const node of state.nodes) {
    const count = (node.names ?? 0) - (drawn.get(node.id)?.size ?? 0);
    if (count > 0) left.set(node.id, count);
  }
  return left;
}
