// SPDX-License-Identifier: Apache-2.0
// The values inside an rdata from which a new question starts, by type (RFC 1035, 2782, 9460 in presentation form).
import { withoutDot } from '@/shared/text/names';
import { pages } from './address';
import type { Question } from './question';

export interface Value {
  kind: 'name' | 'address' | 'mailbox' | 'text';
  text: string;
  /** What it is within the record, where there are several. */
  role?: string;
}

const name = (text: string | undefined, role?: string): Value[] =>
  text === undefined || text === '.' ? [] : [{ kind: 'name', text: withoutDot(text), role }];

/** RNAME as a mailbox: the first dot that is not escaped is the @ (RFC 1035 section 8). */
export function mailboxOf(rname: string): string {
  const plain = withoutDot(rname);
  const at = /^(?:[^.\\]|\\.)*/.exec(plain)?.[0].length ?? 0;
  return at >= plain.length ? plain : `${plain.slice(0, at).replace(/\\(?=\D)/g, '')}@${plain.slice(at + 1)}`;
}

/** The first is what one means by "the" value of the record. */
export function valuesOf(type: string, rdata: string): Value[] {
  const words = rdata.split(' ');
  switch (type) {
    case 'A':
    case 'AAAA':
      return [{ kind: 'address', text: rdata }];
    case 'NS':
    case 'CNAME':
    case 'PTR':
    case 'DNAME':
      return name(rdata);
    case 'MX':
    case 'AFSDB':
    case 'KX':
      return name(words[1], 'mail server');
    case 'SRV':
      return name(words[3], 'target');
    case 'SVCB':
    case 'HTTPS':
      return name(words[1], 'target');
    case 'SOA':
      return [
        ...(words[1] === undefined
          ? []
          : [{ kind: 'mailbox' as const, text: mailboxOf(words[1]), role: 'mailbox' }]),
        ...name(words[0], 'primary server'),
      ];
    case 'NAME':
    case 'DOMAIN':
      return name(rdata);
    default:
      return [{ kind: 'text', text: rdata }];
  }
}

/** Everything that holds the value in its rdata. */
export const asRdata = (value: Value): Question => ({ q: value.text, in: 'rdata' });
/** What the value itself was told to be, as an owner of records; none for mailboxes and texts. */
export function asOwner(value: Value): Question | undefined {
  if (value.kind === 'name') return { q: value.text, in: 'name' };
  if (value.kind === 'address') {
    const reverse = reverseName(value.text);
    return reverse === undefined ? undefined : { q: reverse, in: 'name' };
  }
  return undefined;
}

/** 7.196.22.165.in-addr.arpa (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function reverseName(address: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  if (!/^[0-9a-f:]+$/i.test(address)) return undefined;
  const [left = '', right] = address.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const middle =
    right === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...middle, ...tail];
  if (groups.length !== 8) return undefined;
  return `${[...groups.map((group) => group.padStart(4, '0')).join('')].reverse().join('.')}.ip6.arpa`;
}

/** The page of a value. */
export function pageOfValue(value: Value): string {
  switch (value.kind) {
    case 'name':
      return pages.name(value.text);
    case 'address':
      return pages.address(value.text);
    case 'mailbox':
      return pages.mailbox(value.text);
    case 'text':
      return pages.search(value.text, 'rdata');
  }
}

/** Where "pivot right" leads: to everything that holds the value. */
export function pageOfHolders(value: Value): string {
  return value.kind === 'name' ? pages.name(value.text, { scope: 'pointing' }) : pageOfValue(value);
}
