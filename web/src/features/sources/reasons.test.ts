// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { droppedBy, lagText, reasonsOf } from './reasons';

const dropped = {
  rejected: { unmatched: 3, 'not a response': 10 },
  refused_records: { 'out of bailiwick': 7 },
  skipped: {},
};

describe('what was dropped', () => {
  it('is told largest first, with what it was', () => {
    expect(reasonsOf(dropped).map(({ what, count }) => [what, count])).toEqual([
      ['response', 10],
      ['record', 7],
      ['response', 3],
    ]);
    expect(droppedBy(dropped)).toBe(20);
  });
  it('says how far behind', () => {
    expect([59, 3600, 86_400, 864_000].map(lagText)).toEqual(['59 s', '60 min', '24 h', '10 days']);
  });
});
