// SPDX-License-Identifier: Apache-2.0
// What the page of a name shows first is asked for while the server still reads what was typed.
import type { QueryClient } from '@tanstack/react-query';
import { answerOf, firstWindowQuery, summaryQuery } from '@/features/records';
import { nameQuestion } from '@/shared/question/question';
import { readSearch } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { baseOf, opensWhole } from './resolutions_tab';

const letters = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i;

/** The name that `text` is, where it can be nothing else. */
export function plainName(text: string): string | undefined {
  if (!letters.test(text) || /^[0-9.]+$/.test(text)) return undefined;
  return withoutDot(text).toLowerCase();
}

/**
 * Asks for the rows of its page as that would, so that they are on their way, or there, when it begins. What comes in
 * vain is dropped unseen.
 */
export async function beginName(client: QueryClient, text: string): Promise<void> {
  const name = plainName(text);
  if (name === undefined) return;
  const question = nameQuestion(name, 'below');
  const none = readSearch({});
  try {
    const summary = await client.fetchQuery(summaryQuery({ question, search: none }));
    const { asked, order } = answerOf(question, none, baseOf(opensWhole(summary) ? 'all' : 'addresses'));
    await client.prefetchQuery(firstWindowQuery(asked, order));
  } catch {
    // The page asks again, and says what is wrong.
  }
}
