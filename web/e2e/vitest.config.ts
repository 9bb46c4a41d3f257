// SPDX-License-Identifier: Apache-2.0
// Drives the built program in a real browser: SPOOR_PROGRAM (default: build/dev) with the pages that it carries.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    environment: 'node',
    include: ['*.test.ts'],
    globalSetup: ['./served.ts'],
    // One browser at a time: the machine may have two cores.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
