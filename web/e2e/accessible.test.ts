// SPDX-License-Identifier: Apache-2.0
// Every page in both themes and both widths: nothing for axe to find, nothing on the console, nothing wider than the page.
import { describe, expect, inject, it } from 'vitest';
import { accessibilityFaults, visitor } from './browser';
import { places } from './places';

const visit = visitor();
const urlOf = (store?: 'empty' | 'hostile') =>
  store === 'empty' ? inject('emptyUrl') : store === 'hostile' ? inject('hostileUrl') : inject('url');

describe.each([
  { theme: 'light' as const, width: 1440 },
  { theme: 'dark' as const, width: 1440 },
  { theme: 'dark' as const, width: 420 },
])('in $theme, $width wide', ({ theme, width }) => {
  it.each(places)('$name', async ({ path, store }) => {
    const page = await visit(path, { theme, width, url: urlOf(store) });
    expect(await accessibilityFaults(page)).toEqual([]);
    const spill = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(spill, 'the page scrolls sideways').toBeLessThanOrEqual(0);
  });
});
