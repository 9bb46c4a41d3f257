// SPDX-License-Identifier: Apache-2.0
// Addresses as numbers: the networks around one, and how many a question names (RFC 4632, RFC 4291).

export type Family = 4 | 6;

interface Address {
  family: Family;
  number: bigint;
}

const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

function parse4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parse6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !/^[0-9a-f:.]+$/i.test(text)) return undefined;
  const groupsOf = (part: string): string[] | undefined => {
    if (part === '') return [];
    const groups = part.split(':');
    const last = groups.at(-1) ?? '';
    if (last.includes('.')) {
      const low = parse4(last);
      if (low === undefined) return undefined;
      groups.splice(-1, 1, (low >> 16n).toString(16), (low & 0xffffn).toString(16));
    }
    return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : undefined;
  };
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array<string>(missing).fill('0'), ...tail].reduce(
    (sum, group) => sum * 65_536n + BigInt(`0x${group}`),
    0n,
  );
}

export function parseAddress(text: string): Address | undefined {
  const number4 = parse4(text);
  if (number4 !== undefined) return { family: 4, number: number4 };
  const number6 = parse6(text);
  return number6 === undefined ? undefined : { family: 6, number: number6 };
}

/** The longest run of zero groups is written `::` (RFC 5952). */
export function addressText({ family, number }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((number >> BigInt((7 - i) * 16)) & 0xffffn).toString(16),
  );
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (groups[at + length] === '0') length += 1;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

/** 165.22.196.0/24 of 165.22.196.7. */
export function networkOf(text: string, prefix: number): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const shift = BigInt(bitsOf(address.family) - prefix);
  return `${addressText({ ...address, number: (address.number >> shift) << shift })}/${prefix}`;
}

export interface Subject {
  kind: 'address' | 'network' | 'range';
  family: Family;
  first: bigint;
  last: bigint;
  /** How many addresses; as a number where that is exact. */
  size: bigint;
}

/** What the page is of; undefined for what is no address, network or range. */
export function subjectOf(text: string): Subject | undefined {
  const [base = '', prefix, ...rest] = text.split('/');
  if (prefix !== undefined) {
    const address = parseAddress(base);
    if (rest.length > 0 || address === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
    const free = bitsOf(address.family) - Number(prefix);
    if (free < 0) return undefined;
    const size = 1n << BigInt(free);
    const first = (address.number / size) * size;
    return {
      kind: free === 0 ? 'address' : 'network',
      family: address.family,
      first,
      last: first + size - 1n,
      size,
    };
  }
  const [from = '', to] = text.split('-').map((part) => part.trim());
  const first = parseAddress(from);
  const last = to === undefined ? first : parseAddress(to);
  if (first === undefined || last?.family !== first.family || last.number < first.number) return undefined;
  return {
    kind: to === undefined ? 'address' : 'range',
    family: first.family,
    first: first.number,
    last: last.number,
    size: last.number - first.number + 1n,
  };
}

/** The names for RPZ zones that answer NXDOMAIN for a domain and all below it. */
export const policyOf = (domains: readonly string[]): string =>
  domains.flatMap((domain) => [`${domain} CNAME .`, `*.${domain} CNAME .`]).join('\n');
