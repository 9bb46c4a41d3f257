// SPDX-License-Identifier: Apache-2.0
// The answer by registered domain, and by name.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconTriangleFilled, IconTriangleInvertedFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { facetsQuery } from '@/features/records';
import { pages, useAddress } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import type { Asked } from '@/shared/question/question';
import type { Merge } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, Tag } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { type Mark, NameText, TimeText } from '@/shared/ui/values';
import css from './search.module.css';
import { domainsQuery, isPartial } from './queries';

interface Props {
  asked: Asked;
  merge: Merge;
  mark?: Mark;
}

const Frame = ({ children }: { children: ReactNode }) => <div className={css.list}>{children}</div>;

const heads = [
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
  const {
    data,
    error,
    isPending,
    isPlaceholderData,
    refetch,
    hasNextPage,
    fetchNextPage,
    isFetchingNextPage,
  } = useInfiniteQuery(domainsQuery(asked, merge, sort));
  if (isPending)
    return (
      <Frame>
        <Skeleton rows={8} />
      </Frame>
    );
  if (error !== null)
    return (
      <Frame>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Frame>
    );
  const groups = data.pages.flatMap((page) => page.groups);
  const [first] = data.pages;
  const isCut = first !== undefined && isPartial(first);
  if (groups.length === 0)
    return (
      <Frame>
        <EmptyState title="No name matches, so there is no domain." />
      </Frame>
    );
  return (
    <Frame>
      <div className={css.scroll} style={{ opacity: isPlaceholderData ? 0.6 : undefined }}>
        <table aria-label="Registered domains">
          <thead>
            <tr>
              {heads.map(({ id, title, isNumber }) => (
                <th
                  key={id}
                  scope="col"
                  className={isNumber === true ? css.number : undefined}
                  aria-sort={sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined}
                >
                  <button
                    type="button"
                    onClick={() => {
                      set({
                        domains_by: sort === `-${id}` ? id : sort === id || id !== 'domain' ? `-${id}` : id,
                      });
                    }}
                  >
                    {title}{' '}
                    {sort === id ? (
                      <IconTriangleFilled size={8} color="var(--accent)" aria-hidden />
                    ) : sort === `-${id}` ? (
                      <IconTriangleInvertedFilled size={8} color="var(--accent)" aria-hidden />
                    ) : null}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.domain}>
                <td>
                  <PageLink href={pages.name(group.domain)}>
                    <NameText name={group.domain} registered={group.domain} mark={mark} />
                  </PageLink>{' '}
                  {group.suffix ? <Tag>public suffix</Tag> : null}
                </td>
                <td className={css.number}>{exact(group.names)}</td>
                <td className={css.number}>{exact(group.rows)}</td>
                <td className={css.number}>{exact(group.count)}</td>
                <td>
                  <TimeText time={Number(group.time_first)} />
                </td>
                <td>
                  <TimeText time={Number(group.time_last)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.listFoot}>
        <span role="status">
          Showing{' '}
          <b>
            1–{exact(groups.length)} of {isCut ? 'at least ' : ''}
            {exact(first?.num_groups ?? groups.length)}
          </b>
          {isCut ? ', partial' : ', exact'}
        </span>
        {hasNextPage ? (
          <Button isSmall disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Show more'}
          </Button>
        ) : null}
        <span>Times are UTC</span>
      </div>
    </Frame>
  );
}

/** The names with most records; the server tells a thousand at most. */
export function NameList({ asked, merge, mark }: Props) {
  const { data, error, isPending, refetch } = useQuery(facetsQuery(asked, ['name'], merge, 1000));
  if (isPending)
    return (
      <Frame>
        <Skeleton rows={8} />
      </Frame>
    );
  if (error !== null)
    return (
      <Frame>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Frame>
    );
  const counts = (data.facets as { name?: { distinct: number; values: { value: string; rows: number }[] } })
    .name;
  if (counts === undefined || counts.values.length === 0)
    return (
      <Frame>
        <EmptyState title="No name matches." />
      </Frame>
    );
  return (
    <Frame>
      <div className={css.scroll}>
        <table aria-label="Names">
          <thead>
            <tr>
              <th scope="col">
                <span>Name</span>
              </th>
              <th scope="col" className={css.number}>
                <span>Records</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.values.map(({ value, rows }) => (
              <tr key={value}>
                <td>
                  <PageLink href={pages.name(value, { scope: 'this' })}>
                    <NameText name={value} mark={mark} />
                  </PageLink>
                </td>
                <td className={css.number}>{exact(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.listFoot}>
        <span role="status">
          Showing{' '}
          <b>
            1–{exact(counts.values.length)} of {data.complete ? '' : 'at least '}
            {exact(counts.distinct)}
          </b>
          {counts.distinct > counts.values.length ? ', those with most records' : ''}
        </span>
      </div>
    </Frame>
  );
}
