// SPDX-License-Identifier: Apache-2.0
// A line for each line, in the order pasted. Virtual, with one tab stop and a roving row.
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { copyText } from '@/features/records';
import { nameOfKey, useKeys } from '@/shared/keyboard/keys';
import { useGo } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { exact } from '@/shared/text/numbers';
import { defanged, withoutDot } from '@/shared/text/names';
import { usePreferences } from '@/shared/theme/preferences';
import { dayOf } from '@/shared/time/time';
import { classes, Kbd } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { ColumnHead } from '@/shared/ui/table';
import table from '@/shared/ui/table.module.css';
import { SourceBadges, Text } from '@/shared/ui/values';
import css from './bulk.module.css';
import { type JudgedLine, sourcesOfLine } from './export';
import { pageOfText } from './lines';
import { foundOf } from './verdict';
import { VerdictMark } from './verdict_mark';

const heads = [
  'Line',
  'As pasted',
  'Understood as',
  'Verdict',
  'Because',
  'Records',
  'Source',
  'First seen',
  'Last seen',
];

const dayCell = (time: unknown) => (time === undefined ? null : dayOf(Number(time)));

function Cells({ line }: { line: JudgedLine }) {
  const { answer, verdict, pasted } = line;
  const isFound = (answer.found ?? 0) > 0;
  return (
    <>
      <div role="gridcell" className={classes(table.cell, table.number, css.quietCell)}>
        {exact(line.line)}
      </div>
      <div
        role="gridcell"
        className={classes(table.cell, 'mono', css.quietCell)}
        title={pasted.slice(0, 400)}
      >
        <Text text={pasted.slice(0, 200)} />
      </div>
      <div role="gridcell" className={classes(table.cell, 'mono')}>
        {answer.text === undefined ? null : (
          <PageLink href={pageOfText(answer.text)} tabIndex={-1} className={css.value}>
            <Text text={withoutDot(answer.text)} />
          </PageLink>
        )}
      </div>
      <div role="gridcell" className={table.cell}>
        <VerdictMark kind={verdict.kind} />
      </div>
      <div role="gridcell" className={table.cell} title={verdict.because}>
        <Text text={verdict.because} />
      </div>
      <div role="gridcell" className={classes(table.cell, table.number)}>
        {isFound ? foundOf(answer) : null}
      </div>
      <div role="gridcell" className={table.cell}>
        {isFound ? <SourceBadges names={sourcesOfLine(line)} /> : null}
        {(answer.found ?? 0) > (answer.rows?.length ?? 0) ? (
          <span
            className="ink3"
            title={`Of the first ${answer.rows?.length ?? 0} records; there may be more sources`}
          >
            {' '}
            …
          </span>
        ) : null}
      </div>
      <div role="gridcell" className={table.cell}>
        {dayCell(answer.first_seen)}
      </div>
      <div role="gridcell" className={table.cell}>
        {dayCell(answer.last_seen)}
      </div>
    </>
  );
}

function CardCells({ line }: { line: JudgedLine }) {
  const { answer, verdict, pasted } = line;
  return (
    <div role="gridcell" className={css.cardCell}>
      <div>
        <span className="ink3">{exact(line.line)}</span> <VerdictMark kind={verdict.kind} />
        <span className={css.cardCount}>{(answer.found ?? 0) > 0 ? `${foundOf(answer)} records` : ''}</span>
      </div>
      <div className="mono">
        {answer.text === undefined ? (
          <Text text={pasted.slice(0, 200)} />
        ) : (
          <PageLink href={pageOfText(answer.text)} className={css.value}>
            <Text text={withoutDot(answer.text)} />
          </PageLink>
        )}
      </div>
      <div className="ink3">
        <Text text={verdict.because} />
      </div>
    </div>
  );
}

