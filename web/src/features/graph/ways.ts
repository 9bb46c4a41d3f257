// SPDX-License-Identifier: Apache-2.0
// The ways onward from a node, each with how many are not drawn yet.
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { mailboxQuery, registrationQuery } from '@/features/registration';
import type { Fence } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import {
  enrichmentQuery,
  holdersTitle,
  pivotsOf,
  pivotsQuery,
  registrantsOf,
  sharersQuery,
  type ValueWay,
  type WayId,
  wayTitles,
} from './expand';
import { type GraphEdge, type GraphNode, type GraphState, idOf, isMass, linkKind } from './graph_state';

export const isName = ({ kind }: GraphNode) => kind === 'name' || kind === 'server';

export interface Way {
  id: WayId;
  title: string;
  /** Not drawn yet; undefined while it is counted. */
  left?: number;
  isFolded: boolean;
}

const valueWays: ValueWay[] = ['addresses', 'servers', 'mail', 'mailboxes', 'aliases'];

/** Of addresses and servers: so many share them that they say little. */
const sharedTags = new Set<string>(['cdn', 'cloud', 'parking', 'sinkhole', 'public-resolver']);

const isShared = (node: GraphNode, names: number | undefined, tags: string[]): boolean =>
  (node.kind !== 'name' && tags.some((tag) => sharedTags.has(tag))) ||
  isMass({ ...node, names: names ?? node.names });

/** Whether so many share a node that what they have in common says little. */
export async function isFoldedNode(client: QueryClient, node: GraphNode): Promise<boolean> {
  const [sharers, enrichment] = await Promise.all([
    client.fetchQuery(sharersQuery(node.text, 'rdata')),
    node.kind === 'mailbox' ? undefined : client.fetchQuery(enrichmentQuery(node.text)),
  ]);
  return isShared(node, sharers.names, enrichment?.tags ?? []);
}

const leftOf = (all: number | undefined, drawn: number): number | undefined =>
  all === undefined ? undefined : Math.max(0, all - drawn);

/** Names drawn that are linked to the node in one way. */
const drawnAt = (state: GraphState, id: string, kind: ReturnType<typeof linkKind>): number =>
  new Set(state.edges.flatMap((edge) => (edge.to === id && linkKind(edge) === kind ? edge.from : []))).size;

/** How many of `ids` the node is not linked to yet. */
function unlinked(edges: GraphEdge[], of: string, ids: string[]): number {
  const linked = new Set(edges.flatMap((edge) => (edge.from === of ? edge.to : [])));
  return new Set(ids.filter((id) => id !== of && !linked.has(id))).size;
}

/** What the node is part of, holds and is held by: all asked at once, and cached for when it is chosen again. */
function useCounts(node: GraphNode, fence: Fence | undefined) {
  const { text } = node;
  const canOwn = isName(node);
  const isMailbox = node.kind === 'mailbox';
  const enrichment = useQuery({ ...enrichmentQuery(text), enabled: !isMailbox });
  const domain = enrichment.data?.registered_domain;
  const registration = registrationQuery(domain === undefined || !canOwn ? undefined : withoutDot(domain));
  return {
    canOwn,
    isMailbox,
    pivots: useQuery({ ...pivotsQuery(text, fence), enabled: canOwn }),
    holders: useQuery(sharersQuery(text, 'rdata', fence)),
    beneath: useQuery({ ...sharersQuery(`*.${text}`, 'name', fence), enabled: canOwn }),
    mailbox: useQuery(mailboxQuery(isMailbox ? text : '', 1)),
    registration: useQuery(registration),
    enrichment,
  };
}

type Counts = ReturnType<typeof useCounts>;

/** Ways to what the name itself holds, and to what stands below it. */
function waysOfName(state: GraphState, { id: of }: GraphNode, counts: Counts): Way[] {
  const { pivots, registration, beneath } = counts;
  const ways = valueWays.map((id): Way => {
    const ids = pivotsOf(pivots.data?.pivots ?? [], id).map((each) => idOf(each.kind, each.text));
    const left = pivots.data === undefined ? undefined : unlinked(state.edges, of, ids);
    return { id, title: wayTitles[id], left, isFolded: false };
  });
  const registrants = registrantsOf(registration.data?.rows ?? []);
  ways.push({
    id: 'registrants',
    title: wayTitles.registrants,
    left: unlinked(
      state.edges.filter((edge) => linkKind(edge) === 'registration'),
      of,
      registrants.map(({ mailbox }) => idOf('mailbox', mailbox)),
    ),
    isFolded: false,
  });
  const own = (pivots.data?.returned ?? 0) > 0 ? 1 : 0;
  ways.push({
    id: 'below',
    title: wayTitles.below,
    left: leftOf(beneath.data?.names, own + drawnAt(state, of, 'below')),
    isFolded: isMass({ names: beneath.data?.names }),
  });
  return ways;
}

function waysOfMailbox(state: GraphState, { id: of }: GraphNode, { mailbox }: Counts): Way[] {
  if (mailbox.data === undefined || mailbox.isPlaceholderData) return [];
  const { total } = mailbox.data.registrations;
  return [
    {
      id: 'registrations',
      title: wayTitles.registrations,
      left: leftOf(total, drawnAt(state, of, 'registration')),
      isFolded: isMass({ names: total }),
    },
  ];
}

/** The ways from a node, with how many are not drawn. */
export function useWays(state: GraphState, node: GraphNode, fence: Fence | undefined) {
  const counts = useCounts(node, fence);
  const { pivots, holders, beneath, enrichment } = counts;
  const tags = enrichment.data?.tags ?? [];
  const isMassHosting = isShared(node, holders.data?.names, tags);
  const ways: Way[] = [
    {
      id: 'holders',
      title: holdersTitle(node.kind),
      left: leftOf(holders.data?.names, drawnAt(state, node.id, 'record')),
      isFolded: isMassHosting,
    },
    ...(counts.isMailbox ? waysOfMailbox(state, node, counts) : []),
    ...(counts.canOwn ? waysOfName(state, node, counts) : []),
  ];
  return { ways, tags, error: pivots.error ?? holders.error ?? beneath.error, isMassHosting };
}
