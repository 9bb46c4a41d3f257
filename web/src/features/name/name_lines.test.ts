// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { NameGatherer, namesAsCsv, namesAsText } from './name_lines';

const row = (rrname: string, first: number, last: number, count = 1) =>
  JSON.stringify({
    rrname,
    rrtype: 'A',
    rdata: '192.0.2.1',
    how: 'sensor',
    count,
    time_first: first,
    time_last: last,
  });

function gathered(text: string, size: number) {
  const gatherer = new NameGatherer();
  for (let at = 0; at < text.length; at += size) gatherer.add(text.slice(at, at + size));
  return gatherer.names();
}

const rows = [row('a.example.', 50, 60), row('b.example.', 5, 6), row('a.example.', 40, 55, 3)].join('\n');

test('rows of a name become one line, wherever the stream is cut', () => {
  const text = `${rows}\n{"complete":true,"returned":3}\n`;
  for (const size of [1, 7, 1000]) {
    const names = gathered(text, size);
    expect(names.cut).toBeUndefined();
    expect(names.lines).toEqual([
      { name: 'a.example.', records: 2, sightings: 4, first: 40, last: 60 },
      { name: 'b.example.', records: 1, sightings: 1, first: 5, last: 6 },
    ]);
  }
});

test('what is not all is never told as all', () => {
  expect(gathered(`${rows}\n`, 1000).cut).toBe('the answer broke off');
  expect(gathered(`${rows}\n{"complete":false,"reason":"time","returned":3}\n`, 1000).cut).toBe(
    'the time was up',
  );
  const failed = '{"complete":false,"reason":"failed","returned":3,"problem":{"detail":"gone"}}';
  expect(gathered(`${rows}\n${failed}\n`, 1000).cut).toBe('gone');
});

test('a file of names has no formulas', () => {
  const names = gathered(`${row('=cmd.example.', 0, 1)}\n{"complete":true,"returned":1}\n`, 1000);
  expect(namesAsText(names).join('')).toBe('=cmd.example\n');
  expect(namesAsCsv(names)[1]).toBe("'=cmd.example,1,1,1970-01-01T00:00:00Z,1970-01-01T00:00:01Z\r\n");
});
