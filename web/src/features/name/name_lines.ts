// SPDX-License-Identifier: Apache-2.0
// Every name of a question, a line each, from all of its rows: the tree tells a thousand of a level, a file wants all.
import { answer, api, type Row } from '@/shared/api/client';
import { type Asked, askedParameters } from '@/shared/question/question';
import { csvLine } from '@/shared/text/csv';
import { withoutDot } from '@/shared/text/names';
import { isoTime } from '@/shared/time/time';

export interface NameLine {
  name: string;
  records: number;
  sightings: number;
  first: number;
  last: number;
}

export interface Names {
  lines: NameLine[];
  /** Undefined when these are all. */
  cut?: string;
}

const timesOf = (row: Row): [first: number, last: number] => [
  Number(row.time_first ?? row.zone_time_first ?? 0),
  Number(row.time_last ?? row.zone_time_last ?? 0),
];

/** Gathers rows, as lines of JSON cut anywhere, into names. */
export class NameGatherer {
  private readonly byName = new Map<string, NameLine>();
  private rest = '';
  private cut: string | undefined = 'the answer broke off';

  get size(): number {
    return this.byName.size;
  }

  add(text: string) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.take(JSON.parse(line) as Row | Ending);
  }

  names(): Names {
    return { lines: [...this.byName.values()], cut: this.cut };
  }

  private take(told: Row | Ending) {
    if (!('rrname' in told)) {
      this.cut = told.complete
        ? undefined
        : told.reason === 'time'
          ? 'the time was up'
          : (told.problem?.detail ?? told.reason ?? 'the answer broke off');
      return;
    }
    const [first, last] = timesOf(told);
    const before = this.byName.get(told.rrname);
    if (before === undefined) {
      this.byName.set(told.rrname, { name: told.rrname, records: 1, sightings: told.count, first, last });
      return;
    }
    before.records += 1;
    before.sightings += told.count;
    before.first = Math.min(before.first, first);
    before.last = Math.max(before.last, last);
  }
}

interface Ending {
  complete: boolean;
  reason?: string;
  problem?: { detail?: string };
}

/** Reads all rows in the order of the store, which costs neither sorting nor memory on the server. */
export async function readNames(
  asked: Asked,
  signal: AbortSignal,
  onRead: (names: number) => void,
): Promise<Names> {
  const { stream } = await answer(
    api
      .GET('/api/v1/records', {
        params: {
          query: {
            ...askedParameters(asked),
            sort: 'key',
            merge: 'bailiwicks',
            limit: 0,
            format: 'ndjson',
          } as never,
        },
        parseAs: 'stream',
        signal,
      })
      .then((result) => ({
        ...result,
        data: result.data === undefined ? undefined : { stream: result.data as ReadableStream<Uint8Array> },
      })),
  );
  const gatherer = new NameGatherer();
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    gatherer.add(decoder.decode(value, { stream: true }));
    onRead(gatherer.size);
  }
  gatherer.add(`${decoder.decode()}\n`);
  return gatherer.names();
}

export const namesAsText = ({ lines }: Names): string[] => lines.map(({ name }) => `${withoutDot(name)}\n`);

export const namesAsCsv = ({ lines }: Names): string[] => [
  csvLine(['name', 'records', 'sightings', 'first_seen', 'last_seen']),
  ...lines.map(({ name, records, sightings, first, last }) =>
    csvLine([withoutDot(name), String(records), String(sightings), isoTime(first), isoTime(last)]),
  ),
];
