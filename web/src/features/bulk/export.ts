// SPDX-License-Identifier: Apache-2.0
// Verdicts as files.
import { sourcesOf } from '@/features/records';
import type { Row } from '@/shared/api/client';
import { isoTime } from '@/shared/time/time';
import { type LineAnswer, type Verdict, verdictTitles } from './verdict';

export interface JudgedLine extends LineAnswer {
  verdict: Verdict;
}

export const sourcesOfLine = ({ answer }: LineAnswer): string[] => [
  ...new Set((answer.rows ?? []).flatMap((row) => sourcesOf(row as Row))),
];

const timeOf = (time: unknown): string => (time === undefined ? '' : isoTime(Number(time)));

/** Spreadsheets take what begins so for a formula (OWASP, CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (text: string): string => {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

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

export function asCsv(lines: JudgedLine[]): string {
  const rows = lines.map((line) =>
    Object.values(fields(line))
      .map((value) => cell(Array.isArray(value) ? value.join(' ') : String(value ?? '')))
      .join(','),
  );
  return [
    'line,pasted,understood,verdict,because,records,records_exact,sources,first_seen,last_seen',
    ...rows,
    '',
  ].join('\r\n');
}

export const asNdjson = (lines: JudgedLine[]): string =>
  lines.map((line) => `${JSON.stringify(fields(line))}\n`).join('');
