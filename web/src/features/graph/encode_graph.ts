// SPDX-License-Identifier: Apache-2.0
// A graph as text for the address, and back. What comes back is a stranger's: all of it is checked, all of it bounded.
import { pack, unpack } from '@/shared/text/packed';
import {
  type GraphEdge,
  type GraphNode,
  type GraphState,
  idOf,
  longestNote,
  longestText,
  mostEdges,
  mostNodes,
  type NodeKind,
} from './graph_state';

const kinds: NodeKind[] = ['name', 'address', 'server', 'mailbox'];
const hidden = 1;
const more = 2;
/** Octets of the text before it is packed. */
const longest = 4_000_000;
const farthest = 1_000_000;

export async function encodeGraph(state: GraphState): Promise<string> {
  const at = new Map(state.nodes.map((node, i) => [node.id, i]));
  const types = [...new Set(state.edges.map((edge) => edge.type))];
  return pack(
    JSON.stringify([
      1,
      types,
      state.nodes.map((node) => [
        kinds.indexOf(node.kind),
        node.text,
        Math.round(node.x),
        Math.round(node.y),
        node.names ?? -1,
        (node.isHidden === true ? hidden : 0) | (node.isMore === true ? more : 0),
        ...(node.note === undefined ? [] : [node.note]),
      ]),
      state.edges.map((edge) => [at.get(edge.from), at.get(edge.to), types.indexOf(edge.type), edge.rows]),
    ]),
  );
}

const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const isPlace = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= farthest;
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most;

function asNode(raw: unknown): GraphNode | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [kindAt, text, x, y, names, flags, note] = raw as unknown[];
  const kind = isCount(kindAt, kinds.length - 1) ? kinds[kindAt] : undefined;
  if (kind === undefined || !isText(text, longestText) || !isPlace(x) || !isPlace(y) || !isCount(flags, 3))
    return undefined;
  if (names !== -1 && !isCount(names)) return undefined;
  if (note !== undefined && !isText(note, longestNote)) return undefined;
  return {
    id: idOf(kind, text),
    kind,
    text,
    x,
    y,
    names: names === -1 ? undefined : (names as number),
    isMore: (flags & more) !== 0 ? true : undefined,
    isHidden: (flags & hidden) !== 0 ? true : undefined,
    note,
  };
}

function asEdge(raw: unknown, nodes: GraphNode[], types: string[]): GraphEdge | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [from, to, typeAt, rows] = raw as unknown[];
  if (!isCount(from) || !isCount(to) || !isCount(typeAt) || !isCount(rows)) return undefined;
  const [a, b, type] = [nodes[from], nodes[to], types[typeAt]];
  return a === undefined || b === undefined || type === undefined || from === to
    ? undefined
    : { from: a.id, to: b.id, type, rows };
}

/** All of the list, or nothing. */
function all<T>(raw: unknown, most: number, read: (each: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(raw) || raw.length > most) return undefined;
  const found = raw.map(read);
  return found.includes(undefined) ? undefined : (found as T[]);
}

/** Undefined for what encodeGraph() did not make. */
export async function decodeGraph(packed: string): Promise<GraphState | undefined> {
  const text = await unpack(packed, longest);
  if (text === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(raw) || raw[0] !== 1) return undefined;
  const [, rawTypes, rawNodes, rawEdges] = raw as unknown[];
  const types = all(rawTypes, 100, (type) => (isText(type, 20) ? type : undefined));
  const nodes = all(rawNodes, mostNodes, asNode);
  if (types === undefined || nodes === undefined) return undefined;
  if (new Set(nodes.map((node) => node.id)).size !== nodes.length) return undefined;
  const edges = all(rawEdges, mostEdges, (edge) => asEdge(edge, nodes, types));
  return edges === undefined ? undefined : { nodes, edges };
}
