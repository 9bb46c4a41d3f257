// SPDX-License-Identifier: Apache-2.0
import { IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  type AnswerSearch,
  facetNames,
  filterParameters,
  toggled,
  unfiltered,
} from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { shortSpan } from '@/shared/time/time';
import { Button, FilterChip } from '@/shared/ui/controls';
import { Text } from '@/shared/ui/values';

/** What is filtered, each with the way to take it off. */
export function FilterChips({
  search,
  setSearch,
}: {
  search: AnswerSearch;
  setSearch: (search: AnswerSearch) => void;
}) {
  const { fence } = search;
  const chips: ReactNode[] = [];
  if (fence !== undefined)
    chips.push(
      <FilterChip
        key="fence"
        label="the time fence"
        onRemove={() => {
          setSearch({ ...search, fence: undefined });
        }}
      >
        <IconClock size={14} stroke={1.5} aria-hidden />
        <button
          type="button"
          style={{ width: 'auto' }}
          title="Change between: seen on one of these days, and never seen outside them"
          onClick={() => {
            setSearch({ ...search, fence: { ...fence, kind: fence.kind === 'seen' ? 'only' : 'seen' } });
          }}
        >
          {fence.kind === 'seen' ? 'seen during' : 'seen only during'} {shortSpan(fence.from, fence.to)}
        </button>
      </FilterChip>,
    );
  for (const facet of facetNames)
    for (const value of search.filters[`not_${facet}`] ?? [])
      chips.push(
        <FilterChip
          key={`not_${facet}:${value}`}
          label={`not ${value}`}
          onRemove={() => {
            setSearch(toggled(search, `not_${facet}`, value));
          }}
        >
          <span>
            not{' '}
            <b className="mono">
              <Text text={withoutDot(value)} />
            </b>
          </span>
        </FilterChip>,
      );
  for (const facet of ['name', 'rdata'] as const)
    for (const value of search.filters[facet] ?? [])
      chips.push(
        <FilterChip
          key={`${facet}:${value}`}
          label={`only ${value}`}
          onRemove={() => {
            setSearch(toggled(search, facet, value));
          }}
        >
          <span>
            only{' '}
            <b className="mono">
              <Text text={withoutDot(value)} />
            </b>
          </span>
        </FilterChip>,
      );
  if (search.exclude !== undefined)
    chips.push(
      <FilterChip
        key="exclude"
        label="the excluded pattern"
        onRemove={() => {
          setSearch({ ...search, exclude: undefined });
        }}
      >
        <span>
          exclude{' '}
          <b className="mono">
            <Text text={search.exclude} />
          </b>
        </span>
      </FilterChip>,
    );
  if (Object.keys(filterParameters(search)).length > 1)
    chips.push(
      <Button
        key="all"
        look="link"
        onClick={() => {
          setSearch(unfiltered(search));
        }}
      >
        take all off
      </Button>,
    );
  return <>{chips}</>;
}
