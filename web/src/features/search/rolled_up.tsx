// SPDX-License-Identifier: Apache-2.0
// The answer by registered domain, and by name.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { facetsQuery } from '@/features/records';
import { pages, useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Asked } from '@/shared/question/question';
import type { Merge } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, Tag } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { directionOf, HeadLabel, sortAfter } from '@/shared/ui/table';
import table from '@/shared/ui/table.module.css';
import { type Mark, NameText, TimeText } from '@/shared/ui/values';
import css from './search.module.css';
import { domainsQuery, isPartial } from './queries';

interface Props {
  asked: Asked;
  merge: Merge;
  mark?: Mark;
}

interface Head {
  id: string;
  title: string;
  isNumber?: boolean;
}

/** A list in its frame, whatever becomes of it: on its way, failed, empty, there. */
function List({
  label,
  query: { error, isPending, isPlaceholderData, refetch },
  heads,
  sort,
  onSort,
  rows,
  empty,
  foot,
}: {
  label: string;
  query: { error: unknown; isPending: boolean; isPlaceholderData: boolean; refetch: () => Promise<unknown> };
  heads: Head[];
  /** Where its columns sort: by which it is sorted now, `-` before it downwards. */
  sort?: string;
  onSort?: (id: string) => void;
  rows: ReactNode[];
  empty: string;
  foot: ReactNode;
}) {
  if (isPending || error !== null || rows.length === 0)
    return (
      <div className={table.frame}>
        {isPending ? (
          <Skeleton rows={8} />
        ) : error !== null ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <EmptyState title={empty} />
        )}
      </div>
    );
  return (
    <div className={table.frame}>
      <div className={table.scroll} style={{ opacity: isPlaceholderData ? 0.6 : undefined }}>
        <table className={table.table} aria-label={label}>
          <thead>
            <tr>
              {heads.map(({ id, title, isNumber }) => (
                <th
                  key={id}
                  scope="col"
                  className={isNumber === true ? table.number : undefined}
                  aria-sort={sort === undefined ? undefined : directionOf(id, sort)}
                >
                  <HeadLabel
                    title={title}
                    direction={directionOf(id, sort ?? '')}
                    onSort={
                      onSort === undefined
                        ? undefined
                        : () => {
                            onSort(id);
                          }
                    }
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </div>
      <div className={table.foot}>{foot}</div>
    </div>
  );
}

function Showing({
  shown,
  total,
  isCut,
  note,
}: {
  shown: number;
  total: number;
  isCut: boolean;
  note: string;
}) {
  return (
    <span role="status">
      Showing{' '}
      <b>
        1–{exact(shown)} of {isCut ? 'at least ' : ''}
        {exact(total)}
      </b>
      {note}
    </span>
  );
}

const domainHeads: Head[] = [
  { id: 'domain', title: 'Registered domain' },
  { id: 'names', title: 'Names', isNumber: true },
  { id: 'rows', title: 'Records', isNumber: true },
  { id: 'count', title: 'Count', isNumber: true },
  { id: 'first_seen', title: 'First seen' },
  { id: 'last_seen', title: 'Last seen' },
];

export function DomainList({ asked, merge, mark }: Props) {
  const { one, set } = useAddress();
  const wanted = one('domains_by') ?? '';
  const sort = /^-?(domain|names|rows|count|first_seen|last_seen)$/.test(wanted) ? wanted : '-names';
  const query = useInfiniteQuery(domainsQuery(asked, merge, sort));
  const groups = query.data?.pages.flatMap((page) => page.groups) ?? [];
  const first = query.data?.pages[0];
  const isCut = first !== undefined && isPartial(first);
  return (
    <List
      label="Registered domains"
      query={query}
      heads={domainHeads}
      sort={sort}
      onSort={(id) => {
        set({ domains_by: sortAfter(id, sort, id !== 'domain') });
      }}
      empty="No name matches, so there is no domain."
      rows={groups.map((group) => (
        <tr key={group.domain}>
          <td className={css.first}>
            <PageLink href={pages.name(group.domain)}>
              <NameText name={group.domain} registered={group.domain} mark={mark} />
            </PageLink>{' '}
            {group.suffix ? <Tag>public suffix</Tag> : null}
          </td>
          <td className={table.number}>{exact(group.names)}</td>
          <td className={table.number}>{exact(group.rows)}</td>
          <td className={table.number}>{exact(group.count)}</td>
          <td>
            <TimeText time={Number(group.time_first)} />
          </td>
          <td>
            <TimeText time={Number(group.time_last)} />
          </td>
        </tr>
      ))}
      foot={
        <>
          <Showing
            shown={groups.length}
            total={first?.num_groups ?? groups.length}
            isCut={isCut}
            note={isCut ? ', partial' : ', exact'}
          />
          {query.hasNextPage ? (
            <Button isSmall disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {query.isFetchingNextPage ? 'Reading…' : 'Show more'}
            </Button>
          ) : null}
          <span>Times are UTC</span>
        </>
      }
    />
  );
}

const nameHeads: Head[] = [
  { id: 'name', title: 'Name' },
  { id: 'records', title: 'Records', isNumber: true },
];

/** The names with most records; the server tells a thousand at most. */
export function NameList({ asked, merge, mark }: Props) {
  const query = useQuery(facetsQuery(asked, ['name'], merge, 1000));
  const counts = query.data?.facets.name;
  const values = counts?.values ?? [];
  const distinct = counts?.distinct ?? 0;
  return (
    <List
      label="Names"
      query={query}
      heads={nameHeads}
      empty="No name matches."
      rows={values.map(({ value, rows }) => (
        <tr key={value}>
          <td className={css.first}>
            <PageLink href={pages.name(value, { scope: 'this' })}>
              <NameText name={value} mark={mark} />
            </PageLink>
          </td>
          <td className={table.number}>{exact(rows)}</td>
        </tr>
      ))}
      foot={
        <Showing
          shown={values.length}
          total={distinct}
          isCut={query.data?.complete === false}
          note={distinct > values.length ? ', those with most records' : ''}
        />
      }
    />
  );
}
