// SPDX-License-Identifier: Apache-2.0
// A pasted list and what the records say of each line. A list that is short enough stands in the address.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { handedOver, handOver } from '@/features/ask';
import { useAddress } from '@/shared/question/address';
import { counted, exact } from '@/shared/text/numbers';
import { pack, unpack } from '@/shared/text/packed';
import { Button } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import css from './bulk.module.css';
import { BulkActions } from './bulk_actions';
import type { JudgedLine } from './export';
import { kindOfText, kindTitles, type LineKind, questionsOf } from './lines';
import { ListEditor } from './list_editor';
import { RulesNote, useRules } from './rules_note';
import { type BulkState, useBulk } from './use_bulk';
import { type VerdictKind, verdictKinds, verdictOf, verdictTitles } from './verdict';
import { VerdictShape } from './verdict_mark';
import { VerdictTable } from './verdict_table';

/** What an address may be long. */
const longestPacked = 4_096;
const longestShared = 1_000_000;

/** The list of this page: of its address, or as it was handed over in this tab. */
function useList() {
  const { one, set } = useAddress();
  const packed = one('list');
  const at = one('at');
  const shared = useQuery({
    queryKey: ['list', packed],
    queryFn: async () => ({ text: await unpack(packed ?? '', longestShared) }),
    enabled: packed !== undefined,
    staleTime: Infinity,
  });
  const here = useMemo(() => (at === undefined ? '' : handedOver()), [at]);
  const put = async (text: string, isReplacing: boolean) => {
    const short = await pack(text);
    if (short.length <= longestPacked) set({ list: short, at: undefined, verdict: undefined }, isReplacing);
    else {
      handOver(text);
      set({ list: undefined, at: String(Date.now()), verdict: undefined }, isReplacing);
    }
  };
  // A list from the box is shareable as soon as it is short enough.
  useEffect(() => {
    if (packed !== undefined || here === '') return;
    void pack(here).then((short) => {
      if (short.length <= longestPacked) set({ list: short, at: undefined }, true);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each list that was handed over
  }, [here, packed]);
  return {
    text: packed === undefined ? here : (shared.data?.text ?? ''),
    isPending: packed !== undefined && shared.isPending,
    isBroken: packed !== undefined && shared.data?.text === undefined && !shared.isPending,
    isInAddress: packed !== undefined,
    put: (text: string) => void put(text, false),
  };
}

export function BulkPage() {
  const { text, isPending, isBroken, isInAddress, put } = useList();
  const [isEditing, setEditing] = useState(false);
  const lines = useMemo(() => questionsOf(text), [text]);
  if (isPending)
    return (
      <PageBody>
        <Skeleton rows={8} />
      </PageBody>
    );
  if (lines.length === 0 || isEditing)
    return (
      <PageBody>
        <Subject kind="Bulk answer" isWords>
          Check a list
        </Subject>
        {isBroken ? (
          <EmptyState title="The list in this link cannot be read.">
            <p>It may have been cut on its way. Ask for it again, or paste the list here.</p>
          </EmptyState>
        ) : null}
        <ListEditor
          text={text}
          onAsk={(next) => {
            setEditing(false);
            if (next !== text) put(next);
          }}
          onCancel={
            lines.length === 0
              ? undefined
              : () => {
                  setEditing(false);
                }
          }
        />
      </PageBody>
    );
  return (
    <BulkAnswer
      key={text}
      lines={lines}
      isInAddress={isInAddress}
      onEdit={() => {
        setEditing(true);
      }}
    />
  );
}

function BulkAnswer({
  lines,
  isInAddress,
  onEdit,
}: {
  lines: ReturnType<typeof questionsOf>;
  isInAddress: boolean;
  onEdit: () => void;
}) {
  const { one, set } = useAddress();
  const { state, stop, again } = useBulk(lines);
  const { asOf, newDays, quietDays } = useRules();
  const judged = useMemo(
    () =>
      state.answers.flatMap((each): JudgedLine[] =>
        each === undefined ? [] : [{ ...each, verdict: verdictOf(each, { asOf, newDays, quietDays }) }],
      ),
    [state.answers, asOf, newDays, quietDays],
  );
  const wanted = one('verdict');
  const filter = verdictKinds.find((kind) => kind === wanted);
  const shown = useMemo(
    () => (filter === undefined ? judged : judged.filter((line) => line.verdict.kind === filter)),
    [judged, filter],
  );
  const understood = judged.filter((line) => line.answer.error === undefined).length;
  const known = judged.filter((line) => (line.answer.found ?? 0) > 0).length;
  return (
    <>
      <Understood judged={judged} total={lines.length} />
      <PageBody>
        <Subject
          kind="Bulk answer"
          isWords
          actions={<BulkActions shown={shown} isInAddress={isInAddress} onEdit={onEdit} />}
          below={
            isInAddress ? undefined : (
              <p className="ink3">
                This list is too long for a link: it stays in this tab, and goes when the tab is closed.
              </p>
            )
          }
        >
          <b>{exact(lines.length)}</b> {lines.length === 1 ? 'line' : 'lines'}, <b>{exact(understood)}</b>{' '}
          understood, <b>{exact(known)}</b> known
        </Subject>
        <VerdictBar
          judged={judged}
          total={lines.length}
          filter={filter}
          onFilter={(kind) => {
            set({ verdict: kind });
          }}
        />
        <div className={css.under}>
          <RulesNote />
          <Progress state={state} total={lines.length} onStop={stop} onAgain={again} />
        </div>
        <VerdictTable lines={shown} total={judged.length} isWhole={state.phase === 'done'} />
      </PageBody>
    </>
  );
}

function Understood({ judged, total }: { judged: JudgedLine[]; total: number }) {
  const counts = useMemo(() => {
    const found = new Map<LineKind | 'wrong', number>();
    for (const { answer: line } of judged) {
      const kind = line.text === undefined ? 'wrong' : kindOfText(line.text);
      found.set(kind, (found.get(kind) ?? 0) + 1);
    }
    return found;
  }, [judged]);
  const words = (Object.keys(kindTitles) as LineKind[]).flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [counted(count, ...kindTitles[kind])];
  });
  const wrong = counts.get('wrong') ?? 0;
  const records = judged.reduce((sum, line) => sum + (line.answer.found ?? 0), 0);
  const isExact = judged.every((line) => line.answer.complete !== false);
  return (
    <div className={css.understood} role="group" aria-label="How the list was understood">
      <span>
        Understood as a <span className={css.kind}>list, {counted(total, 'line')}</span>
      </span>
      <span>{[...words, ...(wrong === 0 ? [] : [`${exact(wrong)} not understood`])].join(' · ')}</span>
      <span className={css.push} role="status">
        <b>
          {isExact ? '' : 'at least '}
          {counted(records, 'record')}
        </b>{' '}
        behind the answer
      </span>
    </div>
  );
}

