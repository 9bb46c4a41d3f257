// SPDX-License-Identifier: Apache-2.0
// Verdicts as files.
import { sourcesOf } from '@/features/records';
import type { Row } from '@/shared/api/client';
import { csvOf } from '@/shared/text/csv';
import { isoTime } from '@/shared/time/time';
import { type LineAnswer, type Verdict, verdictTitles } from './verdict';

export interface JudgedLine extends LineAnswer {
  verdict: Verdict;
}

export const sourcesOfLine = ({ answer }: LineAnswer): string[] => [
  ...new Set((answer.rows ?? []).flatMap((row) => sourcesOf(row as Row))),
];

const timeOf = (time: unknown): string => (time === undefined ? '' : isoTime(Number(time)));

const fields = (line: JudgedLine) => ({
  line: line.line,
  pasted: line.pasted,
  understood: line.answer.text ?? '',
  verdict: verdictTitles[line.verdict.kind],
  because: line.verdict.because,
  records: line.answer.found,
  records_exact: line.answer.complete,
  sources: sourcesOfLine(line),
  first_seen: timeOf(line.answer.first_seen),
  last_seen: timeOf(line.answer.last_seen),
});

const columns = [
  'line',
  'pasted',
  'understood',
  'verdict',
  'because',
  'records',
  'records_exact',
  'sources',
  'first_seen',
  'last_seen',
] as const;

export const asCsv = (lines: JudgedLine[]): string =>
  csvOf(
    columns,
    lines.map((line) => {
      const told = fields(line);
      return columns.map((column) => told[column]);
    }),
  );

export const asNdjson = (lines: JudgedLine[]): string =>
  lines.map((line) => `${JSON.stringify(fields(line))}\n`).join('');
