// SPDX-License-Identifier: Apache-2.0
// Domains, each with the addresses on which it was last seen: the last step from a name to its mailbox to its owner's
// other names.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { NameText, Text } from '@/shared/ui/values';
import css from './registration.module.css';
import { type Living, livingQuery } from './queries';

/** Addresses as links: two in sight, the number of the others beside them. */
export function Addresses({ living, isPending }: { living?: Living; isPending: boolean }) {
  if (living === undefined) return <span className="ink3">{isPending ? '…' : 'not known'}</span>;
  if (living.addresses.length === 0) return <span className="ink3">no address seen</span>;
  return (
    <span className="mono">
      {living.addresses.slice(0, 2).map((address, i) => (
        <span key={address}>
          {i > 0 ? ', ' : ''}
          <PageLink href={pages.address(address)}>
            <Text text={address} />
          </PageLink>
        </span>
      ))}
      {living.addresses.length > 2 ? (
        <span className="ink3">
          {' '}
          +{living.isPartial ? 'at least ' : ''}
          {exact(living.addresses.length - 2)}
        </span>
      ) : null}
    </span>
  );
}

export interface ListedDomain {
  domain: string;
  /** On the right: a date, say. */
  aside?: ReactNode;
  note?: ReactNode;
}

/** A narrow list, for the side of a page. */
export function DomainList({ domains, current }: { domains: ListedDomain[]; current?: string }) {
  const names = domains.map(({ domain }) => withoutDot(domain));
  const { data, isPending, error } = useQuery(livingQuery(names));
  return (
    <ul className={css.domains}>
      {domains.map(({ domain, aside, note }) => {
        const name = withoutDot(domain);
        const isCurrent = name === current;
        return (
          <li key={name} className={css.domain} aria-current={isCurrent ? 'true' : undefined}>
            <PageLink href={pages.name(name)} className={css.plainLink}>
              <NameText name={name} />
            </PageLink>
            <span className={css.domainAside}>{aside}</span>
            <Addresses living={data?.get(name)} isPending={isPending && error === null} />
            <span className={css.domainAside}>{isCurrent ? 'this name' : note}</span>
          </li>
        );
      })}
    </ul>
  );
}