function VerdictBar({
  judged,
  total,
  filter,
  onFilter,
}: {
  judged: JudgedLine[];
  total: number;
  filter?: VerdictKind;
  onFilter: (kind: VerdictKind | undefined) => void;
}) {
  const counts = useMemo(() => {
    const found = new Map<VerdictKind, number>();
    for (const { verdict } of judged) found.set(verdict.kind, (found.get(verdict.kind) ?? 0) + 1);
    return verdictKinds
      .map((kind) => ({ kind, count: found.get(kind) ?? 0 }))
      .filter(({ count }) => count > 0);
  }, [judged]);
  return (
    <div>
      <div className={css.bar} aria-hidden>
        {counts.map(({ kind, count }) => (
          <span key={kind} className={css[kind]} style={{ flexGrow: count }} />
        ))}
        {total > judged.length ? <span style={{ flexGrow: total - judged.length }} /> : null}
      </div>
      <div className={css.counts} role="group" aria-label="Only lines of one verdict">
        <button
          type="button"
          aria-pressed={filter === undefined}
          onClick={() => {
            onFilter(undefined);
          }}
        >
          <b>{exact(judged.length)}</b> All
        </button>
        {counts.map(({ kind, count }) => (
          <button
            key={kind}
            type="button"
            aria-pressed={filter === kind}
            className={css[kind]}
            onClick={() => {
              onFilter(filter === kind ? undefined : kind);
            }}
          >
            <VerdictShape kind={kind} /> <b>{exact(count)}</b> {verdictTitles[kind]}
          </button>
        ))}
      </div>
    </div>
  );
}

function Progress({
  state,
  total,
  onStop,
  onAgain,
}: {
  state: BulkState;
  total: number;
  onStop: () => void;
  onAgain: () => void;
}) {
  if (state.phase === 'failed') return <ErrorNotice error={state.error} onRetry={onAgain} />;
  if (state.phase === 'done')
    return (
      <p className="ink3" role="status">
        complete · {(state.elapsed / 1000).toFixed(2)} s · nothing was looked up outside
      </p>
    );
  if (state.phase === 'stopped')
    return (
      <p className={css.stopped} role="status">
        Stopped: {exact(state.answered)} of {counted(total, 'line')} answered.{' '}
        <Button isSmall onClick={onAgain}>
          Ask again
        </Button>
      </p>
    );
  if (state.elapsed < 1_000) return <p className="ink3">…</p>;
  return (
    <div className={css.progress} role="status">
      <progress max={total} value={state.answered} aria-label="Lines answered" />
      <span>
        {state.answered < total
          ? `${exact(state.answered)} of ${counted(total, 'line')}`
          : 'all lines, now which are known services'}
        , {Math.round(state.elapsed / 1000)} s
      </span>
      <Button isSmall onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
