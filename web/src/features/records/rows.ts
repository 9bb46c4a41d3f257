// SPDX-License-Identifier: Apache-2.0
// The rows of an answer, wherever one looks: windows of a kept, sorted answer; of one that is too large for that, pages in
// the order of the store.
import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ProblemError, type Row, type Schemas } from '@/shared/api/client';
import { type Asked, askedKey } from '@/shared/question/question';
import {
  firstWindowQuery,
  type Order,
  pageSize,
  storeOrderQuery,
  summaryQuery,
  windowQuery,
  windowSize,
} from './queries';

type Records = Schemas['Records'];

export interface Rows {
  /** Rows of the whole answer. */
  total: number;
  /** Whether `total` is the number of all there are. */
  isExact: boolean;
  /** Rows that can be scrolled to: all of them, or what was read and a little more. */
  count: number;
  row: (index: number) => Row | undefined;
  /** Says which rows are in sight, so that they are fetched. */
  show: (from: number, to: number) => void;
  isPending: boolean;
  /** The rows shown are of the question before. */
  isStale: boolean;
  error: unknown;
  elapsed: number;
  reason?: string;
  /** Why the rows stand in the order of the store: too many to sort, no time for it, or not sorted yet. */
  unsorted?: Unsorted;
  seenIn?: Schemas['SeenIn'];
  retry: () => void;
}

export type Unsorted = 'too many' | 'no time' | 'not yet';

/** Why the server has not sorted an answer; undefined when it has, or failed otherwise. */
export function whyUnsorted(first: {
  data?: { returned: number; reason?: string; answer?: string };
  error: unknown;
}): Unsorted | undefined {
  if (first.error instanceof ProblemError && first.error.status === 413) return 'too many';
  const { data } = first;
  return data?.reason === 'time' && data.returned === 0 && data.answer === undefined ? 'no time' : undefined;
}

export function useRows(asked: Asked, order: Order): Rows {
  const first = useQuery(firstWindowQuery(asked, order));
  const isWaiting = first.isFetching && (first.data === undefined || first.isPlaceholderData);
  const isSlow = useLasting(isWaiting, `${askedKey(asked)} ${order.sort} ${order.merge}`);
  const why = first.isPlaceholderData ? undefined : whyUnsorted(first);
  const kept = useKeptRows(asked, order, first);
  const inStoreOrder = useStoreOrder(asked, order, why ?? (isWaiting && isSlow ? 'not yet' : undefined));
  // Rows of the question before are better than none at all.
  return why !== undefined || (inStoreOrder.unsorted !== undefined && !inStoreOrder.isPending)
    ? inStoreOrder
    : kept;
}

/** What a person waits for an order before rows without one are better than none. */
const patience = 2000;

/** Whether `isTrue` has been so for a while, of the same `key`. */
function useLasting(isTrue: boolean, key: string): boolean {
  const [lasting, setLasting] = useState<string>();
  useEffect(() => {
    if (!isTrue) return undefined;
    const timer = setTimeout(() => {
      setLasting(key);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, [isTrue, key]);
  return isTrue && lasting === key;
}

const windowOf = (index: number): number => Math.floor(index / windowSize);

interface FirstWindow {
  data?: Records & { elapsed: number };
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
}

function useKeptRows(asked: Asked, order: Order, first: FirstWindow): Rows {
  const client = useQueryClient();
  const [shown, setShown] = useState({ from: 0, to: windowSize });
  const id = first.data?.answer;
  const indices = useMemo(() => {
    if (id === undefined || first.isPlaceholderData) return [];
    const from = Math.max(1, windowOf(shown.from));
    return Array.from({ length: Math.max(0, windowOf(shown.to) - from + 1) }, (_, i) => from + i);
  }, [id, first.isPlaceholderData, shown]);
  const windows = useQueries({ queries: indices.map((index) => windowQuery(id ?? '', index, order)) });

  // The kept answer may be gone (a restart, fifteen minutes): ask anew.
  const gone = windows.find((window) => window.error instanceof ProblemError && window.error.status === 410);
  useEffect(() => {
    if (gone !== undefined) void client.invalidateQueries({ queryKey: ['records', askedKey(asked), order] });
  }, [gone, client, asked, order]);

  const byIndex = new Map(indices.map((index, i) => [index, windows[i]?.data?.rows]));
  const data = first.data;
  const total = data?.total ?? data?.returned ?? 0;
  return {
    total,
    count: total,
    isExact: data !== undefined && (data.complete || data.reason === 'limit') && data.total !== undefined,
    row: (index) =>
      index < windowSize
        ? (data?.rows[index] as Row | undefined)
        : byIndex.get(windowOf(index))?.[index % windowSize],
    show: useCallback((from, to) => {
      setShown((before) =>
        windowOf(before.from) === windowOf(from) && windowOf(before.to) === windowOf(to)
          ? before
          : { from, to },
      );
    }, []),
    isPending: first.isPending,
    isStale: first.isPlaceholderData,
    error: first.error ?? windows.find((window) => window.error !== null)?.error ?? null,
    elapsed: data?.elapsed ?? 0,
    reason: data?.complete === false && data.reason !== 'limit' ? data.reason : undefined,
    seenIn: data?.seen_in,
    retry: () => {
      void client.invalidateQueries({ queryKey: ['records', askedKey(asked)] });
    },
  };
}

/** Rows beyond those read, in whose place the next page is waited for. */
const ahead = 20;

function useStoreOrder(asked: Asked, order: Order, unsorted: Unsorted | undefined): Rows {
  const isOn = unsorted !== undefined;
  const { data, error, isPending, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    ...storeOrderQuery(asked, order),
    enabled: isOn,
  });
  const { data: summary } = useQuery({ ...summaryQuery(asked, order.merge), enabled: isOn });
  const rows = useMemo(() => (data?.pages.flatMap((page) => page.rows) ?? []) as Row[], [data]);
  const read = rows.length;
  const last = data?.pages.at(-1);
  const isWhole = last?.complete === true;
  return {
    total: isWhole ? read : Math.max(read, summary?.num_results ?? 0),
    count: read + (hasNextPage ? ahead : 0),
    isExact: isWhole || summary?.complete === true,
    row: (index) => rows[index],
    show: useCallback(
      (_from, to) => {
        if (to + pageSize / 2 >= read && hasNextPage && !isFetching) void fetchNextPage();
      },
      [read, hasNextPage, isFetching, fetchNextPage],
    ),
    isPending,
    isStale: false,
    error,
    elapsed: last?.elapsed ?? 0,
    reason:
      last?.complete === false && last.next === undefined
        ? (last.reason ?? 'time')
        : summary?.complete === false && !isWhole
          ? summary.reason
          : undefined,
    unsorted,
    seenIn: last?.seen_in,
    retry: () => {
      void refetch();
    },
  };
}
