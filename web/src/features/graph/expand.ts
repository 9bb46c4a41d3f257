// SPDX-License-Identifier: Apache-2.0
// What a node leads to: counted first, fetched when it is asked for.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, type Row, type Schemas } from '@/shared/api/client';
import { mailboxesOf, mailboxQuery, registrationQuery, type Version } from '@/features/registration';
import { mailboxOf } from '@/shared/question/rdata';
import { type Fence, filterParameters } from '@/shared/question/search';
import { labelsOf, withoutDot } from '@/shared/text/names';
import {
  emptyGraph,
  type GraphEdge,
  type GraphNode,
  type GraphState,
  idOf,
  isMass,
  type NodeKind,
  registered,
  withAdded,
} from './graph_state';
import { placesAround } from './place';

type Pivot = Schemas['Pivots']['pivots'][number];
type Role = Pivot['role'];
const untyped = (parameters: Record<string, unknown>) => parameters as never;

/** The parameters of a fence, and no other. */
export const fenceParameters = (fence: Fence | undefined) => filterParameters({ filters: {}, fence });

/** The values in the records of a name, and how many names share each at any time. */
export const pivotsQuery = (text: string, fence?: Fence) =>
  queryOptions({
    queryKey: ['pivots', text, fence],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/pivots', {
          params: {
            query: untyped({ q: text, in: 'name', limit: 300, cap: 1000, ...fenceParameters(fence) }),
          },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  });

/** How many names, and domains, hold a value or stand below a name. */
export const sharersQuery = (q: string, place: 'name' | 'rdata', fence?: Fence) =>
  queryOptions({
    queryKey: ['sharers', place, q, fence],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records/groups', {
          params: { query: untyped({ q, in: place, limit: 1, ...fenceParameters(fence) }) },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  });

export const namesAtOnce = 50;

/** The newest records by which names hold a value, or stand below a name. */
const holdersQuery = (q: string, place: 'name' | 'rdata', fence: Fence | undefined) =>
  queryOptions({
    queryKey: ['holders', place, q, fence],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/records', {
          params: {
            query: untyped({
              q,
              in: place,
              merge: 'bailiwicks',
              sort: '-first_seen',
              limit: 2000,
              ...fenceParameters(fence),
            }),
          },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  });

export const enrichmentQuery = (text: string) =>
  queryOptions({
    queryKey: ['enrichment', text],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/enrichment', { params: { query: { q: text } }, signal })),
    staleTime: 5 * 60_000,
  });

/** Ways from a node; each is expanded by itself. */
export type WayId = ValueWay | 'below' | 'holders' | 'registrants' | 'registrations';
export type ValueWay = 'addresses' | 'servers' | 'mail' | 'mailboxes' | 'aliases';

const roles: Record<ValueWay, Role[]> = {
  addresses: ['address'],
  servers: ['name-server', 'primary-server'],
  mail: ['mail-server'],
  mailboxes: ['mailbox'],
  aliases: ['alias', 'pointer', 'service', 'host'],
};
export const wayTitles: Record<Exclude<WayId, 'holders'>, string> = {
  addresses: 'Addresses',
  servers: 'Name servers',
  mail: 'Mail servers',
  mailboxes: 'Mailboxes',
  aliases: 'Aliases and targets',
  below: 'Names below',
  registrants: 'Registrant mailboxes',
  registrations: 'Domains registered with it',
};
export const holdersTitle = (kind: NodeKind): string =>
  ({
    address: 'Names on it',
    server: 'Names it serves',
    mailbox: 'Zones with it',
    name: 'Names pointing to it',
  })[kind];

const typeOfRole: Partial<Record<Role, string>> = {
  address: 'A',
  'name-server': 'NS',
  'primary-server': 'SOA',
  'mail-server': 'MX',
  mailbox: 'SOA',
  alias: 'CNAME',
  pointer: 'PTR',
  service: 'SRV',
};
const kindOfRole: Partial<Record<Role, NodeKind>> = {
  address: 'address',
  'name-server': 'server',
  'primary-server': 'server',
  mailbox: 'mailbox',
};

interface Found {
  kind: NodeKind;
  text: string;
  names?: number;
  isMore?: boolean;
  /** The edge goes from the found name to the node, else from the node to the found value. */
  isHolder: boolean;
  type: string;
  rows: number;
}

const ofPivot = (pivot: Pivot): Found => {
  const kind = kindOfRole[pivot.role] ?? 'name';
  const text = withoutDot(pivot.text);
  return {
    kind,
    text,
    names: pivot.names,
    isMore: pivot.more ? true : undefined,
    isHolder: false,
    type: pivot.role === 'address' && text.includes(':') ? 'AAAA' : (typeOfRole[pivot.role] ?? 'other'),
    rows: pivot.rows,
  };
};

