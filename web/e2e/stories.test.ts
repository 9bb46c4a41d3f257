// SPDX-License-Identifier: Apache-2.0
// What an analyst does, in the words of one, over simulated truth; what the pages show is compared with the API's rows.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { apiRows, settled, visitor } from './browser';

const visit = visitor();
const phisher = 'groupweblogs-gsm1900.com';
const address = '165.22.196.7';
const nameServer = 'rreui10.traeumtgerade.de';
const mailbox = 'night@desk.anchor-mail.test';

const plain = (name: unknown) => String(name).replace(/\.$/, '');

async function ask(page: Page, text: string) {
  const box = page.getByRole('combobox', { name: /^Ask/ });
  await box.fill(text);
  const before = page.url();
  await box.press('Enter');
  await page.waitForURL((url) => url.href !== before);
  await settled(page);
}

/** The texts of a column of the table, as far as it is drawn. */
async function column(page: Page, title: string): Promise<string[]> {
  const grid = page.getByRole('grid').first();
  await grid.getByRole('columnheader').first().waitFor();
  await settled(page);
  const heads = await grid.getByRole('columnheader').allTextContents();
  const at = heads.findIndex((head) => head.trim() === title);
  expect(at, `no column ${title} in ${heads.join(', ')}`).toBeGreaterThanOrEqual(0);
  return grid.locator(`[data-cell$=":${at}"]`).allTextContents();
}

const cell = (page: Page, text: string) =>
  page.getByRole('grid').first().getByRole('gridcell', { name: text, exact: true }).first();

