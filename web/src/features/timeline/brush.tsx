// SPDX-License-Identifier: Apache-2.0
// The fence on a chart: drawn by dragging, its two ends moved by the pointer or, as sliders, by the arrow keys.
import { type KeyboardEvent, type PointerEvent, type Ref, useEffect, useRef, useState } from 'react';
import { shortDay, shortSpan } from '@/shared/time/time';
import { classes } from '@/shared/ui/controls';
import { type Axis, clamp, dayText, type Run } from './axis';
import css from './timeline.module.css';

interface Props {
  axis: Axis;
  top: number;
  bottom: number;
  /** Undefined: no fence, and both handles stand at the ends. */
  fence?: Run;
  /** `isStep`: one of several small moves by keyboard, which are one step for Back. */
  onChange: (fence: Run | undefined, isStep: boolean) => void;
  onHover: (day: number | undefined) => void;
  firstHandle: Ref<SVGGElement>;
}

type Drag =
  | { kind: 'new'; anchor: number; x: number }
  | { kind: 'end'; end: 0 | 1; other: number }
  | { kind: 'move'; at: number; fence: Run };

const sorted = (a: number, b: number): Run => (a <= b ? [a, b] : [b, a]);

export function Brush({ axis, top, bottom, fence, onChange, onHover, firstHandle }: Props) {
  const [draft, setDraft] = useState<Run>();
  const drag = useRef<Drag>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stepped = useRef(false);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const shown = draft ?? fence;
  const [from, to] = shown ?? [axis.from, axis.to];

  const dayOf = (event: PointerEvent<SVGElement>): number => {
    const box = event.currentTarget.ownerSVGElement?.querySelector('[data-ground]')?.getBoundingClientRect();
    return axis.dayAt(event.clientX - (box?.left ?? 0));
  };
  const begin = (event: PointerEvent<SVGElement>, next: Drag) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = next;
  };
  const follow = (event: PointerEvent<SVGElement>) => {
    const day = dayOf(event);
    onHover(day);
    const now = drag.current;
    if (now === undefined) return;
    if (now.kind === 'new') {
      if (draft !== undefined || Math.abs(event.clientX - now.x) > 3) setDraft(sorted(now.anchor, day));
    } else if (now.kind === 'end') setDraft(sorted(now.other, day));
    else {
      const length = now.fence[1] - now.fence[0];
      const first = clamp(now.fence[0] + day - now.at, axis.from, axis.to - length);
      setDraft([first, first + length]);
    }
  };
  const end = (event: PointerEvent<SVGElement>) => {
    const now = drag.current;
    drag.current = undefined;
    if (now === undefined) return;
    // A click without a drag means the day itself.
    const next = draft ?? (now.kind === 'new' ? sorted(now.anchor, dayOf(event)) : undefined);
    setDraft(undefined);
    if (next !== undefined) onChange(next, false);
  };
  const cancel = () => {
    drag.current = undefined;
    setDraft(undefined);
  };

  const onKey = (event: KeyboardEvent<SVGElement>, which: 0 | 1) => {
    if (event.key === 'Escape') {
      clearTimeout(timer.current);
      setDraft(undefined);
      if (fence !== undefined) onChange(undefined, false);
      return;
    }
    const far = event.shiftKey || event.key.startsWith('Page') ? 7 : 1;
    const steps: Record<string, number> = {
      ArrowLeft: -far,
      ArrowDown: -far,
      PageDown: -far,
      ArrowRight: far,
      ArrowUp: far,
      PageUp: far,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next: Run =
      which === 0 ? [clamp(from + step, axis.from, to), to] : [from, clamp(to + step, from, axis.to)];
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setDraft(undefined);
      onChange(next, stepped.current);
      stepped.current = true;
    }, 300);
  };

  const left = axis.x(clamp(from, axis.from, axis.to + 1));
  const right = axis.x(clamp(to + 1, axis.from, axis.to + 1));
  return (
    <>
      <rect
        data-ground
        className={css.ground}
        x={0}
        y={top}
        width={axis.width}
        height={bottom - top}
        onPointerDown={(event) => {
          const day = dayOf(event);
          const isInside = fence !== undefined && day >= fence[0] && day <= fence[1];
          const isWhole = fence !== undefined && fence[0] <= axis.from && fence[1] >= axis.to;
          begin(
            event,
            isInside && !isWhole
              ? { kind: 'move', at: day, fence }
              : { kind: 'new', anchor: day, x: event.clientX },
          );
        }}
        onPointerMove={follow}
        onPointerUp={end}
        onPointerCancel={cancel}
        onPointerLeave={() => {
          onHover(undefined);
        }}
      />
      {shown === undefined ? null : (
        <rect
          className={css.fence}
          x={left}
          y={top}
          width={Math.max(0, right - left)}
          height={bottom - top}
        />
      )}
      {([0, 1] as const).map((which) => {
        const x = which === 0 ? left : right;
        const day = which === 0 ? from : to;
        return (
          <g
            key={which}
            ref={which === 0 ? firstHandle : undefined}
            className={classes(css.handle, shown === undefined && css.open)}
            role="slider"
            tabIndex={0}
            aria-label={which === 0 ? 'Fence, first day' : 'Fence, last day'}
            aria-orientation="horizontal"
            aria-valuemin={which === 0 ? axis.from : from}
            aria-valuemax={which === 0 ? to : axis.to}
            aria-valuenow={clamp(day, axis.from, axis.to)}
            aria-valuetext={`${shortDay(dayText(day))}${shown === undefined ? ', no fence' : ''}`}
            transform={`translate(${Math.round(x)} 0)`}
            onKeyDown={(event) => {
              onKey(event, which);
            }}
            onBlur={() => {
              stepped.current = false;
            }}
            onPointerDown={(event) => {
              begin(event, { kind: 'end', end: which, other: which === 0 ? to : from });
            }}
            onPointerMove={follow}
            onPointerUp={end}
            onPointerCancel={cancel}
          >
            <title>
              {shown === undefined ? 'Drag to fence days' : shortSpan(dayText(from), dayText(to))}
            </title>
            <rect x={-12} y={top} width={24} height={bottom - top} fill="transparent" />
            <line className={css.edge} y1={top} y2={bottom} />
            <rect className={css.grip} x={-3.5} y={top + 26} width={7} height={20} rx={3} />
          </g>
        );
      })}
    </>
  );
}
