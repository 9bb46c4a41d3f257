// SPDX-License-Identifier: Apache-2.0
import base from './vitest.config';

export default { ...base, test: { ...base.test, include: ['screenshots.ts'] } };
