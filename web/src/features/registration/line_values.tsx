// SPDX-License-Identifier: Apache-2.0
// A value of a registration, with the way onward that it has.
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { Text, TimeText } from '@/shared/ui/values';
import type { Field } from './queries';
import { isSealed, type Line } from './versions';

const fieldOf: Partial<Record<Line['kind'], Field>> = {
  mailbox: 'mailbox',
  registrar: 'registrar',
  organization: 'organization',
  person: 'name',
  phone: 'phone',
};

/** The page of everything that was registered with a value. */
export const pageOfField = (field: Field, value: string): string =>
  pages.mailbox(value, field === 'mailbox' ? {} : { field });

export function LineValue({ kind, value }: { kind: Line['kind']; value: string }) {
  if (kind === 'time' && /^\d+$/.test(value)) return <TimeText time={Number(value)} />;
  if (kind === 'name')
    return (
      <PageLink className="mono" href={pages.name(value)}>
        <Text text={value} />
      </PageLink>
    );
  const field = fieldOf[kind];
  // What says that nothing is said finds nobody.
  if (field === undefined || value.length > 320 || isSealed(value)) return <Text text={value} />;
  return (
    <PageLink className={kind === 'mailbox' ? 'mono' : undefined} href={pageOfField(field, value)}>
      <Text text={value} />
    </PageLink>
  );
}
