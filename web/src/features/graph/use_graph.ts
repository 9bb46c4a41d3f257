// SPDX-License-Identifier: Apache-2.0
// The graph of this page: held here, kept in the address, with its own way back.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from '@tanstack/react-router';
import { pages, useAddress, useGo } from '@/shared/question/address';
import type { Fence } from '@/shared/question/search';
import { decodeGraph, encodeGraph } from './encode_graph';
import { begun, fenceParameters, startNodes } from './expand';
import { emptyGraph, type GraphState } from './graph_state';

interface History {
  past: GraphState[];
  present: GraphState;
  future: GraphState[];
}
const longestPast = 100;
/** A server takes no request line that is longer; the part behind # never reaches it. */
const longestParameter = 4_000;

/** A graph and its fence as an address. */
function hrefOf(packed: string, fence: Fence | undefined): string {
  const words = fenceParameters(fence);
  return packed.length <= longestParameter
    ? pages.graph({ g: packed, ...words })
    : `${pages.graph(words)}#g=${packed}`;
}

export type Phase = 'loading' | 'ready' | 'broken';

export function useGraph() {
  const client = useQueryClient();
  const { one, search } = useAddress();
  // The same object for as long as it says the same, whatever else changes in the address.
  const { kind, from, to } = search.fence ?? {};
  const fence = useMemo(
    (): Fence | undefined =>
      kind === undefined || from === undefined || to === undefined ? undefined : { kind, from, to },
    [kind, from, to],
  );
  const go = useGo();
  const hash = useLocation({ select: (location) => location.hash });
  const start = one('start') ?? '';
  const packed = one('g') ?? (hash.startsWith('g=') ? hash.slice(2) : undefined);
  const [history, setHistory] = useState<History>({ past: [], present: emptyGraph, future: [] });
  const [phase, setPhase] = useState<Phase>('loading');
  const present = useRef(emptyGraph);
  const written = useRef<string>(undefined);
  const fenceNow = useRef(fence);

  useEffect(() => {
    present.current = history.present;
    fenceNow.current = fence;
  });

  // What the address says, unless this page wrote it there.
  useEffect(() => {
    if (packed !== undefined && packed === written.current) return undefined;
    let isGone = false;
    const show = (state: GraphState | undefined) => {
      if (isGone) return;
      written.current = packed;
      present.current = state ?? emptyGraph;
      setHistory({ past: [], present: state ?? emptyGraph, future: [] });
      setPhase(state === undefined ? 'broken' : 'ready');
    };
    if (packed !== undefined) void decodeGraph(packed).then(show);
    else void begun(client, startNodes(start)).then(show);
    return () => {
      isGone = true;
    };
  }, [packed, start, client]);

  // Into the address, when it has been still for a moment.
  const { present: state } = history;
  useEffect(() => {
    if (phase !== 'ready' || state.nodes.length === 0) return undefined;
    const timer = setTimeout(() => {
      void encodeGraph(state).then((text) => {
        if (text === written.current || present.current !== state) return;
        written.current = text;
        go(hrefOf(text, fenceNow.current), true);
      });
    }, 400);
    return () => {
      clearTimeout(timer);
    };
  }, [state, phase, go]);

  const setFence = useCallback(
    (next: Fence | undefined) => {
      void encodeGraph(present.current).then((text) => {
        written.current = text;
        go(hrefOf(text, next));
      });
    },
    [go],
  );

  const change = useCallback((make: (state: GraphState) => GraphState) => {
    setHistory((before) => {
      const next = make(before.present);
      return next === before.present
        ? before
        : { past: [...before.past.slice(-longestPast), before.present], present: next, future: [] };
    });
  }, []);
  const undo = useCallback(() => {
    setHistory((before) => {
      const last = before.past.at(-1);
      return last === undefined
        ? before
        : { past: before.past.slice(0, -1), present: last, future: [before.present, ...before.future] };
    });
  }, []);
  const redo = useCallback(() => {
    setHistory((before) => {
      const [next, ...future] = before.future;
      return next === undefined ? before : { past: [...before.past, before.present], present: next, future };
    });
  }, []);
  return {
    state,
    phase,
    fence,
    setFence,
    change,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    latest: useCallback(() => present.current, []),
  };
}
