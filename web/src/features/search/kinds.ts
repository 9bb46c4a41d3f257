// SPDX-License-Identifier: Apache-2.0
// What a question of the search page is, in words.
import type { Question } from '@/shared/question/question';
import type { AnswerSearch } from '@/shared/question/search';
import { patternKind } from './pattern';

export interface Kind {
  /** After "understood as a". */
  title: string;
  /** What is exactly asked. */
  exact: string;
  isPattern: boolean;
}

const patterns = { regex: 'regular expression', glob: 'glob', substring: 'part of a text' };

export function kindOf({ q, in: place }: Question, { filters }: AnswerSearch): Kind {
  const pattern = patternKind(q);
  if (pattern !== undefined) return { title: patterns[pattern], exact: q, isPattern: true };
  if (q === '*' || q === '*.') {
    const [asn] = filters.asn ?? [];
    const [country] = filters.country ?? [];
    if (asn !== undefined) return { title: 'network', exact: asn, isPattern: false };
    if (country !== undefined) return { title: 'country', exact: country, isPattern: false };
    return { title: 'question for all names', exact: '*', isPattern: false };
  }
  if (place === 'raw') return { title: 'raw value', exact: q, isPattern: false };
  if (q.endsWith('.*')) return { title: 'name under any ending', exact: q, isPattern: false };
  if (q.startsWith('*.')) return { title: 'name and all below it', exact: q, isPattern: false };
  return { title: place === 'name' ? 'name' : 'text', exact: q, isPattern: false };
}
