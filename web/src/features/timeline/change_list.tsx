// SPDX-License-Identifier: Apache-2.0
// What changed, the newest first, under the numbers that the chart shows; what happened elsewhere stands among it.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useAddress } from '@/shared/question/address';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { pageOfHolders, valuesOf } from '@/shared/question/rdata';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { dayNumber } from '@/shared/time/time';
import { Button, Card, Tag } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { NameText, Text, TimeText, TypeChip } from '@/shared/ui/values';
import { type Change, groupsOf, movedValues, valueText, whenWords } from './change_words';
import { interleaved, type OtherEvent } from './interleaved';
import { Diamond } from './marks';
import { changesQuery, historyAsked } from './queries';
import type { TimeProps } from './time_panel';
import css from './timeline.module.css';

const few = 30;
/** Letters of a value that a sentence can bear. */
const longest = 80;

interface Props extends TimeProps {
  others?: readonly OtherEvent[];
}

const nothingElse: readonly OtherEvent[] = [];

export function ChangeList({ question, search, types, others = nothingElse }: Props) {
  const asked = useMemo(() => historyAsked(question, search, types), [question, search, types]);
  const { data, error, refetch, isPlaceholderData } = useQuery(changesQuery(asked));
  const [shown, setShown] = useState(few);
  const numbers = useMemo(
    () => new Map(groupsOf(data?.changes ?? []).map((group) => [group.day, group.number])),
    [data],
  );
  const newest = useMemo(() => interleaved(data?.changes ?? [], others), [data, others]);
  const total = (data?.total ?? 0) + others.length;
  const elsewhere = others.length === 0 ? '' : `, ${counted(others.length, 'event')} of the registration`;
  const aside =
    data === undefined
      ? undefined
      : `${data.complete || data.reason === 'limit' ? '' : 'at least '}${counted(data.total, 'change')} of ${counted(data.names, 'name')}${elsewhere}`;
  return (
    <Card title="What changed" aside={aside} isFlush>
      {data === undefined ? (
        error === null ? (
          <Skeleton rows={5} />
        ) : (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        )
      ) : newest.length === 0 ? (
        <EmptyState title="Nothing changed that one could have seen">
          <p>Changes are what appeared, moved, went, or came back, on days on which somebody watched.</p>
        </EmptyState>
      ) : (
        <>
          <ol className={css.changes} reversed style={isPlaceholderData ? { opacity: 0.6 } : undefined}>
            {newest
              .slice(0, shown)
              .map((each, i) =>
                each.change === undefined ? (
                  <OtherItem key={each.other.key} event={each.other} />
                ) : (
                  <ChangeItem
                    key={i}
                    change={each.change}
                    number={numbers.get(dayNumber(each.change.day)) ?? 0}
                  />
                ),
              )}
          </ol>
          {newest.length > shown ? (
            <div className={css.foot}>
              <span>
                Showing {exact(shown)} of {exact(total)}
              </span>
              <Button
                isSmall
                onClick={() => {
                  setShown(shown + 100);
                }}
              >
                Show more
              </Button>
            </div>
          ) : data.total > data.returned ? (
            <div className={css.foot}>
              The newest {exact(data.returned)} of {exact(data.total)} changes of records. A narrower question
              shows the older ones.
            </div>
          ) : null}
        </>
      )}
    </Card>
  );
}

function ChangeItem({ change, number }: { change: Change; number: number }) {
  const { search, setSearch } = useAddress();
  const label = String(number);
  const width = label.length <= 2 ? 16 : 8 + label.length * 6.4;
  return (
    <li className={css.change}>
      <svg width={26} height={18} viewBox="-13 -9 26 18" aria-hidden className={css.svg}>
        <Diamond label={label} width={Math.min(26, width)} />
      </svg>
      <p>
        {change.rrtype === undefined ? <Tag>name</Tag> : <TypeChip type={change.rrtype} />} {sentence(change)}
      </p>
      <span className={css.when}>
        <button
          type="button"
          className={css.day}
          title="Fence this day"
          onClick={() => {
            setSearch({
              ...search,
              fence: {
                kind: 'seen',
                from: change.certain ? change.day : (change.since ?? change.day),
                to: change.day,
              },
            });
          }}
        >
          {whenWords(change)}
        </button>
      </span>
    </li>
  );
}

function OtherItem({ event }: { event: OtherEvent }) {
  return (
    <li className={css.change}>
      <span className={css.other} aria-hidden>
        {event.icon}
      </span>
      <p>
        <Tag>{event.kind}</Tag> {event.words}
      </p>
      <span className={css.when}>
        <TimeText time={event.time} />
      </span>
    </li>
  );
}

const ValueLink = ({ type, rdata }: { type: string; rdata: string }) => {
  const [value] = valuesOf(type, rdata);
  const whole = valueText(type, rdata);
  const text = whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
  return value === undefined ? (
    <span className="mono">
      <Text text={text} />
    </span>
  ) : (
    <PageLink href={pageOfHolders(value)} className="mono">
      <Text text={text} />
    </PageLink>
  );
};

const values = (type: string, list: readonly string[]): ReactNode => (
  <>
    {list.slice(0, 3).map((rdata, i) => (
      <span key={rdata}>
        {i === 0 ? '' : ', '}
        <ValueLink type={type} rdata={rdata} />
      </span>
    ))}
    {list.length > 3 ? ` and ${exact(list.length - 3)} more` : ''}
  </>
);

function sentence(change: Change): ReactNode {
  const name = (
    <PageLink href={pages.name(withoutDot(change.rrname), { scope: 'this' })}>
      <NameText name={change.rrname} />
    </PageLink>
  );
  const type = change.rrtype ?? '';
  const value = change.rdata === undefined ? null : <ValueLink type={type} rdata={change.rdata} />;
  switch (change.kind) {
    case 'appeared':
      return <>{name} was first seen</>;
    case 'moved':
      return moved(change, name, type);
    case 'new_ns':
      return (
        <>
          {name} got the name server {value}
        </>
      );
    case 'new_mx':
      return (
        <>
          {name} got the mail server {value}
        </>
      );
    case 'first_txt':
      return (
        <>
          {name} got its first TXT {value}
        </>
      );
    case 'new_type':
      return (
        <>
          {name} got its first {type} {value}
        </>
      );
    case 'gone':
      return (
        <>
          {name}{' '}
          {value === null ? (
            type === '' ? (
              ''
            ) : (
              `${type} `
            )
          ) : (
            <>
              lost {type} {value}
            </>
          )}
          {value === null ? 'was no longer seen' : ''}
          {change.silent_days === undefined ? '' : `: ${counted(change.silent_days, 'day')} watched in vain`}
        </>
      );
    case 'came_back':
      return (
        <>
          {name}{' '}
          {value === null ? (
            ''
          ) : (
            <>
              on {type} {value}{' '}
            </>
          )}
          was seen again
          {change.silent_days === undefined
            ? ''
            : ` after ${counted(change.silent_days, 'day')} watched in vain`}
        </>
      );
  }
}

function moved(change: Change, name: ReactNode, type: string): ReactNode {
  const { gained, lost } = movedValues(change);
  return (
    <>
      {name} {lost.length === 0 ? `got the ${type} ` : 'moved to '}
      {values(type, gained)}
      {lost.length === 0 ? null : <> from {values(type, lost)}</>}
    </>
  );
}
