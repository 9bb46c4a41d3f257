// SPDX-License-Identifier: Apache-2.0
// What is known of the chosen node: its links by weight, what it leads to that is not drawn yet, what is nearest.
import { useQuery } from '@tanstack/react-query';
import { IconEyeOff, IconNote } from '@tabler/icons-react';
import { useMemo } from 'react';
import { summaryQuery } from '@/features/records';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Fence } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, buttonClass, classes, Tag } from '@/shared/ui/controls';
import { ErrorNotice } from '@/shared/ui/states';
import { Finding, Text, TimeText, TypeChip } from '@/shared/ui/values';
import css from './graph.module.css';
import {
  closest,
  edgeKey,
  type GraphEdge,
  type GraphNode,
  type GraphState,
  linkKind,
  linksOf,
  longestNote,
} from './graph_state';
import { fenceParameters, namesAtOnce, type WayId } from './expand';
import { LinkDays, SharedDays } from './link_days';
import { kindTitles } from './node_shape';
import { NodeText } from './node_text';
import { isName, useWays } from './ways';

const pageOfNode = ({ kind, text }: GraphNode): string =>
  kind === 'address' ? pages.address(text) : kind === 'mailbox' ? pages.mailbox(text) : pages.name(text);

export function NodePanel({
  state,
  all,
  node,
  chosenLink,
  fence,
  isBusy,
  isNoting,
  onNoting,
  onChoose,
  onLink,
  onExpand,
  onHide,
  onNote,
}: {
  /** What is drawn. */
  state: GraphState;
  /** The same without the fence. */
  all: GraphState;
  node: GraphNode;
  /** Key of the link that was chosen with the node. */
  chosenLink?: string;
  fence?: Fence;
  isBusy: boolean;
  isNoting: boolean;
  onNoting: (isNoting: boolean) => void;
  onChoose: (id: string) => void;
  onLink: (key: string) => void;
  onExpand: (ways: WayId[]) => void;
  onHide: () => void;
  onNote: (note: string | undefined) => void;
}) {
  const { ways, tags, error, isMassHosting } = useWays(all, node, fence);
  const links = useMemo(() => linksOf(state, node.id), [state, node.id]);
  const near = useMemo(() => closest(state, node.id), [state, node.id]);
  const left = ways.filter((way) => way.left !== 0);
  return (
    <aside className={css.panel} aria-label="The chosen node">
      <section>
        <p className={css.label}>Chosen {kindTitles[node.kind]}</p>
        <h2 className={css.chosen}>
          <NodeText node={node} />
        </h2>
        <div className={css.chips}>
          {isMassHosting ? <Finding tone="neutral">shared by many: folded</Finding> : null}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </div>
        <Times node={node} fence={fence} />
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
            <li key={edgeKey(edge)} className={classes(edgeKey(edge) === chosenLink && css.isChosen)}>
              <TypeChip type={edge.type} />
              <button
                type="button"
                className="mono"
                aria-label={other.text}
                onClick={() => {
                  onChoose(other.id);
                }}
              >
                <NodeText node={other} />
              </button>
              <span>{linkKind(edge) === 'below' ? '' : weight.toFixed(2)}</span>
              <RecordsLink edge={edge} fence={fence} state={state} />
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
      <LinkDays node={node} links={links} chosenLink={chosenLink} fence={fence} onLink={onLink} />
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
                  aria-label={other.text}
                  onClick={() => {
                    onChoose(other.id);
                  }}
                >
                  <NodeText node={other} />
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
      <SharedDays state={state} node={node} near={near} fence={fence} onChoose={onChoose} />
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

/** The records behind a link, or the registration. */
function RecordsLink({ edge, fence, state }: { edge: GraphEdge; fence?: Fence; state: GraphState }) {
  const owner = state.nodes.find((node) => node.id === edge.from);
  const kind = linkKind(edge);
  if (owner === undefined || kind === 'below' || edge.type === 'other')
    return <span>{exact(edge.rows)}</span>;
  return kind === 'registration' ? (
    <PageLink href={pages.name(owner.text, { tab: 'registration' })} title="The registration">
      {exact(edge.rows)}
    </PageLink>
  ) : (
    <PageLink
      href={pages.name(owner.text, { scope: 'this', type: edge.type, ...fenceParameters(fence) })}
      title="The records of this link"
    >
      {exact(edge.rows)}
    </PageLink>
  );
}

function Times({ node, fence }: { node: GraphNode; fence?: Fence }) {
  const question = { q: node.text, in: isName(node) ? ('name' as const) : ('rdata' as const) };
  const { data } = useQuery(summaryQuery({ question, search: { filters: {}, fence } }));
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
