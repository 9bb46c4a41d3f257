// SPDX-License-Identifier: Apache-2.0
// Makes what the API page shows from openapi.yaml: reference.gen.json, one entry an operation.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const [source, target] = process.argv.slice(2);
const document = parse(readFileSync(source, 'utf8'), { maxAliasCount: -1, merge: true });

/** What `$ref` points at. */
function resolved(value) {
  if (typeof value?.$ref !== 'string') return value;
  const found = value.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (found === undefined) throw new Error(`${value.$ref} points at nothing`);
  return {
    ...resolved(found),
    ...Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$ref')),
  };
}

/** "integer, 0 to 1000, default 10"; "one of a, b". */
function says(given) {
  const schema = resolved(given) ?? {};
  if (schema.type === 'array') return `list: ${says(schema.items)}`;
  const words = [];
  if (schema.enum) words.push(`one of ${schema.enum.join(', ')}`);
  else if (schema.type) words.push([schema.type].flat().join(' or '));
  if (schema.minimum !== undefined && schema.maximum !== undefined && schema.maximum < 2 ** 40)
    words.push(`${schema.minimum} to ${schema.maximum}`);
  if (schema.default !== undefined) words.push(`default ${schema.default}`);
  return words.join(', ');
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods
    .filter((method) => item[method] !== undefined)
    .map((method) => {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
      return {
        method: method.toUpperCase(),
        path,
        tag: operation.tags?.[0] ?? '',
        summary: operation.summary ?? '',
        description: operation.description ?? '',
        parameters: parameters.map(({ name, in: place, required, schema, description, example }) => ({
          name,
          place,
          isRequired: required === true,
          type: says(schema),
          description: (description ?? '').trim(),
          ...(example === undefined ? {} : { example: String(example) }),
        })),
        responses: Object.entries(operation.responses).map(([status, response]) => ({
          status,
          description: (resolved(response).description ?? '').trim(),
        })),
      };
    }),
);

const tags = (document.tags ?? []).map(({ name, description }) => ({
  name,
  description: (description ?? '').trim(),
}));
writeFileSync(target, JSON.stringify({ version: document.info.version, tags, operations }));
