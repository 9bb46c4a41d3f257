// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { pack } from '@/shared/text/packed';
import { decodeGraph, encodeGraph } from './encode_graph';
import {
  closest,
  type GraphState,
  idOf,
  isMass,
  linksOf,
  mostNodes,
  notDrawn,
  visible,
  weightOf,
  withAdded,
  withNode,
} from './graph_state';
import { besides, high, placesAround, wide } from './place';
import { asSvg } from './svg';

const node = (kind: 'name' | 'address' | 'server' | 'mailbox', text: string, more = {}) => ({
  id: idOf(kind, text),
  kind,
  text,
  x: 0,
  y: 0,
  ...more,
});
const small: GraphState = {
  nodes: [
    node('name', 'a.example', { x: -12, y: 40, note: 'Kit reused' }),
    node('address', '192.0.2.1', { x: 300, y: 7, names: 214, isMore: true }),
    node('name', 'b.example', { isHidden: true }),
    node('server', 'ns.example', { names: 2 }),
  ],
  edges: [
    { from: 'name:a.example', to: 'address:192.0.2.1', type: 'A', rows: 5 },
    { from: 'name:b.example', to: 'address:192.0.2.1', type: 'A', rows: 1 },
    { from: 'name:a.example', to: 'name:ns.example', type: 'NS', rows: 3 },
    { from: 'name:b.example', to: 'name:ns.example', type: 'NS', rows: 3 },
  ],
};

describe('a graph in the address', { timeout: 60_000 }, () => {
  it('comes back as it went', async () => {
    expect(await decodeGraph(await encodeGraph(small))).toEqual(small);
    expect(await decodeGraph(await encodeGraph({ nodes: [], edges: [] }))).toEqual({ nodes: [], edges: [] });
  });
  it('rounds places', async () => {
    const back = await decodeGraph(await encodeGraph(withNode(small, 'name:a.example', { x: 1.4, y: -2.6 })));
    expect(back?.nodes[0]).toMatchObject({ x: 1, y: -3 });
  });
  it('keeps two thousand nodes', async () => {
    const nodes = Array.from({ length: 2_000 }, (_, i) => node('name', `n${i}.example`, { x: i, y: -i }));
    const edges = nodes
      .slice(1)
      .map((each, i) => ({ from: each.id, to: nodes[i >> 2]?.id ?? '', type: 'NS', rows: i }));
    const packed = await encodeGraph({ nodes, edges });
    expect(packed.length).toBeLessThan(60_000);
    expect((await decodeGraph(packed))?.edges).toHaveLength(1_999);
  });
  const hostile: [string, unknown][] = [
    ['no list', { a: 1 }],
    ['another version', [2, [], [], []]],
    ['nothing', [1]],
    ['a kind that is none', [1, [], [[9, 'a', 0, 0, -1, 0]], []]],
    ['a text that is none', [1, [], [[0, { toString: 1 }, 0, 0, -1, 0]], []]],
    ['an empty text', [1, [], [[0, '', 0, 0, -1, 0]], []]],
    ['a text that is too long', [1, [], [[0, 'a'.repeat(2_000), 0, 0, -1, 0]], []]],
    ['a note that is too long', [1, [], [[0, 'a', 0, 0, -1, 0, 'n'.repeat(201)]], []]],
    ['a place that is none', [1, [], [[0, 'a', null, 0, -1, 0]], []]],
    ['a place out of this world', [1, [], [[0, 'a', 1e300, 0, -1, 0]], []]],
    [
      'the same node twice',
      [
        1,
        [],
        [
          [0, 'a', 0, 0, -1, 0],
          [2, 'a', 0, 0, -1, 0],
        ],
        [],
      ],
    ],
    ['a link to nowhere', [1, ['A'], [[0, 'a', 0, 0, -1, 0]], [[0, 7, 0, 1]]]],
    ['a link to itself', [1, ['A'], [[0, 'a', 0, 0, -1, 0]], [[0, 0, 0, 1]]]],
    [
      'a link of no type',
      [
        1,
        [],
        [
          [0, 'a', 0, 0, -1, 0],
          [0, 'b', 0, 0, -1, 0],
        ],
        [[0, 1, 0, 1]],
      ],
    ],
    [
      'a prototype',
      [
        1,
        ['A'],
        [
          [0, 'a', 0, 0, -1, 0],
          [0, 'b', 0, 0, -1, 0],
        ],
        [['__proto__', 1, 0, 1]],
      ],
    ],
    [
      'too many nodes',
      [1, [], Array.from({ length: mostNodes + 1 }, (_, i) => [0, `n${i}`, 0, 0, -1, 0]), []],
    ],
  ];
  it.each(hostile)('takes nothing from %s', async (_what, raw) => {
    expect(await decodeGraph(await pack(JSON.stringify(raw)))).toBeUndefined();
  });
  it('takes nothing from what is no JSON, no deflate, no base64', async () => {
    expect(await decodeGraph(await pack('{'))).toBeUndefined();
    for (const text of ['', 'AAAA', '%00', 'constructor', 'e'.repeat(100_000)])
      expect(await decodeGraph(text)).toBeUndefined();
  });
});

