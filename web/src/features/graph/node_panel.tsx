// SPDX-License-Identifier: Apache-2.0
// What is known of the chosen node: its links by weight, what it leads to that is not drawn yet, what is nearest.
import { useQuery } from '@tanstack/react-query';
import { IconEyeOff, IconNote } from '@tabler/icons-react';
import { summaryQuery } from '@/features/records';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { exact } from '@/shared/text/numbers';
import { Button, buttonClass, Tag } from '@/shared/ui/controls';
import { ErrorNotice } from '@/shared/ui/states';
import { Finding, NameText, Text, TimeText, TypeChip } from '@/shared/ui/values';
import {
  enrichmentQuery,
  holdersTitle,
  namesAtOnce,
  pivotsOf,
  pivotsQuery,
  sharersQuery,
  type WayId,
  wayTitles,
} from './expand';
import css from './graph.module.css';
import { closest, type GraphNode, type GraphState, idOf, isMass, linksOf, longestNote } from './graph_state';
import { kindTitles } from './node_shape';

const pageOfNode = ({ kind, text }: GraphNode): string =>
  kind === 'address' ? pages.address(text) : kind === 'mailbox' ? pages.mailbox(text) : pages.name(text);
const isName = ({ kind }: GraphNode) => kind === 'name' || kind === 'server';

export interface Way {
  id: WayId;
  title: string;
  /** Not drawn yet; undefined while it is counted. */
  left?: number;
  isFolded: boolean;
}

const valueWays = ['addresses', 'servers', 'mail', 'mailboxes', 'aliases'] as const;

/** Of addresses and servers: so many share them that they say little. */
const sharedTags = new Set<string>(['cdn', 'cloud', 'parking', 'sinkhole', 'public-resolver']);

const isShared = (node: GraphNode, names: number | undefined, tags: string[]): boolean =>
  (node.kind !== 'name' && tags.some((tag) => sharedTags.has(tag))) ||
  isMass({ ...node, names: names ?? node.names });

const leftOf = (all: number | undefined, drawn: number): number | undefined =>
  all === undefined ? undefined : Math.max(0, all - drawn);

/** Names drawn that hold the node, or stand below it. */
const drawnAt = (state: GraphState, id: string, isBelow: boolean): number =>
  new Set(
    state.edges.flatMap((edge) => (edge.to === id && (edge.type === 'below') === isBelow ? edge.from : [])),
  ).size;

function valueWay(
  id: (typeof valueWays)[number],
  state: GraphState,
  of: string,
  pivots: Parameters<typeof pivotsOf>[0] | undefined,
): Way {
  const linked = new Set(state.edges.flatMap((edge) => (edge.from === of ? edge.to : [])));
  const ids = new Set(
    pivotsOf(pivots ?? [], id)
      .map((each) => idOf(each.kind, each.text))
      .filter((each) => each !== of && !linked.has(each)),
  );
  return { id, title: wayTitles[id], left: pivots === undefined ? undefined : ids.size, isFolded: false };
}

/** The ways from a node, with how many are not drawn. */
export function useWays(state: GraphState, node: GraphNode | undefined) {
  const text = node?.text ?? '';
  const canOwn = node !== undefined && isName(node);
  const pivots = useQuery({ ...pivotsQuery(text), enabled: canOwn });
  const holders = useQuery({ ...sharersQuery(text, 'rdata'), enabled: node !== undefined });
  const beneath = useQuery({ ...sharersQuery(`*.${text}`, 'name'), enabled: canOwn });
  const tags = useQuery({ ...enrichmentQuery(text), enabled: node !== undefined && node.kind !== 'mailbox' });
  if (node === undefined) return { ways: [], tags: [], error: null, isMassHosting: false };
  const found = tags.data?.tags ?? [];
  const isMassHosting = isShared(node, holders.data?.names, found);
  const own = (pivots.data?.returned ?? 0) > 0 ? 1 : 0;
  const ways: Way[] = [
    {
      id: 'holders',
      title: holdersTitle(node.kind),
      left: leftOf(holders.data?.names, drawnAt(state, node.id, false)),
      isFolded: isMassHosting,
    },
    ...(canOwn ? valueWays.map((id) => valueWay(id, state, node.id, pivots.data?.pivots)) : []),
    ...(canOwn
      ? [
          {
            id: 'below' as const,
            title: wayTitles.below,
            left: leftOf(beneath.data?.names, own + drawnAt(state, node.id, true)),
            isFolded: isMass({ names: beneath.data?.names }),
          },
        ]
      : []),
  ];
  return { ways, tags: found, error: pivots.error ?? holders.error ?? beneath.error, isMassHosting };
}

