// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { dayOf, type UnixSeconds } from '@/shared/time/time';
import type { Change } from './change_words';

/** What happened elsewhere than in the records, to be told among their changes. */
export interface OtherEvent {
  key: string;
  time: UnixSeconds;
  /** Of what: 'registration'. */
  kind: string;
  icon: ReactNode;
  words: ReactNode;
}

export type Told = { change: Change; other?: undefined } | { change?: undefined; other: OtherEvent };

/** The newest day first; on one day the records go before, for theirs have no time of day. */
export function interleaved(changes: readonly Change[], others: readonly OtherEvent[]): Told[] {
  const all: { day: string; time: number; told: Told }[] = [
    ...changes.map((change) => ({ day: change.day, time: Infinity, told: { change } })),
    ...others.map((other) => ({ day: dayOf(other.time), time: other.time, told: { other } })),
  ];
  return all
    .sort((a, b) => (a.day === b.day ? (a.time === b.time ? 0 : b.time - a.time) : a.day < b.day ? 1 : -1))
    .map(({ told }) => told);
}
