// SPDX-License-Identifier: Apache-2.0
// One request for each opened name: its children, in the order asked, the machine-made ones in one line.
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { answer, api } from '@/shared/api/client';
import { type Asked, askedKey, askedParameters } from '@/shared/question/question';
import { groupKey, type Level } from './tree';

export interface TreeOrder {
  sort: string;
  /** Unix seconds; names first seen since then are new. */
  newAfter?: number;
}

const usualLimit = 100;

const treeQuery = (asked: Asked, under: string, order: TreeOrder, limit: number, collapse: boolean) => ({
  queryKey: ['tree', askedKey(asked), under, order, limit, collapse],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    answer(
      api.GET('/api/v1/records/tree', {
        params: {
          query: {
            ...askedParameters(asked),
            under,
            sort: order.sort,
            limit,
            collapse,
            ...(order.newAfter === undefined ? {} : { new_after: order.newAfter }),
          } as never,
        },
        signal,
      }),
    ),
  staleTime: 60_000,
  retry: false,
  placeholderData: keepPreviousData,
});

export interface Tree {
  levels: Map<string, Level>;
  isPending: boolean;
  isStale: boolean;
  isPartial: boolean;
  error: unknown;
  retry: () => void;
}

/** `limits`: how many children of a name, or of its group, were asked for beyond the usual. */
export function useTree(
  asked: Asked,
  root: string,
  open: ReadonlySet<string>,
  limits: ReadonlyMap<string, number>,
  order: TreeOrder,
): Tree {
  const wanted = [
    { name: root, isGroup: false },
    ...[...open].map((key) =>
      key.startsWith('~') ? { name: key.slice(1), isGroup: true } : { name: key, isGroup: false },
    ),
  ];
  const results = useQueries({
    queries: wanted.map(({ name, isGroup }) =>
      treeQuery(asked, name, order, limits.get(isGroup ? groupKey(name) : name) ?? usualLimit, !isGroup),
    ),
  });
  const levels = new Map<string, Level>();
  wanted.forEach(({ name, isGroup }, i) => {
    const result = results[i];
    const told = levels.get(name) ?? {};
    const node = result?.data?.tree;
    levels.set(name, {
      ...told,
      ...(isGroup ? { group: node } : { node }),
      hasFailed: told.hasFailed === true || result?.isError === true,
    });
  });
  const [first] = results;
  return {
    levels,
    isPending: first?.isPending === true,
    isStale: results.some((result) => result.isPlaceholderData),
    isPartial: results.some((result) => result.data?.complete === false),
    error: first?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}
