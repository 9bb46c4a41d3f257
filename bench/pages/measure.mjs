// SPDX-License-Identifier: Apache-2.0
// How fast the built pages are in headless Chromium, over a served store: node bench/pages/measure.mjs URL [OUT.json]
// [PART …], the parts being link, answers, rows and graph, or all where none is named.
// The store should be that of bench/run (20 million records of the workload); the figures are medians.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync, gzipSync } from 'node:zlib';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const [url, out, ...wanted] = process.argv.slice(2);
if (url === undefined) {
  console.error('usage: node bench/pages/measure.mjs URL [OUT.json] [PART …]');
  process.exit(1);
}
const origin = url.replace(/\/$/, '');
const plain = (name) => name.replace(/\.$/, '');
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
    for (const row of rows) names.add(plain(row.rrname));
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

/** The first load: what a link costs in a browser that was never here. */
async function measureLink() {
  const cold = [];
  for (const name of await someNames(7)) cold.push(await coldLink(name));
  figures.cold_link = {
    first_paint_ms: Math.round(median(cold.map(({ paint }) => paint))),
    rows_ms: Math.round(median(cold.map(({ rows }) => rows))),
    scripts_gzip_kB: Math.round(median(cold.map(({ scripts }) => scripts)) / 1000),
  };
}

async function measureAnswers() {
  const answers = await newAnswers(await someNames(40));
  figures.new_answer = {
    p50_ms: Math.round(median(answers)),
    p95_ms: Math.round(percentile(answers, 0.95)),
    of: answers.length,
  };
}

async function measureRows() {
  const zone = await millionRows();
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(`${origin}/name/${plain(zone.value)}?scope=below&tab=resolutions`);
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
  figures.rows = {
    in_table: zone.rows,
    scrolling: smooth(scrolling),
    jumping: smooth(jumping),
    typing: smooth(typing),
  };
  await context.close();
}

/** Names and the addresses they are on, 2,000 nodes of the store, as a link to the graph; first a busy value, most of whose names are not drawn. */
async function graphOf(most) {
  const { pivots } = await ask('records/pivots?q=*&in=name&type=A,NS&limit=300&cap=1000');
  const hub = pivots.reduce((best, each) => (each.names > best.names ? each : best));
  const isServer = hub.role === 'name-server';
  const nodes = new Map();
  const edges = new Map();
  const put = (kind, text, names) => {
    const id = `${kind % 2} ${text}`; // a name server is a name
    if (!nodes.has(id) && nodes.size < most) nodes.set(id, { at: nodes.size, told: [kind, text, 0, 0, names, 0] });
    const node = nodes.get(id);
    if (node !== undefined && kind === 2) node.told[0] = 2;
    return node?.at;
  };
  const link = (name, kind, value, type) => {
    const [from, to] = [put(0, plain(name), -1), put(kind, plain(value), 2)];
    if (from !== undefined && to !== undefined) edges.set(`${from} ${to} ${type}`, [from, to, type, 1]);
  };
  put(isServer ? 2 : 1, plain(hub.text), hub.names);
  const { rows: ofHub } = await ask(`records?q=${hub.text}&in=rdata&type=${isServer ? 'NS' : 'A'}&merge=bailiwicks&limit=5000`);
  const kept = new Set(ofHub.slice(0, 10).map(({ rrname }) => rrname));
  const undrawn = new Set(ofHub.map(({ rrname }) => rrname).filter((name) => !kept.has(name)));
  for (const name of kept) link(name, isServer ? 2 : 1, hub.text, isServer ? 1 : 0);
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  for (const letter of letters) {
    if (nodes.size >= most) break;
    const { rows } = await ask(`records?q=${encodeURIComponent(`/^${letter}/`)}&in=name&type=A,AAAA,NS&merge=bailiwicks&limit=400`);
    for (const { rrname, rrtype, rdata } of rows) if (!undrawn.has(rrname)) link(rrname, rrtype === 'NS' ? 2 : 1, rdata, rrtype === 'NS' ? 1 : 0);
  }
  // As the page lays them out: a spiral around the first, with room for a label each.
  const told = [...nodes.values()].map((node) => node.told);
  told.forEach((node, i) => {
    const radius = 1.05 * Math.sqrt(i);
    const angle = (i - 1) * Math.PI * (3 - Math.sqrt(5));
    node[2] = Math.round(Math.cos(angle) * radius * 204);
    node[3] = Math.round(Math.sin(angle) * radius * 84 * 1.3);
  });
  const packed = deflateSync(JSON.stringify([1, ['A', 'NS'], told, [...edges.values()]])).toString('base64url');
  return {
    nodes: nodes.size,
    links: edges.size,
    href: `${origin}/graph#g=${packed}`,
  };
}

const still = 1500;

async function measureGraph() {
  const { nodes, links, href } = await graphOf(2_000);
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(href);
  await page.locator('[role=img] canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(still);
  const box = await page.locator('[role=img]').boundingBox();
  // A place where no node is: there the drawing itself is what one drags.
  const [x, y] = [box.x + 12, box.y + 12];
  const pan = async (steps) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= steps; i += 1) {
      await page.mouse.move(x + (i % 60) * 5, y + ((i * 3) % 80));
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
  };
  const zoom = async (steps, by) => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let i = 0; i < steps; i += 1) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(16);
    }
  };
  const told = { nodes, links };
  // Each with the moment after it, in which all is drawn again in full.
  const settling = async (what) => {
    const times = await frames(page, async () => {
      await what();
      await page.waitForTimeout(500);
    });
    await page.waitForTimeout(still);
    return smooth(times);
  };
  told.panning_all = await settling(() => pan(120));
  told.zooming_in = await settling(() => zoom(60, -40));
  told.panning_near = await settling(() => pan(120));
  told.zooming_out = await settling(() => zoom(60, 40));
  const expand = page.getByRole('button', { name: /^Expand/ }).first();
  await expand.waitFor();
  told.new_nodes = await settling(async () => {
    await expand.click();
    await page.getByText(/^reading/).waitFor({ state: 'hidden' });
    await page.waitForTimeout(500);
  });
  told.nodes_then = Number(
    (await page.getByRole('status').filter({ hasText: /nodes/ }).first().textContent()).replace(/\D*([\d,]+) nodes.*/, '$1').replace(',', ''),
  );
  told.choosing = await settling(async () => {
    await page.getByRole('listbox').focus();
    for (let i = 0; i < 20; i += 1) {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(50);
    }
  });
  figures.graph = told;
  await context.close();
}

const parts = {
  link: measureLink,
  answers: measureAnswers,
  rows: measureRows,
  graph: measureGraph,
};
for (const part of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[part]();

await browser.close();
const text = JSON.stringify(figures, null, 2);
console.log(text);
if (out !== undefined) writeFileSync(out, `${text}\n`);
