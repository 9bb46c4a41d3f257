// SPDX-License-Identifier: Apache-2.0
// Domains with their addresses now: every value leads on. Addresses are looked up for the rows in sight only.
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Addresses, LineValue, livingQuery } from '@/features/registration';
import { useKeys } from '@/shared/keyboard/keys';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { exact } from '@/shared/text/numbers';
import { Button, classes, Kbd, Tag } from '@/shared/ui/controls';
import { ErrorNotice } from '@/shared/ui/states';
import { HeadLabel } from '@/shared/ui/table';
import table from '@/shared/ui/table.module.css';
import { NameText, TimeText } from '@/shared/ui/values';
import type { Domain } from './domains';
import css from './mailbox.module.css';

const step = 50;

interface Props {
  label: string;
  domains: Domain[];
  columns: 'all' | 'zones' | 'registrations';
  /** Of the whole, where it is known. */
  total?: number;
  /** How many were not told yet. */
  left: number;
  isStale: boolean;
  onAll?: () => void;
}

export function DomainTable({ label, domains, columns, total, left, isStale, onAll }: Props) {
  const [shown, setShown] = useState(step);
  const body = useRef<HTMLTableSectionElement>(null);
  const inSight = domains.slice(0, shown);
  const living = useQuery(livingQuery(inSight.map(({ domain }) => domain)));
  useRowKeys(body);
  const hasZones = columns !== 'registrations';
  const hasRegistrations = columns !== 'zones';
  return (
    <div className={table.frame}>
      <div className={css.scroll}>
        <table className={classes(table.table, isStale && table.isStale)}>
          <caption className="visually-hidden">{label}</caption>
          <thead className={css.heads}>
            <tr>
              <Head title="Domain" />
              {columns === 'zones' ? null : <Head title="Where it stands" />}
              <Head title="Address when last seen" />
              {hasRegistrations ? (
                <>
                  <Head title="Registered" />
                  <Head title="Registrar" />
                </>
              ) : null}
              {hasZones ? (
                <>
                  <Head title="First in SOA" />
                  <Head title="Last in SOA" />
                  <Head title="Sightings" isNumber />
                </>
              ) : null}
            </tr>
          </thead>
          <tbody ref={body} className={css.rows}>
            {inSight.map((each) => (
              <tr key={each.domain}>
                <th scope="row">
                  <PageLink className={css.domain} href={pages.name(each.domain)} data-domain>
                    <NameText name={each.domain} />
                  </PageLink>
                </th>
                {columns === 'zones' ? null : (
                  <td data-label="stands as" className={css.way}>
                    <span className={css.ways}>
                      {each.ways.map((way) => (
                        <Tag key={way}>{way}</Tag>
                      ))}
                      {each.isCurrent === false ? (
                        <span className="ink3">no longer registered so</span>
                      ) : null}
                    </span>
                  </td>
                )}
                <td data-label="address">
                  <Addresses
                    living={living.data?.get(each.domain)}
                    isPending={living.isPending && living.error === null}
                  />
                </td>
                {hasRegistrations ? (
                  <>
                    <td data-label="registered">
                      {each.registered === undefined ? <Unknown /> : <TimeText time={each.registered} />}
                    </td>
                    <td data-label="by">
                      {each.registrar === undefined ? (
                        <Unknown />
                      ) : (
                        <LineValue kind="registrar" value={each.registrar} />
                      )}
                    </td>
                  </>
                ) : null}
                {hasZones ? (
                  <>
                    <td data-label="first in SOA">
                      {each.zone === undefined ? (
                        <Unknown />
                      ) : (
                        <TimeText time={Number(each.zone.time_first)} />
                      )}
                    </td>
                    <td data-label="last in SOA">
                      {each.zone === undefined ? (
                        <Unknown />
                      ) : (
                        <TimeText time={Number(each.zone.time_last)} />
                      )}
                    </td>
                    <td data-label="sightings" className={table.number}>
                      {each.zone === undefined ? <Unknown /> : exact(each.zone.count)}
                    </td>
                  </>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {living.error === null ? null : (
        <ErrorNotice error={living.error} onRetry={() => void living.refetch()} />
      )}
      <div className={classes(table.foot, left > 0 && table.isPartial)}>
        <span role="status">
          Showing{' '}
          <b>
            {exact(Math.min(shown, domains.length))} of{' '}
            {total !== undefined ? exact(total) : `${left > 0 ? 'at least ' : ''}${exact(domains.length)}`}
          </b>
          {left > 0 ? `, ${exact(left)} not read yet` : ', exact'}
        </span>
        {shown < domains.length ? (
          <Button
            isSmall
            onClick={() => {
              setShown(shown + step);
            }}
          >
            Show {exact(Math.min(step, domains.length - shown))} more
          </Button>
        ) : null}
        {onAll === undefined ? null : (
          <Button isSmall onClick={onAll}>
            Read on
          </Button>
        )}
        <span>Times are UTC</span>
        <span className={table.keys}>
          <span>
            <Kbd>j</Kbd> <Kbd>k</Kbd> domain by domain
          </span>
          <span>
            <Kbd>Enter</Kbd> its page
          </span>
        </span>
      </div>
    </div>
  );
}

const Head = ({ title, isNumber = false }: { title: string; isNumber?: boolean }) => (
  <th scope="col" className={isNumber ? table.number : undefined}>
    <HeadLabel title={title} />
  </th>
);

const Unknown = () => (
  <span className="ink3" data-unknown aria-label="not known">
    ·
  </span>
);

/** j and k walk over the domains; Enter is the link's own. */
function useRowKeys(body: React.RefObject<HTMLTableSectionElement | null>) {
  const move = (by: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('[data-domain]') ?? [])];
    const row = document.activeElement?.closest('tr') ?? null;
    const at = links.findIndex((link) => row?.contains(link) === true);
    links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  useKeys([
    {
      key: 'j',
      says: 'next domain',
      run: () => {
        move(1);
      },
    },
    {
      key: 'k',
      says: 'domain before',
      run: () => {
        move(-1);
      },
    },
  ]);
}