export const pivotsOf = (pivots: Pivot[], way: ValueWay): Found[] =>
  pivots.filter((pivot) => roles[way].includes(pivot.role)).map(ofPivot);

const isOfNode = (row: Row, node: GraphNode): boolean =>
  node.kind !== 'mailbox' || mailboxOf(row.rdata.split(' ')[1] ?? '') === node.text || row.rrtype !== 'SOA';

/** Names that hold the value of `node`, the newest first. */
function holdersOf(rows: Row[], node: GraphNode): Found[] {
  const found = new Map<string, Found>();
  for (const row of rows) {
    if (!isOfNode(row, node)) continue;
    const text = withoutDot(row.rrname);
    const before = found.get(`${text} ${row.rrtype}`);
    if (before === undefined)
      found.set(`${text} ${row.rrtype}`, { kind: 'name', text, isHolder: true, type: row.rrtype, rows: 1 });
    else before.rows += 1;
  }
  return [...found.values()];
}

/** Names below `node`, linked to it as parts of it. */
function below(rows: Row[], node: GraphNode): Found[] {
  const found = new Map<string, Found>();
  for (const row of rows) {
    const text = withoutDot(row.rrname);
    if (text === node.text || !text.endsWith(`.${node.text}`)) continue;
    const before = found.get(text);
    if (before === undefined) found.set(text, { kind: 'name', text, isHolder: true, type: 'below', rows: 1 });
    else before.rows += 1;
  }
  return [...found.values()].sort((a, b) => labelsOf(a.text).length - labelsOf(b.text).length);
}

/** Mailboxes in the versions of a registration, and in how many of them each stands. */
export function registrantsOf(versions: Version[]): { mailbox: string; versions: number }[] {
  const counts = new Map<string, number>();
  for (const version of versions)
    for (const mailbox of mailboxesOf(version)) counts.set(mailbox, (counts.get(mailbox) ?? 0) + 1);
  return [...counts].map(([mailbox, count]) => ({ mailbox, versions: count }));
}

/** The most mailboxes of one registration whose domains are counted. */
const mostRegistrants = 20;

/** The domain of a name as registries sell it. */
export const domainOfName = async (client: QueryClient, text: string): Promise<string | undefined> => {
  const { registered_domain: domain } = await client.fetchQuery(enrichmentQuery(text));
  return domain === undefined ? undefined : withoutDot(domain);
};

async function registrants(client: QueryClient, node: GraphNode): Promise<Found[]> {
  const domain = await domainOfName(client, node.text);
  if (domain === undefined) return [];
  const { rows } = await client.fetchQuery(registrationQuery(domain));
  return Promise.all(
    registrantsOf(rows)
      .slice(0, mostRegistrants)
      .map(async ({ mailbox, versions }): Promise<Found> => {
        const { registrations, zones } = await client.fetchQuery(mailboxQuery(mailbox, 1));
        const names = Math.max(registrations.total, zones.total);
        return { kind: 'mailbox', text: mailbox, names, isHolder: false, type: registered, rows: versions };
      }),
  );
}

async function registrationsOf(client: QueryClient, node: GraphNode): Promise<Expansion> {
  const { registrations, zones } = await client.fetchQuery(mailboxQuery(node.text, 1000));
  const counts = new Map<string, number>();
  for (const { domain } of registrations.rows) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return {
    found: [...counts].map(([domain, rows]): Found => ({
      kind: 'name',
      text: withoutDot(domain),
      isHolder: true,
      type: registered,
      rows,
    })),
    names: Math.max(registrations.total, zones.total),
  };
}

export interface Expansion {
  found: Found[];
  /** Names that hold the node itself, where that was counted on the way. */
  names?: number;
}

export async function expansionOf(
  client: QueryClient,
  node: GraphNode,
  way: WayId,
  fence?: Fence,
): Promise<Expansion> {
  switch (way) {
    case 'holders': {
      // What it weighs is a matter of all time.
      const [records, sharers] = await Promise.all([
        client.fetchQuery(holdersQuery(node.text, 'rdata', fence)),
        client.fetchQuery(sharersQuery(node.text, 'rdata')),
      ]);
      return { found: holdersOf(records.rows as Row[], node), names: sharers.names };
    }
    case 'below': {
      const { rows } = await client.fetchQuery(holdersQuery(`*.${node.text}`, 'name', fence));
      return { found: below(rows as Row[], node) };
    }
    case 'registrants':
      return { found: await registrants(client, node) };
    case 'registrations':
      return registrationsOf(client, node);
    default:
      return { found: pivotsOf((await client.fetchQuery(pivotsQuery(node.text, fence))).pivots, way) };
  }
}

