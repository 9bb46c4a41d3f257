// SPDX-License-Identifier: Apache-2.0
// Large graphs are painted here, in a few strokes for all nodes and links of one look: thousands each by themselves,
// each with its own picture to keep, take Cytoscape longer than a frame.
import { exact } from '@/shared/text/numbers';
import type { colorsOfTheme } from './colors';
import {
  edgeKey,
  type GraphNode,
  type GraphState,
  isMass,
  linkKind,
  type NodeKind,
  weightOf,
} from './graph_state';
import { edgeWidth, nodeSize, shortLabel } from './svg';

interface Spot {
  id: string;
  kind: NodeKind;
  x: number;
  y: number;
  isMass: boolean;
  label: string;
  sub: string;
}

interface Line {
  id: string;
  from: Spot;
  to: Spot;
}

/** Links of one look: they go in one stroke. */
interface Bundle {
  width: number;
  isDashed: boolean;
  lines: Line[];
}

export interface Scene {
  spots: Spot[];
  bundles: Bundle[];
  linesOf: Map<string, Line[]>;
}

export interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const subOf = ({ kind, names, isMore }: GraphNode): string =>
  names === undefined || kind === 'name'
    ? ''
    : `${isMore === true ? 'over ' : ''}${exact(names)} ${names === 1 ? 'name' : 'names'}`;

const spots = new WeakMap<GraphNode, Spot>();
function spotOf(node: GraphNode): Spot {
  const known = spots.get(node);
  if (known !== undefined) return known;
  const { id, kind, x, y } = node;
  const spot = { id, kind, x, y, isMass: isMass(node), label: shortLabel(node.text), sub: subOf(node) };
  spots.set(node, spot);
  return spot;
}

/** What there is to paint; links that look the same together. */
export function sceneOf(state: GraphState): Scene {
  const nodes = new Map(state.nodes.map((node) => [node.id, node]));
  const bundles = new Map<string, Bundle>();
  const linesOf = new Map<string, Line[]>();
  const put = (id: string, line: Line) => {
    const there = linesOf.get(id);
    if (there === undefined) linesOf.set(id, [line]);
    else there.push(line);
  };
  for (const edge of state.edges) {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const isBelow = linkKind(edge) === 'below';
    const width = Math.round(edgeWidth(isBelow ? 0.1 : weightOf(to.names)) * 2) / 2;
    const isDashed = isBelow || isMass(to);
    const key = `${width} ${String(isDashed)}`;
    const line = { id: edgeKey(edge), from: spotOf(from), to: spotOf(to) };
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, { width, isDashed, lines: [line] });
    else bundle.lines.push(line);
    put(edge.from, line);
    put(edge.to, line);
  }
  return { spots: state.nodes.map(spotOf), bundles: [...bundles.values()], linesOf };
}

/** So much of a label, or of a shape, can stand out over the place of its node. */
const margin = 110;
const isNear = ({ x, y }: Spot, { x1, y1, x2, y2 }: Box): boolean =>
  x > x1 - margin && x < x2 + margin && y > y1 - margin && y < y2 + margin;
const crosses = ({ from, to }: Line, { x1, y1, x2, y2 }: Box): boolean =>
  Math.max(from.x, to.x) > x1 &&
  Math.min(from.x, to.x) < x2 &&
  Math.max(from.y, to.y) > y1 &&
  Math.min(from.y, to.y) < y2;

type Context = CanvasRenderingContext2D;

const server: [number, number][] = [
  [-1, 0],
  [-0.5, -1],
  [0.5, -1],
  [1, 0],
  [0.5, 1],
  [-0.5, 1],
];
const mailbox: [number, number][] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

