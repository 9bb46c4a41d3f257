// SPDX-License-Identifier: Apache-2.0
// The graph: what hangs together, drawn step by step. Nothing that is placed moves unless one moves it.
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { askQuery } from '@/features/ask';
import { useKeys } from '@/shared/keyboard/keys';
import { withoutDot } from '@/shared/text/names';
import { notify } from '@/shared/ui/notice';
import { saveBlob } from '@/shared/ui/save';
import { Button } from '@/shared/ui/controls';
import { EmptyState, Skeleton } from '@/shared/ui/states';
import { PageBody } from '@/shared/ui/subject';
import { colorsOfTheme } from './colors';
import { begun, expansionOf, startNodes, type WayId, withExpansions } from './expand';
import { FenceControl } from './fence_control';
import css from './graph.module.css';
import { GraphCanvas, type Handle } from './graph_canvas';
import { type GraphNode, notDrawn, visible, withAdded, withAllShown, withNode } from './graph_state';
import { GraphTools } from './graph_tools';
import { LinkTable } from './link_table';
import { NodeList } from './node_list';
import { NodePanel } from './node_panel';
import { kindTitles, NodeShape } from './node_shape';
import { besides } from './place';
import { asSvg } from './svg';
import { useFenced } from './use_fence';
import { useGraph } from './use_graph';
import { isFoldedNode } from './ways';

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What Enter on a node asks for. */
const usualWays: Record<GraphNode['kind'], WayId[]> = {
  name: ['addresses', 'servers', 'mail', 'mailboxes', 'aliases', 'registrants'],
  server: ['addresses', 'servers', 'mail', 'mailboxes', 'aliases', 'holders'],
  address: ['holders'],
  mailbox: ['holders', 'registrations'],
};

