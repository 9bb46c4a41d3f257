// SPDX-License-Identifier: Apache-2.0
// Registrations and zones of one hand, joined by domain.
import type { Found, Zone } from '@/features/registration';
import { withoutDot } from '@/shared/text/names';

export interface Domain {
  domain: string;
  /** 'SOA', 'registrant', 'admin' …: where the mailbox stands. */
  ways: string[];
  registered?: number;
  registrar?: string;
  /** Whether the registration still says so. */
  isCurrent?: boolean;
  zone?: Zone;
}

/** Newest first: by registration, else by when the zone was first seen. */
export function joined(registrations: Found[], zones: Zone[]): Domain[] {
  const found = new Map<string, Domain>();
  for (const row of registrations)
    found.set(row.domain, {
      domain: row.domain,
      ways: row.roles ?? [],
      registered: row.registered === undefined ? undefined : Number(row.registered),
      registrar: row.registrar,
      isCurrent: row.current,
    });
  for (const zone of zones) {
    const domain = withoutDot(zone.zone);
    const known = found.get(domain) ?? { domain, ways: [] };
    found.set(domain, { ...known, ways: ['SOA', ...known.ways], zone });
  }
  const moment = (each: Domain) => each.registered ?? Number(each.zone?.time_first ?? 0);
  return [...found.values()].sort((a, b) => moment(b) - moment(a) || (a.domain < b.domain ? -1 : 1));
}

export interface Clue {
  field: 'organization' | 'name' | 'phone' | 'registrar';
  value: string;
  /** In how many of the registrations that were read. */
  count: number;
}

/** What else the registrations have in common, the most frequent first; people only, no desks for complaints. */
export function clues(registrations: Found[], most: number): Clue[] {
  const counts = new Map<string, Clue>();
  const add = (field: Clue['field'], value: string | undefined) => {
    if (value === undefined || value.length > 320) return;
    const key = `${field}\n${value.toLowerCase()}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { field, value, count: 1 });
    else known.count += 1;
  };
  for (const { contacts } of registrations) {
    const person = contacts?.registrant ?? contacts?.admin;
    add('organization', person?.organization);
    add('name', person?.name);
    add('phone', person?.telephone);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, most);
}
