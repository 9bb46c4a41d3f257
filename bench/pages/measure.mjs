// SPDX-License-Identifier: Apache-2.0
// How fast the built pages are in headless Chromium, over a served store: node bench/pages/measure.mjs URL [OUT.json].
// The store should be that of bench/run (20 million records of the workload); the figures are medians.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const [url, out] = process.argv.slice(2);
if (url === undefined) {
  console.error('usage: node bench/pages/measure.mjs URL [OUT.json]');
  process.exit(1);
}
const origin = url.replace(/\/$/, '');
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const ask = async (path) => {
  const response = await fetch(`${origin}/api/v1/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

const browser = await chromium.launch({
  executablePath: process.env.SPOOR_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const fresh = () => browser.newContext({ viewport: { width: 1440, height: 1000 } });
const figures = {};

/** Names with few enough rows, all over the store. */
async function someNames(count) {
  const names = new Set();
  for (let i = 0; names.size < count && i < 60; i += 1) {
    const letters = String.fromCharCode(97 + (i % 26)) + String.fromCharCode(97 + ((i * 7) % 26));
    const { rows } = await ask(`records?q=${encodeURIComponent(`/^${letters}/`)}&in=name&type=A&limit=8`);
    for (const row of rows) names.add(row.rrname.replace(/\.$/, ''));
  }
  return [...names].slice(0, count);
}

const rowsShown = () => document.querySelector('[data-cell="0:0"]') !== null && document.querySelector('[role=grid][aria-busy=true]') === null;

/** A link that somebody sent, opened by a browser that was never here. */
async function coldLink(name) {
  const context = await fresh();
  const page = await context.newPage();
  let scripts = 0;
  page.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts += gzipSync(await response.body()).length;
  });
  await page.goto(`${origin}/name/${name}`, { waitUntil: 'commit' });
  await page.waitForFunction(rowsShown);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    rows: performance.now(),
  }));
  await page.waitForLoadState('networkidle');
  await context.close();
  return { ...times, scripts };
}

/** From Enter in the box to the new answer on the screen. */
async function newAnswers(names) {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForLoadState('networkidle');
  const times = [];
  for (const name of names) {
    const box = page.getByRole('combobox').first();
    await box.fill(name);
    times.push(
      await box.evaluate(
        (input, wanted) =>
          new Promise((resolve) => {
            const begun = performance.now();
            const look = () => {
              const shown = document.querySelector('[data-cell="0:0"]')?.textContent ?? '';
              const isThere = location.pathname.includes(wanted) && shown !== '' && document.querySelector('[role=grid][aria-busy=true]') === null;
              if (isThere) requestAnimationFrame(() => resolve(performance.now() - begun));
              else requestAnimationFrame(look);
            };
            input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
            requestAnimationFrame(look);
          }),
        name,
      ),
    );
    await page.waitForTimeout(150);
  }
  await context.close();
  return times;
}

/** Times between frames while something is done, in ms. */
async function frames(page, what) {
  await page.evaluate(() => {
    window.frameTimes = [];
    let last = performance.now();
    const tick = (now) => {
      window.frameTimes.push(now - last);
      last = now;
      window.frameTimer = requestAnimationFrame(tick);
    };
    window.frameTimer = requestAnimationFrame(tick);
  });
  await what();
  return page.evaluate(() => {
    cancelAnimationFrame(window.frameTimer);
    return window.frameTimes.slice(2);
  });
}

const smooth = (times) => ({
  frames_per_second: Math.round(1000 / (times.reduce((a, b) => a + b, 0) / times.length)),
  slower_than_25_ms_percent: Number(((times.filter((time) => time > 25).length / times.length) * 100).toFixed(1)),
  longest_ms: Math.round(Math.max(...times)),
});

/** The zone of the store whose number of rows is nearest to a million. */
async function millionRows() {
  const { facets } = await ask(`records/facets?q=*&in=name&facets=tld&top=1000`);
  const values = facets.tld.values.filter(({ rows }) => rows <= 1_400_000);
  return values.reduce((best, each) => (Math.abs(each.rows - 1e6) < Math.abs(best.rows - 1e6) ? each : best));
}

const names = await someNames(40);
const cold = [];
for (const name of names.slice(0, 7)) cold.push(await coldLink(name));
figures.cold_link = {
  first_paint_ms: Math.round(median(cold.map(({ paint }) => paint))),
  rows_ms: Math.round(median(cold.map(({ rows }) => rows))),
  scripts_gzip_kB: Math.round(median(cold.map(({ scripts }) => scripts)) / 1000),
};

const answers = await newAnswers(names);
figures.new_answer = { p50_ms: Math.round(median(answers)), p95_ms: Math.round(percentile(answers, 0.95)), of: answers.length };

const zone = await millionRows();
{
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(`${origin}/name/${zone.value.replace(/\.$/, '')}?scope=below&tab=resolutions`);
  await page.waitForFunction(rowsShown, undefined, { timeout: 120_000 });
  await page.waitForLoadState('networkidle');
  const grid = page.getByRole('grid').first();
  await grid.hover();
  const scrolling = await frames(page, async () => {
    for (let i = 0; i < 120; i += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
  });
  const jumping = await frames(page, async () => {
    for (let i = 1; i <= 20; i += 1) {
      await grid.evaluate((element, share) => {
        element.scrollTop = element.scrollHeight * share;
      }, i / 20);
      await page.waitForTimeout(100);
    }
  });
  const typing = await frames(page, async () => {
    await page.getByRole('combobox').first().click();
    await page.keyboard.type('webmail.some-long-name-typed-quickly.example.com', { delay: 20 });
  });
  figures.rows = { in_table: zone.rows, scrolling: smooth(scrolling), jumping: smooth(jumping), typing: smooth(typing) };
  await context.close();
}

await browser.close();
const text = JSON.stringify(figures, null, 2);
console.log(text);
if (out !== undefined) writeFileSync(out, `${text}\n`);