export function NodePanel({
  state,
  node,
  ways: { ways, tags, error, isMassHosting },
  isBusy,
  isNoting,
  onNoting,
  onChoose,
  onExpand,
  onHide,
  onNote,
}: {
  state: GraphState;
  node: GraphNode;
  ways: ReturnType<typeof useWays>;
  isBusy: boolean;
  isNoting: boolean;
  onNoting: (isNoting: boolean) => void;
  onChoose: (id: string) => void;
  onExpand: (ways: WayId[]) => void;
  onHide: () => void;
  onNote: (note: string | undefined) => void;
}) {
  const links = linksOf(state, node.id);
  const near = closest(state, node.id);
  const left = ways.filter((way) => way.left !== 0);
  return (
    <aside className={css.panel} aria-label="The chosen node">
      <section>
        <p className={css.label}>Chosen {kindTitles[node.kind]}</p>
        <h2 className={css.chosen}>
          {isName(node) ? <NameText name={node.text} isWhole /> : <Text text={node.text} />}
        </h2>
        <div className={css.chips}>
          {isMassHosting ? <Finding tone="neutral">shared by many: folded</Finding> : null}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </div>
        <Times node={node} />
        {isNoting ? <NoteForm node={node} onNote={onNote} onNoting={onNoting} /> : null}
      </section>
      {error === null ? null : <ErrorNotice error={error} />}
      <section>
        <div className={css.head}>
          <h3>Links</h3>
          <span>weight · records</span>
        </div>
        {links.length === 0 ? <p className="ink3">None is drawn.</p> : null}
        <ul className={css.links}>
          {links.slice(0, 60).map(({ edge, other, weight }) => (
            <li key={`${edge.from} ${edge.to} ${edge.type}`}>
              <TypeChip type={edge.type} />
              <button
                type="button"
                className="mono"
                onClick={() => {
                  onChoose(other.id);
                }}
              >
                <Text text={other.text} />
              </button>
              <span>{edge.type === 'below' ? '' : weight.toFixed(2)}</span>
              <RecordsLink from={edge.from} type={edge.type} rows={edge.rows} state={state} />
            </li>
          ))}
        </ul>
        {links.length > 60 ? <p className="ink3">and {exact(links.length - 60)} more, in the table</p> : null}
      </section>
      <section>
        <div className={css.head}>
          <h3>Not drawn yet</h3>
          <span>counted before you expand</span>
        </div>
        {left.length === 0 ? <p className="ink3">All that is known of it is drawn.</p> : null}
        <ul className={css.ways}>
          {left.map((way) => (
            <li key={way.id}>
              <span>
                {way.title}
                {way.isFolded ? <span className="ink3"> · folded</span> : null}
              </span>
              <b>{way.left === undefined ? '…' : exact(way.left)}</b>
              <Button
                isSmall
                disabled={isBusy || way.left === undefined}
                title={way.isFolded ? 'So many that they say little of each other' : undefined}
                onClick={() => {
                  onExpand([way.id]);
                }}
              >
                {(way.left ?? 0) > namesAtOnce ? `Expand ${namesAtOnce}` : 'Expand'}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {near.length === 0 ? null : (
        <section>
          <div className={css.head}>
            <h3>Closest in this graph</h3>
          </div>
          <ul className={css.near}>
            {near.map(({ node: other, sum }) => (
              <li key={other.id}>
                <button
                  type="button"
                  className="mono"
                  onClick={() => {
                    onChoose(other.id);
                  }}
                >
                  <Text text={other.text} />
                </button>
                <span className={css.meter} aria-hidden>
                  <span
                    style={{ width: `${Math.min(100, (sum / Math.max(1, near[0]?.sum ?? 1)) * 100)}%` }}
                  />
                </span>
                <span>{sum.toFixed(2)}</span>
              </li>
            ))}
          </ul>
          <p className="ink3">Sum of the weights of the values that both hold.</p>
        </section>
      )}
      <div className={css.actions}>
        <PageLink href={pageOfNode(node)} className={buttonClass('primary')}>
          Open page
        </PageLink>
        <Button onClick={onHide}>
          <IconEyeOff size={15} stroke={1.5} aria-hidden /> Hide
        </Button>
        <Button
          aria-expanded={isNoting}
          onClick={() => {
            onNoting(!isNoting);
          }}
        >
          <IconNote size={15} stroke={1.5} aria-hidden /> Note
        </Button>
      </div>
    </aside>
  );
}

/** The records behind a link. */
function RecordsLink({
  from,
  type,
  rows,
  state,
}: {
  from: string;
  type: string;
  rows: number;
  state: GraphState;
}) {
  const owner = state.nodes.find((node) => node.id === from);
  if (owner === undefined || type === 'below' || type === 'other') return <span>{exact(rows)}</span>;
  return (
    <PageLink href={pages.name(owner.text, { scope: 'this', type })} title="The records of this link">
      {exact(rows)}
    </PageLink>
  );
}

function Times({ node }: { node: GraphNode }) {
  const question = { q: node.text, in: isName(node) ? ('name' as const) : ('rdata' as const) };
  const { data } = useQuery(summaryQuery({ question, search: { filters: {} } }));
  const first = data?.time_first ?? data?.zone_time_first;
  const last = data?.time_last ?? data?.zone_time_last;
  return (
    <dl className={css.times}>
      <dt>First seen</dt>
      <dd>{first === undefined ? '–' : <TimeText time={Number(first)} />}</dd>
      <dt>Last seen</dt>
      <dd>{last === undefined ? '–' : <TimeText time={Number(last)} />}</dd>
      <dt>Records</dt>
      <dd>{data === undefined ? '…' : `${data.complete ? '' : 'at least '}${exact(data.num_results)}`}</dd>
      {node.note === undefined ? null : (
        <>
          <dt>Note</dt>
          <dd>
            <span className={css.note}>
              <Text text={node.note} />
            </span>
          </dd>
        </>
      )}
    </dl>
  );
}

function NoteForm({
  node,
  onNote,
  onNoting,
}: {
  node: GraphNode;
  onNote: (note: string | undefined) => void;
  onNoting: (isNoting: boolean) => void;
}) {
  return (
    <form
      className={css.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get('note') ?? '').trim();
        onNote(text === '' ? undefined : text.slice(0, longestNote));
        onNoting(false);
      }}
    >
      <input
        name="note"
        aria-label={`Note at ${node.text}`}
        defaultValue={node.note}
        maxLength={longestNote}
        autoFocus
        autoComplete="off"
        placeholder="a short note; it goes with the link"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onNoting(false);
        }}
      />
      <Button type="submit" isSmall>
        Keep
      </Button>
    </form>
  );
}
