// SPDX-License-Identifier: Apache-2.0
// When rows must have been first or last seen, each with the way to take it off.
import { IconClock } from '@tabler/icons-react';
import { type AnswerSearch, type BoundName, boundNames } from '@/shared/question/search';
import { FilterChip } from '@/shared/ui/controls';
import { Text } from '@/shared/ui/values';

const words: Record<BoundName, string> = {
  first_after: 'first seen from',
  first_before: 'first seen until',
  last_after: 'last seen from',
  last_before: 'last seen until',
  since: 'still seen at',
  until: 'already seen at',
};

/** Midnight, and the last second of a day, as the day. */
const shortTime = (text: string): string => text.replace(/T(00:00:00|23:59:59)Z$/, '');

export function BoundChips({
  search,
  setSearch,
}: {
  search: AnswerSearch;
  setSearch: (search: AnswerSearch) => void;
}) {
  return boundNames.map((name) => {
    const text = search.bounds?.[name];
    if (text === undefined) return null;
    return (
      <FilterChip
        key={name}
        label={`${words[name]} ${text}`}
        onRemove={() => {
          setSearch({ ...search, bounds: { ...search.bounds, [name]: undefined } });
        }}
      >
        <IconClock size={14} stroke={1.5} aria-hidden />
        {words[name]} <Text text={shortTime(text)} />
      </FilterChip>
    );
  });
}
