// SPDX-License-Identifier: Apache-2.0
// What an analyst does on the graph, on the search page and on that of an address, compared with the API's rows.
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { apiRows, settled, visitor } from './browser';

const visit = visitor();
const phisher = 'groupweblogs-gsm1900.com';
const mailbox = 'night@desk.anchor-mail.test';

const plain = (name: unknown) => String(name).replace(/\.$/, '');
const get = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${inject('url')}/api/v1/${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};

/** "12 nodes · 11 links", as numbers. */
async function drawn(page: Page): Promise<{ nodes: number; links: number }> {
  const said = await page.getByRole('status').filter({ hasText: /node/ }).first().textContent();
  const [, nodes = '', links = ''] = /([\d,]+) nodes? · ([\d,]+) links?/.exec(said ?? '') ?? [];
  return { nodes: Number(nodes.replace(',', '')), links: Number(links.replace(',', '')) };
}

const way = (page: Page, title: string) =>
  page
    .getByRole('complementary', { name: 'The chosen node' })
    .getByRole('listitem')
    .filter({ hasText: title });

describe('on the graph an analyst', () => {
  it('goes from a domain to the mailbox it was registered with, and on to all domains of that', async () => {
    const { registrations } = await get<{ registrations: { total: number; rows: { domain: string }[] } }>(
      `mailboxes?q=${encodeURIComponent(mailbox)}&limit=100`,
    );
    const first = registrations.rows[0]?.domain ?? '';
    const page = await visit(`/graph?start=name:${first}`);
    const before = await drawn(page);
    await way(page, 'Registrant mailboxes').getByRole('button', { name: 'Expand' }).click();
    await page.getByRole('option', { name: new RegExp(mailbox) }).click();
    await settled(page);
    expect((await drawn(page)).links).toBeGreaterThan(before.links);
    const domains = way(page, 'Domains registered with it');
    expect(await domains.locator('b').textContent()).toBe(String(registrations.total - 1));
    await domains.getByRole('button', { name: 'Expand' }).click();
    await domains.waitFor({ state: 'detached' });
    const shown = await page.getByRole('option').allTextContents();
    for (const { domain } of registrations.rows) expect(shown.join(' ')).toContain(domain);
  });

  it('draws a fence, sees what was there then, and comes back with Back', async () => {
    const page = await visit(`/graph?start=name:${phisher}`);
    const before = await drawn(page);
    await page.getByRole('button', { name: 'all time' }).click();
    await page.getByLabel('First day').fill('2019-07-12');
    await page.getByLabel('Last day').fill('2019-07-13');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText(/\d+ links? outside/).waitFor();
    await page.waitForFunction(
      (links) => !document.body.textContent.includes(`${links} links`),
      before.links,
    );
    const rows = await apiRows(`q=${phisher}&in=name&type=A,AAAA,NS&seen=2019-07-12..2019-07-13`);
    const values = new Set(rows.map((row) => `${plain(row.rrtype)} ${plain(row.rdata)}`));
    expect((await drawn(page)).links).toBe(values.size);
    expect(new URL(page.url()).searchParams.get('seen')).toBe('2019-07-12..2019-07-13');
    await page.goBack();
    await page.getByRole('button', { name: 'all time' }).waitFor();
    expect(await drawn(page)).toEqual(before);
  });

  it('reads off on which days a link was seen', async () => {
    const page = await visit(`/graph?start=name:${phisher}`);
    const days = page.getByRole('complementary', { name: 'The chosen node' }).getByRole('region', {
      name: 'Days of its links',
    });
    const line = days.getByRole('listitem').filter({ hasText: '165.22.196.7' });
    const { lanes } = await get<{ lanes: { rdata: string; confirmed: [string, string][] }[] }>(
      `history/lanes?q=${phisher}&in=name&type=A`,
    );
    const confirmed = lanes.find(({ rdata }) => rdata === '165.22.196.7')?.confirmed ?? [];
    const count = confirmed.reduce(
      (sum, [from, to]) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1,
      0,
    );
    expect(await line.locator('> :last-child').textContent()).toBe(String(count));
  });

  it('works on a graph of two thousand nodes, painted in one go', async () => {
    const nodes = Array.from({ length: 2_000 }, (_, i) => [
      i === 0 ? 1 : 0,
      i === 0 ? '192.0.2.1' : `n${i}.example`,
      (i % 50) * 204,
      Math.floor(i / 50) * 90,
      i === 0 ? 1_999 : -1,
      0,
    ]);
    const edges = nodes.slice(1).map((_, i) => [i + 1, 0, 0, 1]);
    const packed = deflateSync(JSON.stringify([1, ['A'], nodes, edges])).toString('base64url');
    const page = await visit(`/graph#g=${packed}`);
    expect(await drawn(page)).toEqual({ nodes: 2_000, links: 1_999 });
    const canvas = page
      .getByRole('img', { name: /2,000 nodes/ })
      .locator('canvas')
      .last();
    await canvas.waitFor();
    await page.waitForTimeout(500);
    const inked = () =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const data = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
        let count = 0;
        for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) count += 1;
        return count;
      });
    expect(await inked()).toBeGreaterThan(10_000);
    await page
      .getByRole('option', { name: /n1\.example/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'n1.example' }).waitFor();
    await page.keyboard.press('Delete');
    await page.getByText('1 hidden: show').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'PNG, SVG' }).click();
    await page.getByRole('menuitem', { name: /^PNG/ }).click();
    const file = readFileSync((await (await saved).path()) ?? '');
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    expect(file.readUInt32BE(16)).toBeLessThanOrEqual(8_000);
  });
});

