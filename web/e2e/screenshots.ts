// SPDX-License-Identifier: Apache-2.0
// A picture of every page, light and dark, wide and narrow: npm run pictures [FOLDER]. To be held beside the mock-ups.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject, it } from 'vitest';
import { visitor } from './browser';
import { places } from './places';

const folder = process.env.SPOOR_PICTURES ?? 'pictures';
mkdirSync(folder, { recursive: true });
const visit = visitor();

for (const { name, path, store } of places)
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1440, 420])
      it(`${name}, ${theme}, ${width}`, async () => {
        const url =
          store === 'empty' ? inject('emptyUrl') : store === 'hostile' ? inject('hostileUrl') : inject('url');
        const page = await visit(path, { theme, width, height: width === 420 ? 900 : 1000, url });
        await page.screenshot({
          path: join(folder, `${name}-${theme}${width === 420 ? '-narrow' : ''}.png`),
          fullPage: true,
        });
      });
