// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { pack, unpack } from './packed';

describe('packed text', { timeout: 60_000 }, () => {
  it.each(['', 'evil.example\n192.0.2.1', 'mÜnchen \u{1f600} \u0000', 'a'.repeat(100_000)])(
    'comes back',
    async (text) => {
      const packed = await pack(text);
      expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(await unpack(packed, 200_000)).toBe(text);
    },
  );
  it('is short for what repeats', async () => {
    expect((await pack('evil.example\n'.repeat(1_000))).length).toBeLessThan(200);
  });
  it('inflates no bomb', async () => {
    expect(await unpack(await pack('a'.repeat(5_000_000)), 100_000)).toBeUndefined();
  });
  it.each(['', 'x', '%%%', 'AAAA', 'eJz', '<script>', 'eJwLSczLTM'])(
    'takes nothing from %j',
    async (packed) => {
      expect(await unpack(packed, 1_000)).toBeUndefined();
    },
  );
  it('takes nothing that is no UTF-8', async () => {
    const stream = new Blob([new Uint8Array([0xff, 0xfe])])
      .stream()
      .pipeThrough(new CompressionStream('deflate'));
    const octets = new Uint8Array(await new Response(stream).arrayBuffer());
    const packed = btoa(String.fromCharCode(...octets))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
    expect(await unpack(packed, 1_000)).toBeUndefined();
  });
});