export function GraphPage() {
  const client = useQueryClient();
  const { state, phase, fence, setFence, change, undo, redo, canUndo, canRedo, latest } = useGraph();
  // Until somebody chooses, the first node is chosen; null: none is, by choice.
  const [chosen, setChosen] = useState<string | null>();
  const [isTable, setTable] = useState(false);
  const [isNoting, setNoting] = useState(false);
  const [busy, setBusy] = useState(0);
  const handleRef = useRef<Handle>(undefined);
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const [link, setLink] = useState<string>();
  const all = useMemo(() => visible(state), [state]);
  const kept = chosen === undefined ? all.nodes[0]?.id : (chosen ?? undefined);
  const { shown, isAsking, outside, unknown } = useFenced(all, fence, kept);
  const node = kept === undefined ? undefined : shown.nodes.find((each) => each.id === kept);
  // Counts of what is not drawn are of all time, so that a fence does not call what it hides undrawn.
  const left = useMemo(() => notDrawn(all), [all]);
  // The panel may come a moment later: choosing must not wait for it.
  const told = useDeferredValue(node);

  useKeys([
    { key: 'u', says: 'undo', run: undo },
    { key: 'Shift+u', says: 'do again what was undone', run: redo },
    {
      key: 'n',
      says: 'note at the chosen node',
      run: () => {
        setNoting(true);
      },
    },
    { key: 'Enter', says: 'in the list of nodes: expand', run: () => undefined },
    { key: 'Delete', says: 'in the list of nodes: hide', run: () => undefined },
  ]);

  const choose = useCallback((id: string | undefined, key?: string) => {
    setChosen(id ?? null);
    setLink(key);
    setNoting(false);
  }, []);
  const expand = async (of: GraphNode, wanted: WayId[]) => {
    setBusy((count) => count + 1);
    try {
      const expansions = await Promise.all(wanted.map((way) => expansionOf(client, of, way, fence)));
      change((before) => withExpansions(before, of.id, expansions));
    } catch (error) {
      notify(`Not expanded: ${said(error)}`);
    } finally {
      setBusy((count) => count - 1);
    }
  };
  /** All ways of a node but what is folded. */
  const expandAll = async (id: string) => {
    const of = latest().nodes.find((each) => each.id === id);
    if (of === undefined) return;
    setChosen(id);
    const all: WayId[] = usualWays[of.kind];
    const isFolded = all.includes('holders') && (await isFoldedNode(client, of).catch(() => false));
    if (isFolded && of.kind !== 'server')
      notify('Shared by many, so it stays folded. The panel expands it all the same.');
    else
      void expand(
        of,
        all.filter((way) => way !== 'holders' || !isFolded),
      );
  };
  const hide = (id: string) => {
    change((before) => withNode(before, id, { isHidden: true }));
    if (node?.id === id) setChosen(null);
  };
  const add = async (text: string) => {
    try {
      const { understood, errors } = await client.fetchQuery(askQuery(text));
      const starts = understood.flatMap(({ query }) =>
        query.kind === 'exact' && query.in === 'name'
          ? startNodes(`name:${withoutDot(query.text)}`)
          : query.kind === 'mailbox'
            ? startNodes(`mailbox:${withoutDot(query.text)}`)
            : query.kind === 'addresses' && !/[/-]/.test(query.text)
              ? startNodes(`address:${query.text}`)
              : [],
      );
      if (starts.length === 0) {
        notify(errors[0]?.detail ?? 'A graph takes single names, addresses and mailboxes');
        return;
      }
      // Their values come with them; the group goes beside what is there, as it is.
      const more = await begun(client, starts);
      change((before) => {
        const [dx, dy] = besides(visible(before).nodes, more.nodes);
        return withAdded(
          before,
          more.nodes.map((each) => ({ ...each, x: each.x + dx, y: each.y + dy })),
          more.edges,
        );
      });
      setChosen(starts[0]?.id);
    } catch (error) {
      notify(said(error));
    }
  };

  const list = (
    <NodeList
      nodes={shown.nodes}
      chosen={node?.id}
      onChoose={choose}
      onExpand={(id) => void expandAll(id)}
      onHide={hide}
      onNote={() => {
        setNoting(true);
      }}
    />
  );
  if (phase === 'loading')
    return (
      <PageBody>
        <Skeleton rows={10} />
      </PageBody>
    );
  return (
    <div className={css.page}>
      <h1 className="visually-hidden">Graph</h1>
      <GraphTools
        state={state}
        shown={shown}
        isTable={isTable}
        isBusy={busy > 0 || isAsking}
        fence={<FenceControl fence={fence} outside={outside} unknown={unknown} onChange={setFence} />}
        canUndo={canUndo}
        canRedo={canRedo}
        onUndo={undo}
        onRedo={redo}
        onFit={() => handleRef.current?.fit()}
        onTable={() => {
          setTable(!isTable);
        }}
        onShowAll={() => {
          change(withAllShown);
        }}
        onAdd={(text) => void add(text)}
        onExport={(form) => {
          if (form === 'svg')
            saveBlob(new Blob([asSvg(shown, colorsOfTheme())], { type: 'image/svg+xml' }), 'spoor-graph.svg');
          else
            handleRef.current
              ?.png()
              .then((blob) => {
                saveBlob(blob, 'spoor-graph.png');
              })
              .catch((error: unknown) => {
                notify(said(error));
              });
        }}
      />
      {phase === 'broken' ? (
        <EmptyState title="The graph in this link cannot be read.">
          <p>It may have been cut on its way. Ask for it again, or begin a new one with a value above.</p>
        </EmptyState>
      ) : null}
      {phase === 'broken' && state.nodes.length === 0 ? null : shown.nodes.length === 0 ? (
        <Nothing
          isHidden={state.nodes.length > 0}
          onShowAll={() => {
            change(withAllShown);
          }}
        />
      ) : (
        <div className={css.body}>
          {isNarrow ? null : list}
          <div className={css.middle}>
            {isTable ? (
              <LinkTable state={shown} onChoose={choose} />
            ) : (
              <GraphCanvas
                state={shown}
                left={fence === undefined ? left : undefined}
                chosen={node?.id}
                chosenLink={link}
                onChoose={choose}
                onMove={(id, x, y) => {
                  change((before) => withNode(before, id, { x, y }));
                }}
                onHolders={(id) => {
                  const of = latest().nodes.find((each) => each.id === id);
                  if (of !== undefined) void expand(of, ['holders']);
                }}
                handleRef={handleRef}
              />
            )}
            <Key />
          </div>
          {told === undefined ? (
            <aside className={css.panel} aria-label="The chosen node">
              <EmptyState title="Choose a node.">
                <p>Its links, what it leads to and what is nearest to it stand here then.</p>
              </EmptyState>
            </aside>
          ) : (
            <NodePanel
              key={told.id}
              state={shown}
              all={all}
              node={told}
              chosenLink={link}
              fence={fence}
              isBusy={busy > 0}
              isNoting={isNoting}
              onNoting={setNoting}
              onChoose={choose}
              onLink={setLink}
              onExpand={(wanted) => void expand(told, wanted)}
              onHide={() => {
                hide(told.id);
              }}
              onNote={(note) => {
                change((before) => withNode(before, told.id, { note }));
              }}
            />
          )}
          {isNarrow ? list : null}
        </div>
      )}
    </div>
  );
}

function Nothing({ isHidden, onShowAll }: { isHidden: boolean; onShowAll: () => void }) {
  if (isHidden)
    return (
      <EmptyState title="Every node is hidden." action={<Button onClick={onShowAll}>Show them</Button>}>
        <p>Nothing is lost: what is hidden stays in the link.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing is drawn yet.">
      <p>
        Add a name, an address or a mailbox above; or open a value in the graph from any table, with{' '}
        <code>g</code>.
      </p>
    </EmptyState>
  );
}

function Key() {
  return (
    <div className={css.key} aria-label="What shapes and widths mean" role="group">
      {(['name', 'address', 'server', 'mailbox'] as const).map((kind) => (
        <span key={kind}>
          <NodeShape kind={kind} /> {kindTitles[kind]}
        </span>
      ))}
      <span>
        <span className={css.thin} /> 0.13
      </span>
      <span>
        <span className={css.thick} /> 0.63
      </span>
      <span>weight 1 / log2(2 + N), N names share it</span>
      <span className={css.push}>dashed: more there</span>
    </div>
  );
}
