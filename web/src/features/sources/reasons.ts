// SPDX-License-Identifier: Apache-2.0
// Everything that was delivered and not taken, by reason, largest first.
import type { Schemas } from '@/shared/api/client';

export interface Reason {
  what: 'response' | 'record' | 'packet';
  reason: string;
  count: number;
}

type Dropped = Pick<Schemas['SourceDeliveries'], 'rejected' | 'refused_records' | 'skipped'>;

export function reasonsOf({ rejected, refused_records, skipped }: Dropped): Reason[] {
  const of = (what: Reason['what'], counts: Record<string, number>) =>
    Object.entries(counts).map(([reason, count]) => ({ what, reason, count }));
  return [...of('response', rejected), ...of('record', refused_records), ...of('packet', skipped)].sort(
    (a, b) => b.count - a.count,
  );
}

export const droppedBy = (source: Dropped): number =>
  reasonsOf(source).reduce((sum, { count }) => sum + count, 0);

/** "3 h", "12 days": how far the newest data of a source lies behind. */
export function lagText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${new Intl.NumberFormat('en-US').format(Math.round(seconds / 86_400))} days`;
}