function trace(context: Context, { kind, x, y }: Spot, r: number) {
  if (kind === 'address') context.rect(x - r, y - r, 2 * r, 2 * r);
  else if (kind === 'name') {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else {
    // Back to the first corner and on to the second: closing a path costs more than a line.
    const corners = kind === 'server' ? server : mailbox;
    [...corners, ...corners.slice(0, 2)].forEach(([dx, dy], i) => {
      if (i === 0) context.moveTo(x + dx * r, y + dy * r);
      else context.lineTo(x + dx * r, y + dy * r);
    });
  }
}

function strokeLines(context: Context, lines: Line[]) {
  context.beginPath();
  for (const { from, to } of lines) {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
}

/** The smallest letters that can be read, and how small a node may be to be told by its shape, in pixels. */
const leastLetters = 7;
const leastShape = 3;
/** The radius of a dot that is still seen, in pixels. */
const leastDot = 1.6;
const letters = 12;

export interface Sight {
  zoom: number;
  box: Box;
  chosen?: string;
  /** Being moved: Cytoscape draws it and its links on a layer of their own. */
  grabbed?: string;
}

/** Paints in the coordinates of the graph: the context is moved and scaled already. */
export function paint(
  context: Context,
  scene: Scene,
  colors: ReturnType<typeof colorsOfTheme>,
  sight: Sight,
) {
  const { zoom, box, chosen, grabbed } = sight;
  const isFree = ({ from, to }: Line) => from.id !== grabbed && to.id !== grabbed;
  context.lineCap = 'butt';
  context.strokeStyle = colors.line;
  for (const { width, isDashed, lines } of scene.bundles) {
    context.lineWidth = width;
    // Dashes too small to be seen only take time.
    context.setLineDash(isDashed && zoom > 0.3 ? [6, 3] : []);
    strokeLines(
      context,
      lines.filter((line) => crosses(line, box) && isFree(line)),
    );
  }
  context.setLineDash([]);
  if (chosen !== undefined) {
    context.strokeStyle = colors.accent;
    context.lineWidth = Math.max(3, 1.5 / zoom);
    strokeLines(context, (scene.linesOf.get(chosen) ?? []).filter(isFree));
  }
  const near = scene.spots.filter((spot) => isNear(spot, box) && spot.id !== grabbed);
  paintShapes(context, near, colors, zoom);
  const own = near.find(({ id }) => id === chosen);
  if (own !== undefined) paintChosen(context, own, colors, zoom);
  if (letters * zoom >= leastLetters) for (const spot of near) paintLabel(context, spot, colors);
}

function paintShapes(context: Context, near: Spot[], colors: ReturnType<typeof colorsOfTheme>, zoom: number) {
  const r = Math.max(nodeSize / 2, leastDot / zoom);
  for (const kind of ['name', 'address', 'server', 'mailbox'] as const)
    for (const isDashed of [false, true]) {
      const same = near.filter((spot) => spot.kind === kind && spot.isMass === isDashed);
      if (same.length === 0) continue;
      context.beginPath();
      for (const spot of same) trace(context, spot, r);
      const isTiny = nodeSize * zoom < leastShape;
      context.fillStyle = isTiny ? colors[kind] : colors.tint(colors[kind]);
      context.fill();
      if (isTiny) continue;
      context.strokeStyle = colors[kind];
      context.lineWidth = 2;
      context.setLineDash(isDashed && zoom > 0.3 ? [4, 2] : []);
      context.stroke();
    }
  context.setLineDash([]);
}

function paintChosen(context: Context, spot: Spot, colors: ReturnType<typeof colorsOfTheme>, zoom: number) {
  context.beginPath();
  trace(context, spot, Math.max(16, 6 / zoom));
  context.fillStyle = colors.tint(colors.accent);
  context.fill();
  context.strokeStyle = colors.accent;
  context.lineWidth = Math.max(3, 2 / zoom);
  context.stroke();
}

const mono = "'JetBrains Mono Variable', 'Liberation Mono', monospace";
/** Of a letter of the fixed-width face, in ems. */
const letterWidth = 0.6;

function paintLabel(context: Context, { x, y, label, sub }: Spot, colors: ReturnType<typeof colorsOfTheme>) {
  context.font = `${letters}px ${mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const width = Math.max(label.length, sub.length) * letters * letterWidth + 4;
  const top = y + nodeSize / 2 + 4;
  context.globalAlpha = 0.85;
  context.fillStyle = colors.surface;
  context.fillRect(x - width / 2, top - 1, width, sub === '' ? 15 : 29);
  context.globalAlpha = 1;
  context.fillStyle = colors.ink;
  context.fillText(label, x, top);
  if (sub !== '') context.fillText(sub, x, top + 14);
}
