// SPDX-License-Identifier: Apache-2.0
// Which of the drawn links were there within a fence. The server says so for all drawn names in one request.
import type { Row } from '@/shared/api/client';
import { mailboxOf } from '@/shared/question/rdata';
import { type Fence, filterParameters } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { type GraphEdge, type GraphState, linkKind } from './graph_state';

/** What the records of a name within the fence hold; undefined where that could not be asked. */
export type Held = ReadonlySet<string> | undefined;
/** By the id of the name. */
export type HeldByName = ReadonlyMap<string, Held>;

/** The most records of one name that are looked at. */
export const rowsOfName = 300;

const octets = new TextEncoder();

/** A name as a line of a bulk question, whatever characters it has (docs/formats/ask.md). */
export function lineOfName(name: string): string {
  const code = (octet: number) => `\\${String(octet).padStart(3, '0')}`;
  return name.replace(/\\\d{3}|\\(.)|[^A-Za-z0-9._-]/gsu, (found, escapedChar: string | undefined) =>
    /^\\\d{3}$/.test(found) ? found : [...octets.encode(escapedChar ?? found)].map(code).join(''),
  );
}

export function fenceLine(name: string, fence: Fence): string {
  const [[word, span] = []] = Object.entries(filterParameters({ filters: {}, fence }));
  return `${lineOfName(name)} in:name merge:bailiwicks ${word ?? ''}:${String(span)}`;
}

/** The keys by which a link is looked for: its type with the value, or where types differ in kind the value alone. */
export function heldBy(rows: Pick<Row, 'rrtype' | 'rdata'>[]): Set<string> {
  const held = new Set<string>();
  for (const { rrtype, rdata } of rows)
    for (const word of rdata.split(' ')) {
      const values = rrtype === 'SOA' || rrtype === 'RP' ? [word, mailboxOf(word)] : [word];
      for (const value of values) {
        const text = withoutDot(value).toLowerCase();
        held.add(`${rrtype} ${text}`);
        held.add(`* ${text}`);
      }
    }
  return held;
}

const exactTypes = new Set(['A', 'AAAA', 'NS', 'MX', 'SOA']);

function isWithin(edge: GraphEdge, valueText: string, held: HeldByName): boolean {
  // A registration is told by day of observation, not of being seen.
  if (linkKind(edge) === 'registration' || !held.has(edge.from)) return true;
  const own = held.get(edge.from);
  if (own === undefined) return true;
  if (linkKind(edge) === 'below') return own.size > 0;
  return own.has(`${exactTypes.has(edge.type) ? edge.type : '*'} ${valueText.toLowerCase()}`);
}

/** The graph without the links that were not there, and without the nodes which that leaves alone. */
export function within(state: GraphState, held: HeldByName, kept: string | undefined): GraphState {
  const textOf = new Map(state.nodes.map((node) => [node.id, node.text]));
  const edges = state.edges.filter((edge) => isWithin(edge, textOf.get(edge.to) ?? '', held));
  if (edges.length === state.edges.length) return state;
  const ends = (list: GraphEdge[]) => new Set(list.flatMap(({ from, to }) => [from, to]));
  const [before, after] = [ends(state.edges), ends(edges)];
  const nodes = state.nodes.filter(({ id }) => after.has(id) || !before.has(id) || id === kept);
  return { nodes, edges };
}
