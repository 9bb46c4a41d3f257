// SPDX-License-Identifier: Apache-2.0
// Every page in both themes, wide and narrow: nothing for axe to find, nothing on the console, nothing wider than the page.
import { describe, expect, inject, it } from 'vitest';
import { accessibilityFaults, settled, visitor } from './browser';
import { places } from './places';

const visit = visitor();
const urlOf = (store?: 'empty' | 'hostile') =>
  store === 'empty' ? inject('emptyUrl') : store === 'hostile' ? inject('hostileUrl') : inject('url');

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  it.each(places)('$name', async ({ path, store }) => {
    const page = await visit(path, { theme, url: urlOf(store) });
    expect(await accessibilityFaults(page)).toEqual([]);
    const spill = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await spill(), 'the page scrolls sideways').toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 420, height: 900 });
    await settled(page);
    expect(await spill(), 'the narrow page scrolls sideways').toBeLessThanOrEqual(0);
  });
});
