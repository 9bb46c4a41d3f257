// SPDX-License-Identifier: Apache-2.0
// The tokens as a canvas needs them: read from the page, at the time of drawing.
import type { Colors } from './svg';

export function colorsOfTheme(): Colors & { tint: (color: string) => string } {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => asHex(style.getPropertyValue(name).trim());
  const surface = token('--surface');
  return {
    surface,
    ink: token('--ink'),
    ink2: token('--ink2'),
    ink3: token('--ink3'),
    line: mixed(token('--ink3'), surface, 0.45),
    mark: token('--mark'),
    markInk: token('--mark-ink'),
    accent: token('--accent'),
    name: token('--ink2'),
    address: token('--type-a'),
    server: token('--type-ns'),
    mailbox: token('--type-soa'),
    tint: (color) => mixed(color, surface, 0.14),
  };
}

const parts = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** `share` of one on the other, both as #rrggbb. */
export const mixed = (color: string, ground: string, share: number): string => {
  const [a, b] = [parts(color), parts(ground)];
  return `#${a
    .map((part, i) =>
      Math.round(part * share + (b[i] ?? 0) * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
};

/** Any colour of CSS as #rrggbb: what minifies style sheets writes `#fff` and `red`. */
function asHex(color: string): string {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return color;
  context.fillStyle = color;
  return context.fillStyle;
}
