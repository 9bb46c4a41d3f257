// SPDX-License-Identifier: Apache-2.0
// The graph as an SVG file, from its places alone.
import { escaped } from '@/shared/text/escape';
import { type GraphNode, type GraphState, visible, weightOf } from './graph_state';

export interface Colors {
  surface: string;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  mark: string;
  markInk: string;
  accent: string;
  name: string;
  address: string;
  server: string;
  mailbox: string;
}

export const nodeSize = 26;
export const edgeWidth = (weight: number): number => Math.max(1, Math.min(6, weight * 8));
export const shortLabel = (text: string): string => {
  const shown = escaped(text);
  return shown.length <= 28 ? shown : `${shown.slice(0, 10)}…${shown.slice(-17)}`;
};

// Characters that XML cannot hold have become escapes by then.
const xml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? '',
  );

function shape({ kind, x, y }: GraphNode): string {
  const r = nodeSize / 2;
  const points = (list: [number, number][]) => `M${list.map(([dx, dy]) => `${x + dx} ${y + dy}`).join('L')}Z`;
  switch (kind) {
    case 'address':
      return points([
        [-r, -r],
        [r, -r],
        [r, r],
        [-r, r],
      ]);
    case 'server':
      return points([
        [0, -r * 1.1],
        [r, -r * 0.55],
        [r, r * 0.55],
        [0, r * 1.1],
        [-r, r * 0.55],
        [-r, -r * 0.55],
      ]);
    case 'mailbox':
      return points([
        [0, -r * 1.2],
        [r * 1.2, 0],
        [0, r * 1.2],
        [-r * 1.2, 0],
      ]);
    case 'name':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
}

export function asSvg(state: GraphState, colors: Colors): string {
  const { nodes, edges } = visible(state);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const least = (list: number[]) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list: number[]) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, top] = nodes.length === 0 ? [0, 0] : [least(xs) - 140, least(ys) - 70];
  const [width, height] = nodes.length === 0 ? [200, 100] : [most(xs) + 140 - left, most(ys) + 70 - top];
  const lines = edges.map((edge) => {
    const [a, b] = [byId.get(edge.from), byId.get(edge.to)];
    if (a === undefined || b === undefined) return '';
    const weight = weightOf(b.names);
    return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="${colors.line}" stroke-width="${edgeWidth(weight).toFixed(1)}"><title>${xml(`${edge.type} ${weight.toFixed(2)}, ${edge.rows} records`)}</title></line>`;
  });
  const marks = nodes.map((node) => {
    const sub = node.names === undefined ? '' : `${node.isMore === true ? 'over ' : ''}${node.names} names`;
    const note =
      node.note === undefined
        ? ''
        : `<text x="${node.x}" y="${node.y - 24}" fill="${colors.markInk}" stroke="${colors.mark}" stroke-width="6" paint-order="stroke" font-size="11">${xml(escaped(node.note))}</text>`;
    return (
      `<path d="${shape(node)}" fill="${colors.surface}" stroke="${colors[node.kind]}" stroke-width="2"/>` +
      `<text x="${node.x}" y="${node.y + 30}" class="m">${xml(shortLabel(node.text))}</text>` +
      (sub === '' ? '' : `<text x="${node.x}" y="${node.y + 44}" class="s">${sub}</text>`) +
      note
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" text-anchor="middle" font-family="Inter, sans-serif">` +
    `<style>.m{font:12px 'JetBrains Mono',monospace;fill:${colors.ink};stroke:${colors.surface};stroke-width:4;paint-order:stroke}.s{font-size:11px;fill:${colors.ink3};stroke:${colors.surface};stroke-width:4;paint-order:stroke}</style>` +
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colors.surface}"/>` +
    `${lines.join('')}${marks.join('')}</svg>\n`
  );
}
