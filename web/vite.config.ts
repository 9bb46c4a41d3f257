// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` shows the pages of this folder over the answers of a running `spoor serve`.
const server = process.env.SPOOR_SERVER ?? 'http://127.0.0.1:8053';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: '__SPOOR_NONCE__' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Nothing inlined: the policy of the pages allows no data: but for pictures.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  // The server takes what changes something, or is long, from its own pages alone: the origin is turned too.
  server: { proxy: { '/api': { target: server, changeOrigin: true, headers: { origin: server } } } },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
});
