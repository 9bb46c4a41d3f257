// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useRef, useState } from 'react';
import { askBulk } from './ask_bulk';
import type { AskedLine } from './lines';
import type { LineAnswer } from './verdict';

export interface BulkState {
  /** By index of the lines asked; holes while they are not answered. */
  answers: (LineAnswer | undefined)[];
  answered: number;
  phase: 'asking' | 'done' | 'stopped' | 'failed';
  error?: unknown;
  /** Milliseconds so far. */
  elapsed: number;
}

const nothing: BulkState = { answers: [], answered: 0, phase: 'asking', elapsed: 0 };
/** The last whole answer: Back shows it at once. */
let kept: { lines: AskedLine[]; state: BulkState } | undefined;

const isSame = (a: AskedLine[], b: AskedLine[]) =>
  a.length === b.length && a.every((line, i) => line.text === b[i]?.text);

export function useBulk(lines: AskedLine[]) {
  // The page keys this by the list: a new one begins anew.
  const [state, setState] = useState<BulkState>(() =>
    kept !== undefined && isSame(kept.lines, lines) ? kept.state : nothing,
  );
  const control = useRef<AbortController>(undefined);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (lines.length === 0) return undefined;
    if (kept !== undefined && attempt === 0 && isSame(kept.lines, lines)) return undefined;
    const abort = new AbortController();
    control.current = abort;
    const begun = performance.now();
    const answers = new Array<LineAnswer | undefined>(lines.length).fill(undefined);
    let answered = 0;
    const tell = (phase: BulkState['phase'], error?: unknown) => {
      const next = { answers: [...answers], answered, phase, error, elapsed: performance.now() - begun };
      setState(next);
      if (phase === 'done') kept = { lines, state: next };
    };
    const timer = setInterval(() => {
      tell('asking');
    }, 250);
    askBulk(lines, answers, abort.signal, (count) => {
      answered = count;
    })
      .then(
        () => {
          tell('done');
        },
        (error: unknown) => {
          if (abort.signal.reason !== 'left') tell(abort.signal.aborted ? 'stopped' : 'failed', error);
        },
      )
      .finally(() => {
        clearInterval(timer);
      });
    return () => {
      clearInterval(timer);
      abort.abort('left');
    };
  }, [lines, attempt]);

  return {
    state,
    stop: useCallback(() => control.current?.abort('stopped'), []),
    again: useCallback(() => {
      setAttempt((before) => before + 1);
    }, []),
  };
}
