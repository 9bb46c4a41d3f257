// SPDX-License-Identifier: Apache-2.0
// The lines of a pasted list, as questions of a bulk request, and what their canonical texts are.
import { pages } from '@/shared/question/address';

export const mostLines = 100_000;
export const mostOctets = 32 * 1024 * 1024;

export interface AskedLine {
  /** In the list as it was pasted, from 1. */
  line: number;
  /** What stands there. */
  text: string;
}

/** "a.example, b.example": several on a line, none of which is a filter or half of something else. */
function several(line: string): string[] {
  const words = line.split(/[\s,;]+/).filter((word) => word !== '');
  const isList = words.every(
    (word) =>
      /^[^\s"'`]*[a-z0-9\])}][.:[({@][^\s"'`]*[a-z0-9\])}.]$/i.test(word) &&
      !/^[-!]?[a-z_]+[<>=]/i.test(word) &&
      !/^[-!]?(type|source|bailiwick|since|until|first|last|only|seen|count|asn|country|is|tag|exclude|merge|sort|limit|in|text|txt|glob|has|not_[a-z]+):/i.test(
        word,
      ) &&
      !/^\W*(\[\.\]|\(\.\)|\[dot\]|\(dot\)|\[at\]|\(at\)|\[@\])\W*$/i.test(word) &&
      !word.startsWith('/'),
  );
  return isList && words.length > 1 ? words : [line];
}

/** One question each, without blank lines and remarks. */
export function questionsOf(text: string): AskedLine[] {
  const found: AskedLine[] = [];
  text.split(/\r\n|\r|\n/).forEach((raw, i) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    for (const each of several(line)) found.push({ line: i + 1, text: each });
  });
  return found;
}

export type LineKind = 'name' | 'address' | 'network' | 'mailbox' | 'pattern' | 'other';
export const kindTitles: Record<LineKind, [one: string, many: string]> = {
  name: ['name', 'names'],
  address: ['address', 'addresses'],
  network: ['network', 'networks'],
  mailbox: ['mailbox', 'mailboxes'],
  pattern: ['pattern', 'patterns'],
  other: ['other', 'others'],
};

/** Of a canonical text, as the API tells it. */
export function kindOfText(text: string): LineKind {
  if (/^\/.*\/i?$|^glob:|^has:/.test(text)) return 'pattern';
  if (/\s/.test(text) || text.startsWith('text:')) return 'other';
  if (/^[0-9.]+$/.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)) return 'address';
  if (/^[0-9a-f:.]+(\/\d+|-[0-9a-f:.]+)$/i.test(text)) return 'network';
  if (text.includes('@')) return 'mailbox';
  if (/^[a-z]+:/i.test(text)) return 'other';
  return 'name';
}

export function pageOfText(text: string): string {
  switch (kindOfText(text)) {
    case 'address':
    case 'network':
      return pages.address(text);
    case 'mailbox':
      return pages.mailbox(text);
    case 'name':
      if (text.startsWith('*.') && text.length > 2) return pages.name(text.slice(2), { scope: 'below' });
      return text.includes('*') ? pages.search(text, 'auto') : pages.name(text, { scope: 'this' });
    default:
      return pages.search(text, 'auto');
  }
}

/** As a node that the graph begins with; undefined for what is no single value. */
export function graphStart(text: string): string | undefined {
  const kind = kindOfText(text);
  if (kind === 'name' && !text.includes('*') && text !== '.') return `name:${text.replace(/\.$/, '')}`;
  return kind === 'address' || kind === 'mailbox' ? `${kind}:${text}` : undefined;
}

const v4Blocks: [first: number, bits: number, says: string][] = [
  [0x0a000000, 8, 'private address (RFC 1918)'],
  [0xac100000, 12, 'private address (RFC 1918)'],
  [0xc0a80000, 16, 'private address (RFC 1918)'],
  [0x7f000000, 8, 'this host itself (RFC 1122)'],
  [0xa9fe0000, 16, 'link-local address (RFC 3927)'],
  [0x64400000, 10, 'carrier-grade NAT (RFC 6598)'],
];

/** Why an address is none of the public net; undefined for all others. */
export function notPublic(text: string): string | undefined {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(\/\d+)?$/.exec(text)?.slice(1, 5).map(Number);
  if (octets !== undefined) {
    const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    return v4Blocks.find(
      ([first, bits]) => Math.floor(address / 2 ** (32 - bits)) === first / 2 ** (32 - bits),
    )?.[2];
  }
  if (/^::1$/.test(text)) return 'this host itself (RFC 4291)';
  if (/^f[cd][0-9a-f]{2}:/i.test(text)) return 'private address (RFC 4193)';
  return /^fe[89ab][0-9a-f]:/i.test(text) ? 'link-local address (RFC 4291)' : undefined;
}
