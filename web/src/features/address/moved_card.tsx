// SPDX-License-Identifier: Apache-2.0
// Which names left the address on the same day for the same other address: whoever moved them may be one hand.
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { answer, api, type Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { shortDay } from '@/shared/time/time';
import { Button, Card } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { NameText, Text } from '@/shared/ui/values';
import css from './address.module.css';
import { candidates, type Move, movedTogether } from './moved';
import { domainOf } from './residents';

/** Names asked about without being told to, and each time somebody asks for more. */
const atOnce = 24;
const mostNames = 240;
const shownNames = 6;

/** What happened to a name: its moves alone. */
const movesQuery = (name: string) => ({
  queryKey: ['moves', name],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    answer(
      api.GET('/api/v1/history/changes', {
        params: { query: { q: name, in: 'name', kind: ['moved'], limit: 1000 } },
        signal,
      }),
    ),
  staleTime: 5 * 60_000,
  retry: false,
});

export function MovedCard({
  address,
  lanes,
  hosted,
}: {
  address: string;
  lanes: Schemas['Lanes'];
  hosted: Schemas['AddressProfile']['hosted'];
}) {
  const [wanted, setWanted] = useState(atOnce);
  const names = useMemo(() => candidates(lanes.lanes), [lanes]);
  const asked = names.slice(0, wanted);
  const answers = useQueries({ queries: asked.map(movesQuery) });
  const done = answers.filter(({ data }) => data !== undefined).length;
  const failed = answers.find(({ error }) => error !== null);
  const domains = useMemo(() => new Set(hosted.map(({ domain }) => domain.replace(/\.$/, ''))), [hosted]);
  const moves = movedTogether(
    answers.flatMap(({ data }) => data?.changes ?? []),
    address,
    (name) => domainOf(name, domains) ?? name,
  );
  const isCut = answers.some(({ data }) => data !== undefined && data.returned < data.total);
  const isAll = done === lanes.total && lanes.returned === lanes.total && !isCut;
  if (names.length < 2) return null;
  return (
    <Card
      title="Moved together"
      aside={
        isAll ? 'of all names, exact' : `partial: ${exact(done)} of ${counted(lanes.total, 'name')} looked at`
      }
    >
      {failed === undefined ? null : (
        <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {done < asked.length && failed === undefined ? (
        <Skeleton rows={2} />
      ) : moves.length === 0 ? (
        <p className="ink2">
          No two domains left on the same day for the same other address
          {isAll ? '.' : ', among the names looked at.'}
        </p>
      ) : (
        <ul className={css.moves}>
          {moves.map((move) => (
            <MoveLine key={`${move.day} ${move.to}`} move={move} />
          ))}
        </ul>
      )}
      {wanted < Math.min(names.length, mostNames) && done === asked.length ? (
        <Button
          isSmall
          onClick={() => {
            setWanted(Math.min(mostNames, wanted * 3));
          }}
        >
          Look at {counted(Math.min(names.length, mostNames, wanted * 3) - wanted, 'more name')}
        </Button>
      ) : null}
    </Card>
  );
}

function MoveLine({ move }: { move: Move }) {
  const isAddress = /^[0-9a-f.:]+$/i.test(move.to) && /[.:]/.test(move.to) && !/[g-z]/i.test(move.to);
  const rest = move.names.length - shownNames;
  return (
    <li>
      <p>
        <b>{counted(move.names.length, 'name')}</b> of {counted(move.domains.length, 'domain')} left for{' '}
        <PageLink href={isAddress ? pages.address(move.to) : pages.name(move.to)} className="mono">
          <Text text={move.to} />
        </PageLink>{' '}
        {move.isCertain ? 'on' : 'by'} <b>{shortDay(move.day)}</b>
        {move.since === undefined ? '' : `, ${shortDay(move.since)} at the earliest`}
      </p>
      <p className={css.movedNames}>
        {move.names.slice(0, shownNames).map((name) => (
          <PageLink key={name} href={pages.name(name, { tab: 'timeline' })}>
            <NameText name={name} />
          </PageLink>
        ))}
        {rest > 0 ? <span className="ink3">and {exact(rest)} more</span> : null}
      </p>
    </li>
  );
}