/** The graph with what was found drawn around `node`, at most `most` new nodes. */
export function withFound(
  state: GraphState,
  node: GraphNode,
  found: Found[],
  most = namesAtOnce,
): GraphState {
  const there = new Set(state.nodes.map((each) => each.id));
  const isNew = (each: Found) => !there.has(idOf(each.kind, each.text));
  const newIds = [...new Set(found.filter(isNew).map((each) => idOf(each.kind, each.text)))].slice(0, most);
  const shown = state.nodes.filter((each) => each.isHidden !== true);
  const places = placesAround(node, shown, newIds.length);
  const placeOf = new Map(newIds.map((id, i) => [id, places[i]]));
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const each of found) {
    const id = idOf(each.kind, each.text);
    const place = placeOf.get(id);
    if (place === undefined && !there.has(id)) continue;
    nodes.push({
      id,
      kind: each.kind,
      text: each.text,
      x: place?.x ?? 0,
      y: place?.y ?? 0,
      names: each.names,
      isMore: each.isMore,
    });
    edges.push(
      each.isHolder
        ? { from: id, to: node.id, type: each.type, rows: each.rows }
        : { from: node.id, to: id, type: each.type, rows: each.rows },
    );
  }
  return withAdded(state, nodes, edges);
}

/** Draws several expansions of one node. */
export function withExpansions(
  state: GraphState,
  id: string,
  expansions: Expansion[],
  most = namesAtOnce,
): GraphState {
  let next = state;
  for (const { found, names } of expansions) {
    const node = next.nodes.find((each) => each.id === id);
    if (node === undefined) return next;
    if (names !== undefined) next = withAdded(next, [{ ...node, names, isMore: undefined }], []);
    next = withFound(next, node, found, most);
  }
  return next;
}

/** What several beginnings share; of one, all that it leads to. */
export async function begun(client: QueryClient, starts: GraphNode[]): Promise<GraphState> {
  const expansions = await Promise.all(
    starts.map(async (node): Promise<Expansion> => {
      try {
        if (node.kind !== 'name') return await expansionOf(client, node, 'holders');
        const { pivots } = await client.fetchQuery(pivotsQuery(node.text));
        return { found: pivots.filter((pivot) => typeOfRole[pivot.role] !== undefined).map(ofPivot) };
      } catch {
        return { found: [] }; // the panel says what failed when the node is chosen
      }
    }),
  );
  const heldBy = new Map<string, number>();
  for (const { found } of expansions)
    for (const id of new Set(found.map((each) => idOf(each.kind, each.text))))
      heldBy.set(id, (heldBy.get(id) ?? 0) + 1);
  const startIds = new Set(starts.map((node) => node.id));
  return starts.reduce(
    (state, node, i) => {
      const { found = [], names } = expansions[i] ?? {};
      const wanted = found.filter((each) => {
        const id = idOf(each.kind, each.text);
        const isFolded = each.isHolder && isMass({ names });
        return startIds.has(id) || (!isFolded && starts.length === 1) || (heldBy.get(id) ?? 0) > 1;
      });
      return withExpansions(state, node.id, [{ found: wanted, names }], 20);
    },
    withAdded(emptyGraph, starts, []),
  );
}

/** `name:evil.example,address:192.0.2.1` as nodes; what is none is left out. */
export function startNodes(text: string): GraphNode[] {
  const found: GraphNode[] = [];
  for (const word of text.split(',').slice(0, 200)) {
    const [, kind, value] = /^(name|address|server|mailbox):(.{1,1000})$/.exec(word.trim()) ?? [];
    if (kind === undefined || value === undefined) continue;
    const plain = withoutDot(value);
    const id = idOf(kind as NodeKind, plain);
    if (found.some((node) => node.id === id)) continue;
    found.push({ id, kind: kind as NodeKind, text: plain, x: 0, y: 0 });
  }
  // Several stand in a wide ring, with room for what they share in the middle.
  const radius = found.length < 2 ? 0 : Math.max(260, found.length * 34);
  return found.map((node, i) => ({
    ...node,
    x: Math.round(Math.cos((i / found.length) * 2 * Math.PI) * radius * 1.5),
    y: Math.round(Math.sin((i / found.length) * 2 * Math.PI) * radius),
  }));
}
