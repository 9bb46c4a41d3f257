// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { type LineAnswer, verdictOf } from './verdict';

const rules = { asOf: '2019-07-20', newDays: 7, quietDays: 30 };
const at = (day: string) => Date.parse(`${day}T12:00:00Z`) / 1000;
const line = (first: string, last: string, tags: LineAnswer['tags'] = {}): LineAnswer => ({
  line: 1,
  pasted: 'x',
  answer: {
    line: 1,
    q: 'x',
    text: 'x.example.',
    found: 3,
    complete: true,
    first_seen: at(first),
    last_seen: at(last),
    rows: [],
  } as unknown as Schemas['BulkLine'],
  tags,
});

describe('verdicts', () => {
  it('is new on the seventh day, not on the eighth', () => {
    expect(verdictOf(line('2019-07-13', '2019-07-19'), rules)).toEqual({
      kind: 'new',
      because: 'first seen 7 days before 2019-07-20',
    });
    expect(verdictOf(line('2019-07-12', '2019-07-19'), rules).kind).toBe('seen');
  });
  it('is quiet after so many days', () => {
    expect(verdictOf(line('2018-01-01', '2019-06-20'), rules).kind).toBe('seen');
    expect(verdictOf(line('2018-01-01', '2019-06-19'), rules)).toEqual({
      kind: 'quiet',
      because: 'last seen 31 days before 2019-07-20',
    });
  });
  it('names a known service with its numbers, but not before what is new', () => {
    expect(verdictOf(line('2018-01-01', '2019-07-20', { cdn: 2, popular: 3 }), rules)).toEqual({
      kind: 'known',
      because: 'on a CDN: 2 of 3, of a popular name: 3 of 3',
    });
    expect(verdictOf(line('2019-07-19', '2019-07-20', { cdn: 2 }), rules).kind).toBe('new');
    expect(verdictOf(line('2018-01-01', '2019-07-20', { cdn: 0 }), rules).kind).toBe('seen');
  });
  it('tells what was never seen, and why', () => {
    const never = (text: string): LineAnswer => ({
      line: 1,
      pasted: text,
      answer: {
        line: 1,
        q: text,
        text,
        found: 0,
        complete: true,
        rows: [],
      } as unknown as Schemas['BulkLine'],
      tags: {},
    });
    expect(verdictOf(never('x.example.'), rules).kind).toBe('never');
    expect(verdictOf(never('10.0.3.12'), rules).because).toContain('RFC 1918');
  });
  it('tells the place of a fault in characters', () => {
    const answer = { line: 1, q: 'ü tp:/x', error: 'expected a name', offset: 3 } as Schemas['BulkLine'];
    expect(verdictOf({ line: 1, pasted: 'ü tp:/x', answer, tags: {} }, rules)).toEqual({
      kind: 'wrong',
      because: 'character 3: expected a name',
    });
  });
  it('counts days after the day asked', () => {
    expect(verdictOf(line('2019-07-22', '2019-07-22'), rules).because).toBe(
      'first seen 2 days after 2019-07-20',
    );
  });
});