export function VerdictTable({
  lines,
  total,
  isWhole,
}: {
  lines: JudgedLine[];
  total: number;
  isWhole: boolean;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const go = useGo();
  const { preferences } = usePreferences();
  const isNarrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const rowHeight = isNarrow ? 84 : preferences.density === 'comfortable' ? 36 : 28;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  useEffect(() => {
    virtualizer.measure();
  }, [rowHeight, virtualizer]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroll.current?.querySelector<HTMLElement>(`[data-line="${active}"]`);
    if (row) {
      wantsFocus.current = false;
      row.focus({ preventScroll: true });
    }
  });
  useKeys([
    {
      key: 'j',
      says: 'into the list, then line by line (j, k)',
      run: () => scroll.current?.querySelector<HTMLElement>('[data-line][tabindex="0"]')?.focus(),
    },
    { key: 'Enter', says: 'open the page of the line', run: () => undefined },
    { key: 'c', says: 'copy the line defanged', run: () => undefined },
  ]);
  const at = Math.min(active, lines.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!preferences.letters && /^[a-z]$/.test(event.key)) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 2);
    const step = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -lines.length,
      End: lines.length,
    }[event.key];
    const line = lines[at];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(lines.length - 1, at + step));
      wantsFocus.current = true;
      setActive(next);
      virtualizer.scrollToIndex(next, { align: 'auto' });
    } else if (nameOfKey(event) === 'Enter' && line?.answer.text !== undefined)
      go(pageOfText(line.answer.text));
    else if (event.key === 'c' && line !== undefined)
      copyText(defanged(withoutDot(line.answer.text ?? line.pasted)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const items = virtualizer.getVirtualItems();
  const from = virtualizer.range?.startIndex ?? 0;
  const shownTo = Math.min(lines.length, (virtualizer.range?.endIndex ?? 0) + 1);
  return (
    <div className={table.frame}>
      <div
        ref={scroll}
        className={classes(table.scroll, css.lines)}
        role="grid"
        aria-label="Verdicts, a line each"
        aria-rowcount={lines.length + 1}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {isNarrow ? null : (
          <div role="row" className={table.head}>
            {heads.map((head) => (
              <ColumnHead key={head} title={head} sort="" isNumber={head === 'Line' || head === 'Records'} />
            ))}
          </div>
        )}
        {lines.length === 0 ? (
          <div role="row">
            <div role="gridcell">
              <EmptyState title={isWhole ? 'No line has this verdict.' : 'No line is answered yet.'} />
            </div>
          </div>
        ) : (
          <div
            role="rowgroup"
            style={{ height: virtualizer.getTotalSize(), position: 'relative' } as CSSProperties}
          >
            {items.map((item) => {
              const line = lines[item.index];
              if (line === undefined) return null;
              return (
                <div
                  key={item.key}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={item.index === at}
                  data-line={item.index}
                  tabIndex={item.index === at ? 0 : -1}
                  className={isNarrow ? table.card : classes(table.row, table.placed, css.row)}
                  style={{ transform: `translateY(${item.start}px)` }}
                  onClick={() => {
                    setActive(item.index);
                  }}
                >
                  {isNarrow ? <CardCells line={line} /> : <Cells line={line} />}
                </div>
              );
            })}
          </div>
        )}
      </div>
      <div className={table.foot}>
        <span role="status">
          {lines.length === 0 ? (
            'Nothing to show'
          ) : (
            <>
              Showing{' '}
              <b>
                {exact(from + 1)}–{exact(shownTo)} of {exact(lines.length)}
              </b>
              {lines.length < total ? `, filtered from ${exact(total)}` : isWhole ? ', complete' : ''}
            </>
          )}
        </span>
        <span>Open a line for its records</span>
        <span className={table.keys}>
          <span>
            <Kbd>j</Kbd> <Kbd>k</Kbd> line
          </span>
          <span>
            <Kbd>Enter</Kbd> open
          </span>
          <span>dates UTC</span>
        </span>
      </div>
    </div>
  );
}
