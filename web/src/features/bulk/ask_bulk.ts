// SPDX-License-Identifier: Apache-2.0
// A bulk request, read while it arrives: lines as they are answered, then which of them are known services.
import { apiKey, ProblemError, type Schemas } from '@/shared/api/client';
import type { AskedLine } from './lines';
import type { LineAnswer } from './verdict';

type Tag = Schemas['Tags'][number];
const allTags: Tag[] = ['cdn', 'cloud', 'parking', 'sinkhole', 'dynamic-dns', 'public-resolver', 'popular'];

/** Rows told of each line, from which its sources are read: fewer where there are many lines. */
export const rowsTold = (lines: number): number => (lines <= 1_000 ? 40 : lines <= 10_000 ? 10 : 3);

async function* linesFrom(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Schemas['Problem']>;
  return new ProblemError(
    response.status,
    problem.title ?? `Status ${response.status}`,
    problem.detail ?? 'The server said nothing more.',
  );
}

async function post(
  texts: string[],
  parameters: Record<string, string>,
  signal: AbortSignal,
  onLine: (line: Schemas['BulkLine']) => void,
): Promise<void> {
  const key = apiKey.get();
  let response: Response;
  try {
    response = await fetch(`/api/v1/bulk?${new URLSearchParams(parameters).toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', ...(key === null ? {} : { 'X-Api-Key': key }) },
      body: texts.join('\n'),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ProblemError(0, 'The server cannot be reached', 'Lines that were answered before stay.');
  }
  if (!response.ok || response.body === null) throw await problemOf(response);
  let totals: Schemas['BulkTotals'] | undefined;
  for await (const text of linesFrom(response.body)) {
    const line = JSON.parse(text) as Schemas['BulkLine'] | Schemas['BulkTotals'];
    if ('lines' in line) totals = line;
    else onLine(line);
  }
  if (totals?.complete !== true)
    throw new ProblemError(
      0,
      'The answer was cut off',
      totals?.reason === 'time'
        ? 'The time for one request was up. Ask the lines that are left in a list of their own.'
        : 'The connection or the store failed before the end. Lines that were answered stay.',
    );
}

/** `answers` is filled by index of `lines`; `onProgress` is told after every piece. */
export async function askBulk(
  lines: AskedLine[],
  answers: (LineAnswer | undefined)[],
  signal: AbortSignal,
  onProgress: (answered: number) => void,
): Promise<void> {
  let answered = 0;
  await post(
    lines.map((line) => line.text),
    { limit: String(rowsTold(lines.length)) },
    signal,
    (answer) => {
      const asked = lines[answer.line - 1];
      if (asked === undefined) return;
      answers[answer.line - 1] = { line: asked.line, pasted: asked.text, answer, tags: {} };
      answered += 1;
      onProgress(answered);
    },
  );
  const tagged = await withTag(allTags, found(answers), answers, signal);
  for (const tag of allTags)
    for (const { index, rows } of await withTag(
      [tag],
      tagged.map((each) => each.index),
      answers,
      signal,
    )) {
      const line = answers[index];
      if (line !== undefined) answers[index] = { ...line, tags: { ...line.tags, [tag]: rows } };
    }
}

const found = (answers: (LineAnswer | undefined)[]): number[] =>
  answers.flatMap((each, i) => ((each?.answer.found ?? 0) > 0 ? i : []));

async function withTag(
  tags: Tag[],
  indices: number[],
  answers: (LineAnswer | undefined)[],
  signal: AbortSignal,
): Promise<{ index: number; rows: number }[]> {
  const some: { index: number; rows: number }[] = [];
  if (indices.length === 0) return some;
  await post(
    indices.map((index) => answers[index]?.pasted ?? ''),
    { limit: '0', with: `is:${tags.join(',')}` },
    signal,
    (line) => {
      const index = indices[line.line - 1];
      if (index !== undefined && (line.found ?? 0) > 0) some.push({ index, rows: line.found ?? 0 });
    },
  );
  return some;
}
