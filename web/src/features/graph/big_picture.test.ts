// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { paint, sceneOf } from './big_picture';
import { type GraphState, idOf } from './graph_state';

const node = (kind: 'name' | 'address', text: string, x: number, y: number, names?: number) => ({
  id: idOf(kind, text),
  kind,
  text,
  x,
  y,
  names,
});
const state: GraphState = {
  nodes: [
    node('name', 'a.example', 0, 0),
    node('name', 'b.example', 300, 0),
    node('address', '192.0.2.1', 150, 100, 2),
    node('address', '192.0.2.2', 9_000, 9_000, 500),
  ],
  edges: [
    { from: 'name:a.example', to: 'address:192.0.2.1', type: 'A', rows: 1 },
    { from: 'name:b.example', to: 'address:192.0.2.1', type: 'A', rows: 1 },
    { from: 'name:b.example', to: 'address:192.0.2.2', type: 'A', rows: 1 },
    { from: 'name:b.example', to: 'name:nowhere.example', type: 'A', rows: 1 },
  ],
};
const color = '#123456';
const colors = new Proxy({} as Parameters<typeof paint>[2], {
  get: (_all, name) => (name === 'tint' ? () => color : color),
});

/** A context that counts what is done to it. */
function counted() {
  const done: Record<string, unknown[][]> = {};
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get:
      (_all, name) =>
      (...words: unknown[]) => {
        (done[String(name)] ??= []).push(words);
      },
    set: () => true,
  });
  return { context, done, times: (name: string) => done[name]?.length ?? 0 };
}

describe('the picture of a large graph', () => {
  const scene = sceneOf(state);
  it('bundles links that look the same, and leaves out those to nowhere', () => {
    expect(scene.bundles.map(({ lines, isDashed }) => [lines.length, isDashed])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(scene.linesOf.get('name:b.example')).toHaveLength(2);
    expect(sceneOf(state).spots[0]).toBe(scene.spots[0]);
  });
  it('paints what is in sight, labels where they can be read', () => {
    const near = counted();
    paint(near.context, scene, colors, { zoom: 1, box: { x1: -50, y1: -50, x2: 400, y2: 300 } });
    expect(near.done.fillText?.map(([text]) => text)).toEqual([
      'a.example',
      'b.example',
      '192.0.2.1',
      '2 names',
    ]);
    // The link to the far address crosses the sight.
    expect(near.times('lineTo')).toBe(3);
    const far = counted();
    paint(far.context, scene, colors, { zoom: 0.1, box: { x1: -50, y1: -50, x2: 10_000, y2: 10_000 } });
    expect(far.times('fillText')).toBe(0);
    expect(far.times('arc')).toBe(2);
  });
  it('leaves to Cytoscape what is being moved', () => {
    const { context, done, times } = counted();
    const box = { x1: -50, y1: -50, x2: 400, y2: 300 };
    paint(context, scene, colors, { zoom: 1, box, grabbed: 'name:b.example' });
    expect(done.fillText?.map(([text]) => text)).not.toContain('b.example');
    expect(times('arc')).toBe(1);
  });
  it('marks the chosen node and its links', () => {
    const plain = counted();
    const marked = counted();
    const box = { x1: -50, y1: -50, x2: 400, y2: 300 };
    paint(plain.context, scene, colors, { zoom: 1, box });
    paint(marked.context, scene, colors, { zoom: 1, box, chosen: 'name:b.example' });
    expect(marked.times('stroke')).toBe(plain.times('stroke') + 2);
    expect(marked.times('arc')).toBe(3);
  });
});