describe('an analyst', () => {
  it('finds the campaign from one webmail name: its address, its name servers, and all that is on them', async () => {
    const page = await visit('/');
    await ask(page, `hxxps://webmail[.]groupweblogs-gsm1900[.]com/login`);
    expect(new URL(page.url()).pathname).toBe(`/name/webmail.${phisher}`);
    await cell(page, address).click();
    await page.getByRole('menuitem', { name: /Pivot right/ }).click();
    await settled(page);
    expect(new URL(page.url()).pathname).toBe(`/address/${address}`);
    await page.getByRole('tab', { name: /Records/ }).click();
    await settled(page);
    const there = new Set((await apiRows(`q=${address}&limit=0`)).map((row) => plain(row.rrname)));
    expect(new Set(await column(page, 'Query'))).toEqual(there);
    expect(there).toContain(phisher);

    await cell(page, phisher).click();
    await page.getByRole('menuitem', { name: /Pivot left/ }).click();
    await settled(page);
    await page.getByRole('tab', { name: /DNS/ }).click();
    await settled(page);
    await cell(page, nameServer).click();
    await page.getByRole('menuitem', { name: /Pivot right/ }).click();
    await settled(page);
    const served = new Set(
      (await apiRows(`q=${nameServer}&in=rdata&limit=0`)).map((row) => plain(row.rrname)),
    );
    expect(new Set(await column(page, 'Query'))).toEqual(served);
  });

  it('walks from a name to its SOA mailbox, to the registrations with it, to their addresses', async () => {
    const [soa] = await apiRows(`q=${encodeURIComponent(mailbox)}&in=rdata&type=SOA&limit=1`);
    const zone = plain(soa?.rrname);
    const page = await visit(`/name/${zone}?tab=dns`);
    await page
      .getByRole('grid')
      .first()
      .getByRole('gridcell', { name: new RegExp(mailbox) })
      .first()
      .click();
    await page.getByRole('menuitem', { name: /Pivot right: all answers with this mailbox/ }).click();
    await settled(page);
    expect(decodeURIComponent(new URL(page.url()).pathname)).toBe(`/mailbox/${mailbox}`);
    const said = (await (
      await fetch(`${inject('url')}/api/v1/mailboxes?q=${encodeURIComponent(mailbox)}`)
    ).json()) as {
      registrations: { rows: { domain: string }[] };
    };
    const domains = [...new Set(said.registrations.rows.map((row) => row.domain))];
    expect(domains.length).toBeGreaterThan(0);
    const main = page.getByRole('main');
    for (const domain of domains)
      await expect.poll(() => main.getByText(domain, { exact: true }).count()).toBeGreaterThan(0);
    const [first] = await apiRows(`q=${domains[0] ?? ''}&type=A&sort=-last_seen&limit=1`);
    if (first !== undefined)
      await expect.poll(() => main.getByText(String(first.rdata)).count()).toBeGreaterThan(0);
  });

  it('reads off a timeline on which days a name was on an address', async () => {
    const page = await visit(`/name/${phisher}?scope=this&tab=timeline`);
    const said = (await (
      await fetch(`${inject('url')}/api/v1/history/lanes?q=${phisher}&in=name&type=A`)
    ).json()) as {
      lanes: { rdata: string; confirmed: [string, string][] }[];
    };
    const lane = said.lanes.find(({ rdata }) => rdata === address);
    expect(lane?.confirmed.length).toBeGreaterThan(0);
    await page
      .getByRole('button', { name: /as table/i })
      .first()
      .click();
    const table = (await page.getByRole('main').textContent()) ?? '';
    for (const [from] of lane?.confirmed ?? []) expect(table).toContain(from);
  });

  it('finds a subdomain by a regular expression', async () => {
    const page = await visit('/');
    await ask(page, '/^(webmail|cpanel)\\./');
    expect(new URL(page.url()).pathname).toBe('/search');
    const found = new Set(
      (await apiRows(`q=${encodeURIComponent('/^(webmail|cpanel)\\./')}&limit=0`)).map((row) =>
        plain(row.rrname),
      ),
    );
    expect(new Set(await column(page, 'Query'))).toEqual(found);
    expect(await page.locator('mark').allTextContents()).toContain('webmail.');
  });

  it('is told where a pattern is wrong', async () => {
    const page = await visit('/');
    const box = page.getByRole('combobox', { name: /^Ask/ });
    await box.fill('/a(b/');
    await box.press('Enter');
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/\^/);
  });

  it('checks a pasted, defanged list in bulk', async () => {
    const page = await visit('/bulk');
    const lines = [
      'webmail[.]groupweblogs-gsm1900[.]com',
      '165[.]22[.]196[.]7',
      'never-seen[.]invalid',
      'a(b',
    ];
    await page.getByRole('textbox', { name: /one a line/ }).fill(lines.join('\n'));
    await page.getByRole('button', { name: /^(Ask|Check)/ }).click();
    await settled(page);
    const main = page.getByRole('main');
    for (const verdict of ['Never seen', 'Not understood'])
      await expect.poll(() => main.getByText(verdict).count()).toBeGreaterThan(0);
    await expect.poll(() => main.getByText(/4 lines/).count()).toBeGreaterThan(0);
  });

  it('exports all rows, and they are those of the API', async () => {
    const page = await visit(`/name/${phisher}`);
    await page.getByRole('button', { name: /^Export/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^NDJSON/ }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    const rows = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => 'rrname' in line);
    const expected = await apiRows(`q=*.${phisher}&in=name&sort=-first_seen&limit=0`);
    expect(rows).toEqual(expected);
  });

  it('shares a link that shows the same rows, and goes back and forward exactly', async () => {
    const page = await visit(`/name/${phisher}`);
    await page.getByRole('checkbox', { name: /NS/ }).first().check();
    await settled(page);
    await page.getByRole('columnheader', { name: 'Count' }).getByRole('button').click();
    await settled(page);
    const address1 = page.url();
    const shown = await page.getByRole('grid').first().textContent();
    const other = await visit(address1.slice(inject('url').length));
    expect(await other.getByRole('grid').first().textContent()).toBe(shown);
    await page.goBack();
    await page.goBack();
    await settled(page);
    expect(new URL(page.url()).search).not.toContain('type=NS');
    await page.goForward();
    await page.goForward();
    await settled(page);
    expect(page.url()).toBe(address1);
    expect(await page.getByRole('grid').first().textContent()).toBe(shown);
  });

  it('reads the records of a domain, merged over sources, and the same by source', async () => {
    const page = await visit(`/name/${phisher}?tab=dns`);
    const question = `q=*.${phisher}&in=name&not_type=A,AAAA&limit=0`;
    const merged = await apiRows(`${question}&merge=bailiwicks`);
    const bySource = await apiRows(question);
    expect(merged.length).toBeLessThan(bySource.length);
    expect(await column(page, 'Response')).toHaveLength(merged.length);
    const both = page.getByRole('row').filter({ has: page.getByRole('img', { name: 'partner/B' }) });
    expect(await both.first().getByRole('img', { name: 'resolver' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Rows and columns' }).click();
    await page.getByRole('menuitemradio', { name: 'One row per source' }).click();
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await column(page, 'Response')).toHaveLength(bySource.length);
    expect(new URL(page.url()).searchParams.get('merge')).toBe('none');
  });

  it('sees on which days each record was there, as the API tells them', async () => {
    const page = await visit(`/name/${phisher}?tab=dns`);
    const said = (await (
      await fetch(`${inject('url')}/api/v1/history/lanes?q=${phisher}&in=name&type=NS`)
    ).json()) as { lanes: { rdata: string; confirmed: [string, string][]; possible: unknown[] }[] };
    const lane = said.lanes.find(({ rdata }) => plain(rdata) === nameServer);
    const days = (lane?.confirmed ?? []).reduce(
      (sum, [from, to]) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1,
      0,
    );
    expect(days).toBeGreaterThan(1);
    const row = page.getByRole('row').filter({ hasText: nameServer }).first();
    await row.getByRole('img', { name: new RegExp(`seen on ${days} days`) }).waitFor();
  });

  it.each([1440, 420])('has the tools of the records at hand at %i pixels', async (width) => {
    const page = await visit(`/name/${phisher}?tab=dns`, { width });
    const tops = new Set<number>();
    for (const name of ['Rows and columns', /^Export/, ...(width < 720 ? ['Filter'] : [/^All /])]) {
      const box = await page.getByRole('button', { name }).first().boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      tops.add(Math.round(((box?.y ?? 0) + (box?.height ?? 0) / 2) / 4));
    }
    expect(tops.size).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('takes the names below a domain away as a file, all of them', async () => {
    const page = await visit(`/name/${phisher}?tab=subdomains`);
    await page.getByRole('button', { name: /^Export/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^Text/ }).click(),
    ]);
    const names = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    const rows = await apiRows(`q=*.${phisher}&in=name&limit=0`);
    expect(names.sort()).toEqual([...new Set(rows.map((row) => plain(row.rrname)))].sort());
    await page.getByRole('img', { name: /new names? by day/ }).waitFor();
  });

  it('is told of what changed in records and registration in one order', async () => {
    const page = await visit('/name/account-review.example?tab=timeline');
    const card = page.getByRole('region', { name: 'What changed' });
    const items = card.getByRole('listitem');
    await items.filter({ hasText: 'was first seen' }).first().waitFor();
    await expect.poll(() => items.last().textContent()).toMatch(/^registration Registered, contact/);
    expect(await page.getByRole('heading', { name: /Registration/ }).count()).toBe(0);
  });

  it('is told how registrations come in where none is known, and reads no count', async () => {
    const page = await visit(`/name/${phisher}`);
    const tab = page.getByRole('tab', { name: /Registration/ });
    expect(await tab.textContent()).toBe('Registration–');
    await tab.click();
    await settled(page);
    expect(await page.getByRole('tabpanel').textContent()).toContain('spoor registration import');
  });

  it('reads on in the order of the store where an answer is too large to sort', async () => {
    const page = await visit('/help');
    // As the server says it when its time was up before it had sorted all rows.
    await page.route(/\/api\/v1\/records\?.*keep=true/, (route) =>
      route.fulfill({
        json: {
          query: { text: '*.', in: 'name', kind: 'below' },
          rows: [],
          returned: 0,
          complete: false,
          reason: 'time',
        },
      }),
    );
    await ask(page, '*.test');
    const first = await apiRows('q=*.test&in=name&type=A,AAAA&limit=1000');
    expect(first.length).toBe(1000);
    const grid = page.getByRole('grid').first();
    await page.getByText(/shown in the order of the store/).waitFor();
    expect((await column(page, 'Query')).slice(0, 5)).toEqual(
      first.slice(0, 5).map((row) => plain(row.rrname)),
    );
    expect(await grid.getByRole('columnheader', { name: 'Count' }).getByRole('button').count()).toBe(0);
    await expect
      .poll(async () => {
        await grid.evaluate((element) => {
          element.scrollTo({ top: element.scrollHeight });
        });
        return page.getByText(/^Showing/).textContent();
      })
      .toMatch(/[–-](9\d\d|1,\d+) of/);
  });

  it('sees rows while they are still being sorted', async () => {
    const page = await visit('/help');
    await page.route(/\/api\/v1\/records\?.*keep=true/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      await route.continue();
    });
    const box = page.getByRole('combobox', { name: /^Ask/ });
    await box.fill('*.test');
    await box.press('Enter');
    const note = page.getByText(/^Still being sorted/);
    await note.waitFor();
    await page.getByRole('grid').first().getByRole('gridcell').first().waitFor();
    await expect.poll(() => note.count(), { timeout: 20_000 }).toBe(0);
    const [newest] = await apiRows('q=*.test&in=name&type=A,AAAA&sort=-first_seen&limit=1');
    expect((await column(page, 'Query'))[0]).toBe(plain(newest?.rrname));
  });

  it('finds the campaign with the keyboard alone', async () => {
    const page = await visit('/help');
    await page.keyboard.press('/');
    await page.keyboard.type(`webmail.${phisher}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/name\/webmail\./);
    await settled(page);
    await page.keyboard.press('j');
    const heads = await page.getByRole('columnheader').allTextContents();
    const steps = heads.findIndex((head) => head.trim() === 'Response');
    for (let i = 0; i < steps; i += 1) await page.keyboard.press('l');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(address);
    await page.keyboard.press('m');
    await expect.poll(() => page.getByRole('menu').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(address);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/address/${address}`));
    await settled(page);
  });
});

describe('hostile values', () => {
  it('are shown as text and move nothing', async () => {
    const page = await visit('/name/hostile.example', { url: inject('hostileUrl') });
    await page
      .getByRole('button', { name: /All types/ })
      .click({ timeout: 2000 })
      .catch(() => undefined);
    await settled(page);
    const text = (await page.getByRole('grid').first().textContent()) ?? '';
    expect(text).toContain('<img src=x onerror=document.title=1>');
    expect(text).toContain('\\027[2J');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toContain('Spoor');
  });
});
