// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';

describe('CSV', () => {
  it('quotes what would break a line, and leaves out what is not known', () => {
    expect(csvOf(['a', 'b'], [['x,"y"\nz', undefined]])).toBe('a,b\r\n"x,""y""\nz",\r\n');
  });
  it('makes formulas harmless', () => {
    expect(csvOf(['a'], [['=1+1'], ['@sum'], ['-2']])).toBe("a\r\n'=1+1\r\n'@sum\r\n'-2\r\n");
  });
  it('tells numbers, truth and lists', () => {
    expect(csvOf(['a', 'b', 'c'], [[7, false, ['cdn', 'popular']]])).toBe('a,b,c\r\n7,false,cdn popular\r\n');
  });
});
