// SPDX-License-Identifier: Apache-2.0
// Virtual rows of one height. Browsers cannot make an element as high as a million rows (Firefox ends at 17.8 million
// pixels), so above `highest` the scroll bar moves by a larger step than the rows do.
import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useMemo } from 'react';

const highest = 15_000_000;

/** Places of the scroll bar and of the rows, in pixels. */
export function scaleOf(count: number, rowHeight: number, viewport: number) {
  const real = count * rowHeight;
  const shown = Math.min(real, highest);
  const factor = shown <= viewport || real <= highest ? 1 : (real - viewport) / (shown - viewport);
  return {
    height: shown,
    factor,
    toRows: (scrollTop: number) => scrollTop * factor,
    toBar: (offset: number) => offset / factor,
  };
}

export interface ScaledRows {
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Of the element that scrolls. */
  height: number;
  /** Where a row stands, in that element. */
  top: (start: number) => number;
}

export function useScaledRows(
  count: number,
  rowHeight: number,
  scroll: RefObject<HTMLDivElement | null>,
  /** Stands under a row; only where nothing is scaled. */
  below: { row: number; height: number },
): ScaledRows {
  // Only where it matters: to measure while one renders makes the browser lay out the page in between.
  const viewport = count * rowHeight > highest ? (scroll.current?.clientHeight ?? 600) : 600;
  const scale = useMemo(() => scaleOf(count, rowHeight, viewport), [count, rowHeight, viewport]);
  const under = scale.factor === 1 ? below : undefined;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: (row) => rowHeight + (row === under?.row ? under.height : 0),
    overscan: 12,
    observeElementOffset: (_instance, tell) => {
      const element = scroll.current;
      if (element === null) return undefined;
      const onScroll = () => {
        tell(scale.toRows(element.scrollTop), false);
      };
      onScroll();
      element.addEventListener('scroll', onScroll, { passive: true });
      return () => {
        element.removeEventListener('scroll', onScroll);
      };
    },
    scrollToFn: (offset) => {
      scroll.current?.scrollTo({ top: scale.toBar(offset) });
    },
  });
  const offset = virtualizer.scrollOffset ?? 0;
  return {
    virtualizer,
    height: scale.height + (under?.height ?? 0),
    top: (start) => (scale.factor === 1 ? start : start - offset + scale.toBar(offset)),
  };
}
