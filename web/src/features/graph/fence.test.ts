// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fenceLine, type Held, heldBy, lineOfName, within } from './fence';
import { type GraphEdge, type GraphState, idOf, type NodeKind } from './graph_state';
import { daysOfLanes, holding, saidDays, spanOf } from './lane_days';

const node = (kind: NodeKind, text: string) => ({ id: idOf(kind, text), kind, text, x: 0, y: 0 });
const edge = (from: string, to: string, type: string): GraphEdge => ({ from, to, type, rows: 1 });

describe('a line of a question for all names', () => {
  it('asks for the name, whatever it is made of', () => {
    expect(lineOfName('www.example.com')).toBe('www.example.com');
    expect(lineOfName('a\\.b\\032c.example')).toBe('a\\046b\\032c.example');
    expect(lineOfName('<b>#é.example')).toBe('\\060b\\062\\035\\195\\169.example');
  });
  it('carries the fence', () => {
    expect(fenceLine('a.example', { kind: 'seen', from: '2019-07-01', to: '2019-07-02' })).toBe(
      'a.example in:name merge:bailiwicks seen:2019-07-01..2019-07-02',
    );
    expect(fenceLine('a.example', { kind: 'only', from: '2019-07-01', to: '2019-07-01' })).toContain(
      'only:2019-07-01',
    );
  });
});

describe('within a fence', () => {
  const state: GraphState = {
    nodes: [
      node('name', 'a.example'),
      node('address', '192.0.2.1'),
      node('server', 'ns.example'),
      node('mailbox', 'd.reuter@mail.example'),
      node('name', 'www.a.example'),
      node('name', 'alone.example'),
    ],
    edges: [
      edge('name:a.example', 'address:192.0.2.1', 'A'),
      edge('name:a.example', 'name:ns.example', 'NS'),
      edge('name:a.example', 'mailbox:d.reuter@mail.example', 'SOA'),
      edge('name:a.example', 'mailbox:d.reuter@mail.example', 'REG'),
      edge('name:www.a.example', 'name:a.example', 'below'),
    ],
  };
  const linksWithin = (rows: { rrtype: string; rdata: string }[], below: Held = new Set()) =>
    within(
      state,
      new Map<string, Held>([
        ['name:a.example', heldBy(rows)],
        ['name:www.a.example', below],
      ]),
      undefined,
    );

  it('stand the links whose records were there, and registrations', () => {
    const { edges, nodes } = linksWithin([{ rrtype: 'A', rdata: '192.0.2.1' }]);
    expect(edges.map(({ type }) => type)).toEqual(['A', 'REG']);
    expect(nodes.map(({ text }) => text)).toEqual([
      'a.example',
      '192.0.2.1',
      'd.reuter@mail.example',
      'alone.example',
    ]);
  });
  it('tells types apart, and finds the mailbox of an SOA', () => {
    const soa = 'ns.example. d\\.reuter.mail.example. 1 2 3 4 5';
    const { edges } = linksWithin([
      { rrtype: 'MX', rdata: '10 ns.example.' },
      { rrtype: 'SOA', rdata: soa },
    ]);
    expect(edges.map(({ type }) => type)).toEqual(['SOA', 'REG']);
  });
  it('stands a name below while it has any record', () => {
    const { edges } = linksWithin([], heldBy([{ rrtype: 'TXT', rdata: '"x"' }]));
    expect(edges.map(({ type }) => type)).toEqual(['REG', 'below']);
  });
  it('stands what is not known, and the chosen node', () => {
    expect(within(state, new Map(), undefined)).toBe(state);
    expect(within(state, new Map([['name:a.example', undefined]]), undefined)).toBe(state);
    const none = within(state, new Map<string, Held>([['name:a.example', new Set()]]), 'name:ns.example');
    expect(none.nodes.map(({ text }) => text)).toContain('ns.example');
    expect(none.nodes.map(({ text }) => text)).not.toContain('192.0.2.1');
  });
});

describe('days of links', () => {
  const lane = (rrtype: string, rdata: string, confirmed: string[][], possible: string[][] = []) =>
    ({ rrtype, rdata, confirmed, possible }) as never;
  it('are of all lanes that hold the value', () => {
    const lanes = [
      lane('NS', 'ns.example.', [['2019-07-01', '2019-07-02']]),
      lane('SOA', 'ns.example. x.example. 1 2 3 4 5', [['2019-07-03', '2019-07-03']]),
      lane('NS', 'other.example.', [['2019-07-09', '2019-07-09']]),
    ];
    const days = daysOfLanes(holding(lanes, ['ns.example']));
    expect(saidDays(days)).toBe('3');
    expect(spanOf([days])).toEqual([18_078, 18_080]);
  });
  it('are at most so many where none is certain', () => {
    expect(saidDays(daysOfLanes([lane('A', '192.0.2.1', [], [['2019-07-01', '2019-07-09']])]))).toBe('≤ 9');
    expect(saidDays(daysOfLanes([]))).toBe('–');
    expect(spanOf([daysOfLanes([])])).toBeUndefined();
  });
});
