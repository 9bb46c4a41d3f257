// SPDX-License-Identifier: Apache-2.0
// A store full of simulated truth, served by the real program, for all files of tests.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the simulated world. */
    url: string;
    /** Of a store with nothing in it. */
    emptyUrl: string;
    /** Of a store with everything that ever broke a page, and two domains that moved house together. */
    hostileUrl: string;
  }
}

const built = fileURLToPath(new URL('../../build/dev/src/cli/spoor', import.meta.url));
const program = process.env.SPOOR_PROGRAM ?? built;

const run = (...words: string[]) => execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });

/** What a name, a text or a mark of direction can do to a page; one line a record. */
function hostileRecords(): string {
  const time = { time_first: 1563000000, time_last: 1563600000, count: 3 };
  const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(49)}.example.`;
  const texts = [
    '"<img src=x onerror=document.title=1>"',
    '"</script><script>document.title=1</script>"',
    '"=cmd|\' /C calc\'!A0"',
    '"a\\027[2Jb\\000c"',
    '"\\226\\128\\174gsm.moc"',
    `"${'x'.repeat(255)}" "${'y'.repeat(255)}"`,
  ];
  const rows = [
    ...texts.map((rdata) => ({ rrname: 'hostile.example.', rrtype: 'TXT', rdata, ...time })),
    { rrname: long, rrtype: 'A', rdata: '192.0.2.80', ...time },
    { rrname: '<script>alert(1)</script>.hostile.example.', rrtype: 'A', rdata: '192.0.2.80', ...time },
    { rrname: 'xn--groupwblogs-gsm1900-qrp.example.', rrtype: 'A', rdata: '192.0.2.80', ...time },
    { rrname: 'a\\.b\\032c.hostile.example.', rrtype: 'CNAME', rdata: 'hostile.example.', ...time },
  ];
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
}

/** Names of two domains that left 192.0.2.7 for 203.0.113.9 on 11 July 2019, and one that went elsewhere. */
function movedRecords(): string {
  const begin = Date.UTC(2019, 6, 1) / 1000;
  const rows = ['kit-one.example.', 'www.kit-one.example.', 'kit-two.test.', 'other.test.'].flatMap(
    (rrname) =>
      Array.from({ length: 16 }, (_, day) => ({
        rrname,
        rrtype: 'A',
        rdata: day < 10 ? '192.0.2.7' : rrname === 'other.test.' ? '198.51.100.1' : '203.0.113.9',
        time_first: begin + day * 86_400 + 100,
        time_last: begin + day * 86_400 + 200,
        count: 2,
      })),
  );
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
}

function simulated(folder: string): string {
  const world = join(folder, 'world');
  const store = join(folder, 'store');
  run('simulate', '--seed', '1', '--out', world);
  run(
    'import',
    '--store',
    store,
    '--source',
    'resolver',
    '--position',
    'above',
    '--root-hints',
    join(world, 'root.hints'),
    join(world, 'capture.pcap'),
  );
  run('import', '--store', store, '--source', 'partner', '--by-sensor', join(world, 'records.cof.ndjson'));
  run('registration', 'import', '--store', store, '--source', 'rdap', join(world, 'registration.ndjson'));
  mkdirSync(join(store, 'enrichment'), { recursive: true });
  for (const file of ['prefixes.csv', 'popular.csv'])
    cpSync(join(world, file), join(store, 'enrichment', file));
  return store;
}

function hostile(folder: string): string {
  const store = join(folder, 'hostile');
  const file = join(folder, 'hostile.ndjson');
  writeFileSync(file, hostileRecords() + movedRecords());
  run('import', '--store', store, '--source', 'feed', file);
  return store;
}

function serve(store: string, log: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(program, ['serve', '--store', store, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const onData = (data: Buffer) => {
      said += data.toString();
      appendFileSync(log, data);
      const url = /listening on (http:\/\/\S+?)[,\s]/.exec(`${said} `)?.[1];
      if (url !== undefined) resolve({ url, child });
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.on('exit', (code) => {
      reject(new Error(`spoor serve ended with ${code}: ${said}`));
    });
  });
}

export default async function setup({ provide }: TestProject) {
  if (!existsSync(program))
    throw new Error(`${program} is not there: build it, or name another in SPOOR_PROGRAM`);
  const folder = mkdtempSync(join(tmpdir(), 'spoor-pages-'));
  const log = join(folder, 'serve.log');
  const empty = join(folder, 'empty');
  const nothing = join(folder, 'nothing.ndjson');
  writeFileSync(nothing, '');
  mkdirSync(empty);
  const children: ChildProcess[] = [];
  const start = async (store: string) => {
    const { url, child } = await serve(store, log);
    children.push(child);
    return url.replace(/\/$/, '');
  };
  provide('url', await start(simulated(folder)));
  provide('hostileUrl', await start(hostile(folder)));
  provide('emptyUrl', await start(empty));
  return () => {
    for (const child of children) {
      child.removeAllListeners('exit');
      child.stdout?.removeAllListeners('data');
      child.stderr?.removeAllListeners('data');
      child.kill();
    }
    rmSync(folder, { recursive: true, force: true });
  };
}