describe('on the search page an analyst', () => {
  it('looks in names and answers at once, each with its exact count', async () => {
    const pattern = '/traeumtgerade/';
    const page = await visit(`/search?q=${pattern}&in=name`);
    await page.getByRole('button', { name: 'Both' }).click();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('in')).toBe('both');
    for (const [place, tab] of [
      ['name', 'Matched in the name asked'],
      ['rdata', 'Matched in the answer'],
    ] as const) {
      const { num_results: rows } = await get<{ num_results: number }>(
        `records/groups?q=${encodeURIComponent(pattern)}&in=${place}&limit=1`,
      );
      await page.getByRole('tab', { name: tab }).click();
      await settled(page);
      expect(await page.getByRole('tab', { name: tab }).textContent()).toBe(`${tab}${rows}`);
      await page.getByRole('button', { name: `Export ${rows}` }).waitFor();
    }
    await page.goBack();
    await page.getByRole('tab', { name: 'Matched in the name asked', selected: true }).waitFor();
  });
});

describe('on the page of an address an analyst', () => {
  it('takes along who lived there, as the API tells it', async () => {
    const page = await visit('/address/165.22.196.7');
    const { hosted } = await get<{ hosted: { domain: string }[] }>('addresses/profile?q=165.22.196.7');
    const take = async (at: number) => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem').nth(at).click();
      return readFileSync((await (await saved).path()) ?? '', 'utf8');
    };
    const csv = (await take(0)).trimEnd().split('\r\n');
    expect(csv).toHaveLength(hosted.length + 1);
    expect(csv[1]?.split(',')[0]).toBe(plain(hosted[0]?.domain));
    const json = JSON.parse(await take(1)) as { hosted: { domain: string }[]; complete: boolean };
    expect(json.hosted.map(({ domain }) => domain)).toEqual(hosted.map(({ domain }) => domain));
    expect(json.complete).toBe(true);
    const lanes = JSON.parse(await take(5)) as { lanes: unknown[] };
    const told = await get<{ lanes: unknown[] }>('history/lanes?q=165.22.196.7&in=rdata&sort=-last_seen');
    expect(lanes.lanes).toEqual(told.lanes);
  });

  it('sees which domains left together', async () => {
    const page = await visit('/address/192.0.2.7', { url: inject('hostileUrl') });
    const card = page.getByRole('region', { name: 'Moved together' });
    await card.getByText('3 names of 2 domains left for 203.0.113.9 on 11 Jul 2019').waitFor();
    expect(await card.textContent()).toContain('kit-two.test');
    expect(await card.textContent()).not.toContain('other.test');
  });
});
