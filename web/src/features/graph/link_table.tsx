// SPDX-License-Identifier: Apache-2.0
// The graph as a table: every link in words.
import { useMemo } from 'react';
import { counted, exact } from '@/shared/text/numbers';
import { EmptyState } from '@/shared/ui/states';
import { Text, TypeChip } from '@/shared/ui/values';
import css from './graph.module.css';
import { type GraphState, weightOf } from './graph_state';
import { kindTitles } from './node_shape';

const most = 1_000;

export function LinkTable({ state, onChoose }: { state: GraphState; onChoose: (id: string) => void }) {
  const rows = useMemo(() => {
    const byId = new Map(state.nodes.map((node) => [node.id, node]));
    return state.edges
      .flatMap((edge) => {
        const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
        return from === undefined || to === undefined ? [] : [{ edge, from, to, weight: weightOf(to.names) }];
      })
      .sort((a, b) => b.weight - a.weight || a.to.text.localeCompare(b.to.text));
  }, [state]);
  if (rows.length === 0) return <EmptyState title="No link is drawn." />;
  return (
    <div className={css.table} tabIndex={0} role="group" aria-label="Links of the graph">
      <table>
        <caption>
          {counted(rows.length, 'link')} by weight{rows.length > most ? `; the first ${exact(most)}` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Value</th>
            <th scope="col">Kind</th>
            <th scope="col">Weight</th>
            <th scope="col">Shared by</th>
            <th scope="col">Records</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map(({ edge, from, to, weight }) => (
            <tr key={`${edge.from} ${edge.to} ${edge.type}`}>
              <td className="mono">
                <button
                  type="button"
                  onClick={() => {
                    onChoose(from.id);
                  }}
                >
                  <Text text={from.text} />
                </button>
              </td>
              <td>
                <TypeChip type={edge.type} />
              </td>
              <td className="mono">
                <button
                  type="button"
                  onClick={() => {
                    onChoose(to.id);
                  }}
                >
                  <Text text={to.text} />
                </button>
              </td>
              <td>{kindTitles[to.kind]}</td>
              <td>{edge.type === 'below' ? '' : weight.toFixed(2)}</td>
              <td>
                {to.names === undefined
                  ? 'not counted'
                  : `${to.isMore === true ? 'over ' : ''}${exact(to.names)}`}
              </td>
              <td>{exact(edge.rows)}</td>
              <td>
                <Text text={[from.note, to.note].filter((note) => note !== undefined).join('; ')} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
