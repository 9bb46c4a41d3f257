// SPDX-License-Identifier: Apache-2.0
// What the versions of a registration say, and where they differ.
import { withoutDot } from '@/shared/text/names';
import type { Version } from './queries';

export type Contact = NonNullable<NonNullable<Version['contacts']>['registrant']>;
export type Role = 'registrant' | 'admin' | 'tech' | 'billing' | 'abuse';
export const roles: Role[] = ['registrant', 'admin', 'tech', 'billing', 'abuse'];

const sealed = /redact|privacy|withheld|not disclosed|data protected|proxy|gdpr/i;
export const isSealed = (text: string): boolean => sealed.test(text);

/** Whether a contact is told, held back, or not there at all. */
export function told(contact: Contact | undefined): 'told' | 'withheld' | 'absent' {
  if (contact === undefined) return 'absent';
  const words = [contact.name, contact.organization].filter((word) => word !== undefined);
  const isHidden = words.length > 0 && words.every(isSealed);
  return isHidden && (contact.mailboxes ?? []).every(isSealed) ? 'withheld' : 'told';
}

export const contactWords = (contact: Contact): string =>
  [contact.name, contact.organization].filter((word) => word !== undefined).join(', ');

/** Mailboxes of the people behind it: not of the registrar's desk for complaints. */
export function mailboxesOf(version: Version): string[] {
  const found = new Set<string>();
  for (const role of roles)
    if (role !== 'abuse')
      for (const mailbox of version.contacts?.[role]?.mailboxes ?? [])
        if (!isSealed(mailbox)) found.add(mailbox.toLowerCase());
  return [...found];
}

export interface Numbered {
  version: Version;
  /** From 1, the oldest. */
  number: number;
  /** What the same source said before. */
  before?: Version;
}

/** `rows` as the API tells them, the last first, of `total`. */
export const numbered = (rows: Version[], total: number): Numbered[] =>
  rows.map((version, i) => ({
    version,
    number: total - i,
    before: rows.slice(i + 1).find((other) => other.source === version.source),
  }));

/** The newest version with this mailbox. */
export const withMailbox = (versions: Numbered[], mailbox: string): Numbered | undefined =>
  versions.find(({ version }) => mailboxesOf(version).includes(mailbox.toLowerCase()));

/** The newest version that told a mailbox, where the current one tells none. */
export function toldBefore(versions: Numbered[]): Numbered | undefined {
  const [current] = versions;
  if (current === undefined || mailboxesOf(current.version).length > 0) return undefined;
  return versions.find(({ version }) => mailboxesOf(version).length > 0);
}

export interface Line {
  key: string;
  label: string;
  values: string[];
  /** What the value is, for the way onward. */
  kind: 'text' | 'time' | 'name' | 'mailbox' | 'registrar' | 'organization' | 'person' | 'phone';
}

const roleWords: Record<Role, string> = {
  registrant: 'Registrant',
  admin: 'Admin contact',
  tech: 'Technical contact',
  billing: 'Billing contact',
  abuse: 'Abuse desk',
};

function contactLines(role: Role, contact: Contact): Line[] {
  const label = roleWords[role];
  const place = [contact.street, contact.postal_code, contact.city, contact.state, contact.country];
  const line = (part: string, kind: Line['kind'], values: (string | undefined)[]): Line => ({
    key: `${role} ${part}`,
    label: part === 'name' ? label : `${label}, ${part}`,
    kind,
    values: values.filter((value): value is string => value !== undefined),
  });
  return [
    line('name', 'person', [contact.name]),
    line('organization', 'organization', [contact.organization]),
    line('mailbox', 'mailbox', contact.mailboxes ?? []),
    line('telephone', 'phone', [contact.telephone]),
    line('address', 'text', [place.filter((part) => part !== undefined).join(', ') || undefined]),
  ];
}

/** What a version says, line by line; times as Unix seconds. Lines without a value are left out. */
export function linesOf(version: Version): Line[] {
  const line = (
    key: string,
    label: string,
    kind: Line['kind'],
    ...values: (string | number | undefined)[]
  ): Line => ({
    key,
    label,
    kind,
    values: values.filter((value) => value !== undefined).map(String),
  });
  return [
    line('registrar', 'Registrar', 'registrar', version.registrar),
    line('iana', 'Registrar, IANA number', 'text', version.registrar_iana_id),
    line('whois', 'WHOIS server', 'name', version.whois_server),
    line('registered', 'Created', 'time', version.registered),
    line('updated', 'Updated', 'time', version.updated),
    line('expires', 'Expires', 'time', version.expires),
    line('status', 'Status', 'text', ...(version.status ?? [])),
    line('servers', 'Name servers', 'name', ...(version.name_servers ?? []).map(withoutDot)),
    ...roles.flatMap((role) => {
      const contact = version.contacts?.[role];
      return contact === undefined ? [] : contactLines(role, contact);
    }),
  ].filter(({ values }) => values.length > 0);
}

const parts = ['registrar', 'iana', 'whois', 'registered', 'updated', 'expires', 'status', 'servers'];
const contactParts = ['name', 'organization', 'mailbox', 'telephone', 'address'];
const places = new Map(
  [...parts, ...roles.flatMap((role) => contactParts.map((part) => `${role} ${part}`))].map((key, i) => [
    key,
    i,
  ]),
);
/** Lines that are gone stand where they stood. */
export const inOrder = <T extends Line>(lines: T[]): T[] =>
  [...lines].sort((a, b) => (places.get(a.key) ?? 0) - (places.get(b.key) ?? 0));

export interface Difference extends Line {
  before: string[];
}

/** Lines in which `version` says something else than `before`; a line that is gone has no values. */
export function differences(before: Version, version: Version): Difference[] {
  const old = new Map(linesOf(before).map((line) => [line.key, line]));
  const found: Difference[] = [];
  for (const line of linesOf(version)) {
    const was = old.get(line.key)?.values ?? [];
    old.delete(line.key);
    if (was.join('\n') !== line.values.join('\n')) found.push({ ...line, before: was });
  }
  for (const line of old.values()) found.push({ ...line, values: [], before: line.values });
  return inOrder(found);
}

/** "18 min", "3 days": how long from one moment to another. */
export function span(seconds: number): string {
  const all = Math.abs(seconds);
  if (all < 90) return `${Math.round(all)} s`;
  if (all < 5400) return `${Math.round(all / 60)} min`;
  if (all < 172_800) return `${Math.round(all / 3600)} h`;
  if (all < 63_072_000) return `${new Intl.NumberFormat('en-US').format(Math.round(all / 86_400))} days`;
  return `${(all / 31_557_600).toFixed(1)} years`;
}
