// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
// The contrasts that the tokens promise (WCAG 2.1, 1.4.3 and 1.4.11), computed from tokens.css itself.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function block(selector: string): Record<string, string> {
  const at = css.indexOf(`${selector} {`);
  expect(at, selector).toBeGreaterThanOrEqual(0);
  const body = css.slice(at, css.indexOf('}', at));
  return Object.fromEntries([...body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]));
}

const light = block(':root');
const dark = { ...light, ...block(":root[data-theme='dark']") };
const system = { ...light, ...block(":root:not([data-theme='light'])") };

type Rgb = [number, number, number];
const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as Rgb;
const luminance = (color: Rgb) => {
  const [r, g, b] = color.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: Rgb, b: Rgb) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};
const mix = (over: Rgb, share: number, under: Rgb) =>
  over.map((c, i) => c * share + (under[i] ?? 0) * (1 - share)) as Rgb;

const types = ['a', 'aaaa', 'cname', 'mx', 'ns', 'txt', 'soa', 'other'];
const grounds = ['bg', 'surface', 'surface2', 'sunk', 'hover', 'sel', 'accent-tint'];

describe.each([
  ['light', light],
  ['dark', dark],
])('in %s', (_name, tokens) => {
  const color = (token: string) => rgb(tokens[token] ?? '');
  it.each(['ink', 'ink2', 'ink3'].flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    '%s is legible on %s',
    (ink, ground) => {
      expect(contrast(color(ink), color(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each([
    ['accent', 'surface'],
    ['accent', 'bg'],
    ['accent', 'accent-tint'],
    ['on-accent', 'accent'],
    ['mark-ink', 'mark'],
    ['bad', 'bad-tint'],
    ['warn', 'warn-tint'],
    ['ok', 'ok-tint'],
    ['ink2', 'neutral-tint'],
    ['bad', 'surface'],
    ['warn', 'surface'],
    ['ok', 'surface'],
  ])('%s is legible on %s', (ink, ground) => {
    expect(contrast(color(ink), color(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(types)('the type %s is legible on its tint', (type) => {
    const own = color(`type-${type}`);
    const share = parseFloat(tokens['type-tint'] ?? '') / 100;
    expect(contrast(own, mix(own, share, color('surface')))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['1', '2', '3', '4', '5', '6', '7', '8', 'own'])('source %s is legible on rows', (source) => {
    for (const ground of ['surface', 'hover', 'sel'])
      expect(contrast(color(`source-${source}`), color(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it('borders of controls are seen', () => {
    for (const ground of ['bg', 'surface', 'surface2'])
      expect(contrast(color('line3'), color(ground))).toBeGreaterThanOrEqual(3);
  });
});

it('dark is the same by choice and by system', () => {
  expect(system).toEqual(dark);
});
