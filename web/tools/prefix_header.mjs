// SPDX-License-Identifier: Apache-2.0
// Puts a line on top of a generated file that keeps linters away from it.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[2];
writeFileSync(file, `// Made from openapi.yaml by "npm run api".\n${readFileSync(file, 'utf8')}`);
