// SPDX-License-Identifier: Apache-2.0
// What is asked of the store: a text and where it stands, as the API's q and in.
import type { Schemas } from '@/shared/api/client';
import { withoutDot } from '@/shared/text/names';
import { type AnswerSearch, filterParameters } from './search';

export type Place = 'auto' | 'name' | 'rdata' | 'raw';

export interface Question {
  q: string;
  in: Place;
}

/** A question with its filters: all that decides which rows there are. */
export interface Asked {
  question: Question;
  search: AnswerSearch;
}

export const questionOf = (query: Schemas['Query']): Question => ({ q: query.text, in: query.in });

/** Parameters of every endpoint that takes a question. */
export const askedParameters = ({
  question,
  search,
}: Asked): { q: string; in: Place } & Record<string, string | string[]> => ({
  q: question.q,
  in: question.in,
  ...filterParameters(search),
});

/** One answer has one key, wherever it is used. */
export const askedKey = (asked: Asked): string => JSON.stringify(askedParameters(asked));

/** The scopes of a name: which question each asks. */
export type Scope = 'this' | 'below' | 'left' | 'pointing';
export const scopes: Scope[] = ['this', 'below', 'left', 'pointing'];

/** `name` without its final dot; `suffix` is its public suffix, where that is known. */
export function nameQuestion(name: string, scope: Scope, suffix?: string): Question {
  switch (scope) {
    case 'this':
      return { q: name, in: 'name' };
    case 'below':
      return { q: name === '.' ? '*' : `*.${name}`, in: 'name' };
    case 'left':
      return { q: `${leftPart(name, suffix)}.*`, in: 'name' };
    case 'pointing':
      return { q: name, in: 'rdata' };
  }
}

/** groupweblogs-gsm1900 of groupweblogs-gsm1900.com. */
export const leftPart = (name: string, suffix?: string): string => {
  const end = suffix === undefined ? '' : `.${withoutDot(suffix)}`;
  if (end.length > 1 && name.length > end.length && name.endsWith(end)) return name.slice(0, -end.length);
  const at = withoutDot(name).lastIndexOf('.');
  return at > 0 ? name.slice(0, at) : name;
};
