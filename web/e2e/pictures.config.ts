// SPDX-License-Identifier: Apache-2.0
import { mergeConfig } from 'vitest/config';
import base from './vitest.config';

export default mergeConfig(base, { test: { include: ['screenshots.ts'] } });