describe('the graph', () => {
  it('never moves what is placed', () => {
    const again = withAdded(small, [node('name', 'a.example', { x: 999, y: 999, names: 4 })], []);
    expect(again.nodes[0]).toMatchObject({ x: -12, y: 40, names: 4, note: 'Kit reused' });
  });
  it('makes a name that serves a name server, and shows what was hidden', () => {
    const again = withAdded(small, [node('server', 'b.example')], []);
    expect(again.nodes[2]).toMatchObject({ kind: 'server', isHidden: undefined });
    expect(again.nodes).toHaveLength(4);
  });
  it('adds no link twice, to itself or to nowhere', () => {
    const [first] = small.edges;
    if (first === undefined) throw new Error('no edge');
    const again = withAdded(
      small,
      [],
      [
        { ...first, rows: 9 },
        { ...first, to: first.from },
        { ...first, to: 'x' },
      ],
    );
    expect(again.edges).toHaveLength(4);
    expect(again.edges[0]?.rows).toBe(9);
  });
  it('does not draw what is hidden', () => {
    expect(visible(small).nodes).toHaveLength(3);
    expect(visible(small).edges).toHaveLength(2);
  });
  it('weighs by how many share', () => {
    expect(weightOf(0)).toBe(1);
    expect(weightOf(7)).toBeCloseTo(0.315, 3);
    expect(weightOf(214)).toBeCloseTo(0.129, 3);
    expect(linksOf(small, 'name:a.example').map((link) => link.other.text)).toEqual([
      'ns.example',
      '192.0.2.1',
    ]);
    expect(closest(small, 'name:a.example')[0]?.sum).toBeCloseTo(weightOf(2) + weightOf(214));
  });
  it('tells mass hosting and what is not drawn', () => {
    expect(isMass({ names: 200 })).toBe(false);
    expect(isMass({ names: 201 })).toBe(true);
    expect(isMass({ names: 3, isMore: true })).toBe(true);
    expect(notDrawn(small)).toEqual(new Map([['address:192.0.2.1', 212]]));
  });
});

describe('places', { timeout: 60_000 }, () => {
  it('stand besides what is there', () => {
    const [dx, dy] = besides(
      [
        { x: -100, y: 0 },
        { x: 300, y: 200 },
      ],
      [
        { x: -50, y: 10 },
        { x: 50, y: 30 },
      ],
    );
    expect(-50 + dx).toBeGreaterThan(300 + wide);
    expect(20 + dy).toBe(100);
    expect(besides([], [{ x: 1, y: 1 }])).toEqual([0, 0]);
  });
  it('are the same each time, and free', () => {
    const placed = [
      { x: 0, y: 0 },
      { x: 210, y: 0 },
    ];
    const places = placesAround({ x: 0, y: 0 }, placed, 60);
    expect(places).toEqual(placesAround({ x: 0, y: 0 }, placed, 60));
    const every = [...placed, ...places];
    for (const a of every)
      for (const b of every)
        if (a !== b) expect(((a.x - b.x) / wide) ** 2 + ((a.y - b.y) / high) ** 2).toBeGreaterThanOrEqual(1);
  });
});

describe('the picture', () => {
  const colors = {
    surface: '#fff',
    ink: '#000',
    ink2: '#333',
    ink3: '#666',
    line: '#ccc',
    mark: '#ff0',
    markInk: '#000',
    accent: '#088',
    name: '#555',
    address: '#00f',
    server: '#080',
    mailbox: '#800',
  };
  it('holds hostile text as text', () => {
    const svg = asSvg(
      withNode(withAdded(small, [node('name', '<script>alert(1)</script>"&')], []), 'name:a.example', {
        note: '</text><image/>',
      }),
      colors,
    );
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('<image');
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;');
    expect(svg.match(/<path/g)?.length).toBe(4);
  });
});
