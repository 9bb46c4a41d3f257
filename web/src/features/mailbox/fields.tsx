// SPDX-License-Identifier: Apache-2.0
// What registrations have in common, in words and as ways onward.
import { type Field, pageOfField } from '@/features/registration';
import { useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { exact } from '@/shared/text/numbers';
import { Text } from '@/shared/ui/values';
import { clues } from './domains';
import css from './mailbox.module.css';

export const usualLimit = 100;
export const mostRows = 1000;

/** The address says how many rows are wanted: a shared link shows the same. */
export function useLimit(): number {
  return useAddress().one('rows') === 'all' ? mostRows : usualLimit;
}

export const isCounted = ({ reason }: { reason?: string }): boolean => reason !== 'too_many';

export const fieldWords: Record<Field, string> = {
  mailbox: 'mailbox',
  name: 'registrant’s name',
  organization: 'organization',
  phone: 'telephone',
  address: 'postal address',
  registrar: 'registrar',
  nameserver: 'name server',
};

/** Further values that the registrations share: ways onward when the mailbox changes. */
export function SameHand({ rows, isAll }: { rows: Parameters<typeof clues>[0]; isAll: boolean }) {
  const found = clues(rows, 6);
  if (found.length === 0) return null;
  return (
    <div className={css.hand} role="group" aria-label="What the registrations share">
      <span className="ink3">Registered by</span>
      {found.map(({ field, value, count }) => (
        <PageLink key={`${field} ${value}`} className={css.clue} href={pageOfField(field, value)}>
          <span className="ink3">{fieldWords[field]}</span> <Text text={value} />{' '}
          <span className="ink3">
            in {exact(count)}
            {isAll ? '' : ' or more'}
          </span>
        </PageLink>
      ))}
    </div>
  );
}
