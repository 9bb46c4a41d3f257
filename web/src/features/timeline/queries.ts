// SPDX-License-Identifier: Apache-2.0
// What the charts of time ask. They show all of the time there is: a fence is drawn on them and filters only the rows.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, ProblemError } from '@/shared/api/client';
import type { Question } from '@/shared/question/question';
import { type AnswerSearch, type Fence, filterParameters } from '@/shared/question/search';
import type { CalendarAnswer } from './calendar_days';

/** A question with its filters, of all time. */
export interface HistoryAsked {
  question: Question;
  filters: Record<string, string | string[]>;
}

export function historyAsked(
  question: Question,
  search: AnswerSearch,
  types?: readonly string[],
): HistoryAsked {
  const usual = types === undefined ? {} : { type: [...types] };
  return {
    question: { q: question.q, in: question.in },
    filters: filterParameters({
      ...search,
      fence: undefined,
      filters: { ...usual, ...search.filters },
    }),
  };
}

/** The same, of the days in the fence alone. */
export const fenced = (asked: HistoryAsked, fence: Fence): HistoryAsked => ({
  ...asked,
  filters: { ...asked.filters, ...filterParameters({ filters: {}, fence }) },
});

const key = ({ question, filters }: HistoryAsked): string =>
  JSON.stringify([question.q, question.in, filters]);

/** The parameters of the API are typed by name; filters come as a record that search.ts keeps to the same names. */
const parameters = ({ question, filters }: HistoryAsked, more: Record<string, unknown> = {}) =>
  ({ q: question.q, in: question.in, ...filters, ...more }) as never;

const common = { staleTime: 60_000, retry: false, placeholderData: keepPreviousData } as const;

// An older server does not tell the types of a day apart, and refuses to be asked.
let tellsTypes = true;

export const calendarQuery = (asked: HistoryAsked) =>
  queryOptions({
    ...common,
    queryKey: ['history', 'calendar', key(asked)],
    queryFn: async ({ signal }): Promise<CalendarAnswer> => {
      const get = (more: Record<string, unknown>) =>
        answer(api.GET('/api/v1/history/calendar', { params: { query: parameters(asked, more) }, signal }));
      if (tellsTypes)
        try {
          return await get({ by: 'type' });
        } catch (error) {
          if (!(error instanceof ProblemError) || error.status !== 400 || error.parameter !== 'by')
            throw error;
          tellsTypes = false;
        }
      return get({});
    },
  });

export const lanesQuery = (asked: HistoryAsked, limit: number, sort = '-first_seen') =>
  queryOptions({
    ...common,
    queryKey: ['history', 'lanes', key(asked), limit, sort],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/history/lanes', { params: { query: parameters(asked, { limit, sort }) }, signal }),
      ),
  });

/** Only names change; of values nothing is asked. */
export const changesQuery = (asked: HistoryAsked) =>
  queryOptions({
    ...common,
    queryKey: ['history', 'changes', key(asked)],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/history/changes', { params: { query: parameters(asked) }, signal })),
    enabled: asked.question.in === 'name',
  });
