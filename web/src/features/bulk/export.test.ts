// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { asCsv, asNdjson, type JudgedLine } from './export';

const line = (pasted: string, answer: Partial<Schemas['BulkLine']>): JudgedLine => ({
  line: 1,
  pasted,
  answer: { line: 1, q: pasted, ...answer } as Schemas['BulkLine'],
  tags: {},
  verdict: { kind: 'seen', because: 'last seen, "today"' },
});

describe('exports of verdicts', () => {
  it('makes formulas harmless and quotes what needs it', () => {
    const [, row] = asCsv([line('=HYPERLINK("http://evil.example")', {})]).split('\r\n');
    expect(row).toBe(`1,"'=HYPERLINK(""http://evil.example"")",,Seen,"last seen, ""today""",,,,,`);
    for (const begin of ['+1', '-1', '@a', '\tx'])
      expect(
        asCsv([line(begin, {})])
          .split('\r\n')[1]
          ?.startsWith(`1,'${begin}`),
      ).toBe(true);
  });
  it('tells times in ISO 8601 and each source once', () => {
    const rows = [{ source: 'a' }, { source: 'a' }, { source: 'b' }] as unknown as Schemas['Row'][];
    const text = asNdjson([
      line('x.example', {
        text: 'x.example.',
        found: 3,
        complete: true,
        first_seen: 0,
        last_seen: 86_400,
        rows,
      } as never),
    ]);
    expect(JSON.parse(text)).toMatchObject({
      understood: 'x.example.',
      sources: ['a', 'b'],
      first_seen: '1970-01-01T00:00:00Z',
      last_seen: '1970-01-02T00:00:00Z',
      records: 3,
    });
  });
});
