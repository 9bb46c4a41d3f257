// SPDX-License-Identifier: Apache-2.0
// The fence of the graph: what of the drawn names was there within it is asked once for each name.
import { useEffect, useMemo, useRef, useState } from 'react';
import { answer, api, type Row } from '@/shared/api/client';
import type { Fence } from '@/shared/question/search';
import { notify } from '@/shared/ui/notice';
import { fenceLine, type Held, heldBy, type HeldByName, rowsOfName, within } from './fence';
import type { GraphState } from './graph_state';

interface Line {
  line?: number;
  rows?: Row[];
  complete?: boolean;
  found?: number;
}

async function ask(names: { id: string; text: string }[], fence: Fence, signal: AbortSignal) {
  const { text } = await answer(
    api
      .POST('/api/v1/bulk', {
        params: { query: { limit: rowsOfName } },
        body: names.map((name) => fenceLine(name.text, fence)).join('\n'),
        bodySerializer: (body) => body,
        headers: { 'Content-Type': 'text/plain' },
        parseAs: 'text',
        signal,
      })
      .then((result) => ({
        ...result,
        data: result.data === undefined ? undefined : { text: String(result.data) },
      })),
  );
  // What is not told whole, or not understood, is not known: its links stay.
  const held = new Map<string, Held>(names.map(({ id }) => [id, undefined]));
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const told = JSON.parse(line) as Line;
    const name = told.line === undefined ? undefined : names[told.line - 1];
    if (name === undefined || told.rows === undefined || told.complete === false) continue;
    if (told.rows.length < (told.found ?? 0)) continue;
    held.set(name.id, heldBy(told.rows));
  }
  return held;
}

interface Known {
  fence: string;
  held: HeldByName;
}

/** The graph as it was within the fence; links of names that are still asked for stand until it is known. */
export function useFenced(state: GraphState, fence: Fence | undefined, kept: string | undefined) {
  const [known, setKnown] = useState<Known>({ fence: '', held: new Map() });
  const [isAsking, setAsking] = useState(false);
  const key = fence === undefined ? '' : JSON.stringify(fence);
  const held = known.fence === key ? known.held : undefined;
  const latest = useRef(fence);
  useEffect(() => {
    latest.current = fence;
  });
  const missing = useMemo(() => {
    if (key === '') return [];
    const owners = new Set(state.edges.flatMap(({ from, type }) => (type === 'REG' ? [] : from)));
    return state.nodes.filter(({ id }) => owners.has(id) && held?.has(id) !== true);
  }, [state, held, key]);
  useEffect(() => {
    const now = latest.current;
    if (now === undefined || missing.length === 0) return undefined;
    const abort = new AbortController();
    setAsking(true);
    ask(missing, now, abort.signal)
      .then((more) => {
        if (abort.signal.aborted) return;
        setKnown((before) => ({
          fence: key,
          held: new Map([...(before.fence === key ? before.held : []), ...more]),
        }));
        setAsking(false);
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        setAsking(false);
        notify(`The fence is not known: ${error instanceof Error ? error.message : String(error)}`);
      });
    return () => {
      abort.abort();
    };
  }, [missing, key]);
  const shown = useMemo(() => (held === undefined ? state : within(state, held, kept)), [state, held, kept]);
  return {
    shown,
    isAsking: key !== '' && isAsking,
    outside: state.edges.length - shown.edges.length,
    /** Names of which not all could be asked. */
    unknown: held === undefined ? 0 : [...held.values()].filter((each) => each === undefined).length,
  };
}
