// SPDX-License-Identifier: Apache-2.0
// Where a pattern is looked for: in names asked, in answers, or in both, of which one half shows its rows at a time.
import type { Place } from '@/shared/question/question';

export type Where = Place | 'both';
/** Half of an answer to a question of both places. */
export type Half = 'name' | 'rdata';
export const halves: Half[] = ['name', 'rdata'];

const known: Where[] = ['name', 'rdata', 'raw', 'both'];

/** `in` and `half` of the address; undefined where the server has yet to say what the text is. */
export function placeOf(
  where: string | undefined,
  half: string | undefined,
  isPattern: boolean,
): { where: Where; place: Place } | undefined {
  const found = known.find((each) => each === where);
  if (found === undefined) return undefined;
  if (found !== 'both') return { where: found, place: found };
  // Only patterns are looked for in both; anything else is asked again.
  return isPattern ? { where: 'both', place: half === 'rdata' ? 'rdata' : 'name' } : undefined;
}
