// SPDX-License-Identifier: Apache-2.0
// How Cytoscape draws: shapes by kind, widths by weight, colours by the tokens of the theme.
import type { StylesheetJson } from 'cytoscape';
import { colorsOfTheme } from './colors';
import { nodeSize } from './svg';

export function styleOf(isBig: boolean): StylesheetJson {
  const colors = colorsOfTheme();
  const kinds = (['name', 'address', 'server', 'mailbox'] as const).map((kind) => ({
    selector: `node.${kind}`,
    style: {
      shape: ({ name: 'ellipse', address: 'rectangle', server: 'hexagon', mailbox: 'diamond' } as const)[
        kind
      ],
      'background-color': colors.tint(colors[kind]),
      'border-color': colors[kind],
    },
  }));
  const label = {
    color: colors.ink,
    'text-background-color': colors.surface,
    'text-background-opacity': 1,
    'text-background-padding': '2px',
  };
  return [
    {
      selector: 'node',
      style: {
        width: nodeSize,
        height: nodeSize,
        'border-width': 2,
        // Labels of large graphs are painted with them, but for the one that is being moved.
        label: isBig ? '' : 'data(label)',
        'font-family': 'JetBrains Mono Variable, Liberation Mono, monospace',
        'font-size': 12,
        'text-valign': 'bottom',
        'text-margin-y': 5,
        'text-wrap': 'wrap',
        'min-zoomed-font-size': 7,
        ...label,
      },
    },
    ...kinds,
    { selector: 'node:grabbed', style: { label: 'data(label)' } },
    { selector: 'node.mass', style: { 'border-style': 'dashed' } },
    {
      selector: 'node.stub',
      style: {
        shape: 'ellipse',
        width: 30,
        height: 30,
        'background-color': colors.surface,
        'border-width': 1,
        'border-style': 'dashed',
        'border-color': colors.ink3,
        'font-size': 10,
        'text-valign': 'center',
        'text-margin-y': 0,
        'text-background-opacity': 0,
        color: colors.ink2,
      },
    },
    { selector: 'node.folded', style: { 'background-color': colors.tint(colors.ink3) } },
    {
      selector: 'node.note',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'border-width': 0,
        'background-color': colors.mark,
        color: colors.markInk,
        'font-family': 'Inter Variable, sans-serif',
        'text-valign': 'center',
        'text-margin-y': 0,
        'text-max-width': '180px',
        'text-background-opacity': 0,
        events: 'no',
      },
    },
    {
      selector: 'edge',
      style: { 'curve-style': 'haystack', 'haystack-radius': 0, 'line-color': colors.line, width: 1 },
    },
    { selector: 'edge.link', style: { width: 'data(width)' } },
    { selector: 'edge.mass, edge.stub-edge, edge.below', style: { 'line-style': 'dashed' } },
    {
      selector: 'edge.chosen',
      style: {
        'line-color': colors.accent,
        ...(isBig
          ? {}
          : {
              label: 'data(said)',
              'font-family': 'JetBrains Mono Variable, monospace',
              'font-size': 11,
              ...label,
              'text-background-opacity': 1,
              'text-background-padding': '3px',
              'text-background-shape': 'round-rectangle',
              'text-border-width': 1,
              'text-border-opacity': 1,
              'text-border-color': colors.line,
            }),
      },
    },
    {
      selector: 'node.chosen',
      style: {
        'border-color': colors.accent,
        'border-width': 3,
        'background-color': colors.tint(colors.accent),
        'font-weight': 600,
        width: 32,
        height: 32,
        'z-index': 9,
      },
    },
  ] as StylesheetJson;
}
