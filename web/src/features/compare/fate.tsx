// SPDX-License-Identifier: Apache-2.0
// One column of a comparison: what came, went or stayed, the certain before the merely possible.
import { useMemo, useState } from 'react';
import type { Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { pageOfHolders, valuesOf } from '@/shared/question/rdata';
import { withoutDot } from '@/shared/text/names';
import { exact } from '@/shared/text/numbers';
import { dayOf, shortSpan } from '@/shared/time/time';
import { Button, Card } from '@/shared/ui/controls';
import { NameText, Text, TypeChip } from '@/shared/ui/values';
import css from './compare.module.css';
import { type Comparing, isOneName } from './question';

type Item = Schemas['CompareItem'];

const few = 100;

export function Fate({
  title,
  sign,
  fate,
  comparing,
  isPartial,
}: {
  title: string;
  sign?: string;
  fate: Schemas['CompareFate'];
  comparing: Comparing;
  isPartial: boolean;
}) {
  const [shown, setShown] = useState(few);
  const { certain, possible } = useMemo(
    () => ({
      certain: fate.items.filter((item) => item.certain),
      possible: fate.items.filter((item) => !item.certain),
    }),
    [fate.items],
  );
  const groups = [
    { title: 'Certain', total: fate.certain, items: certain.slice(0, shown) },
    {
      title: 'Possible: not confirmed, or not watched on every day',
      total: fate.total - fate.certain,
      items: possible.slice(0, Math.max(0, shown - certain.length)),
    },
  ];
  const inSight = Math.min(shown, fate.items.length);
  return (
    <Card
      title={
        <span className={css.fateHead}>
          {sign === undefined ? null : (
            <span className={css.sign} aria-hidden>
              {sign}
            </span>
          )}
          <Text text={title} />
        </span>
      }
      aside={`${exact(fate.certain)} certain of ${exact(fate.total)}`}
      isFlush
    >
      {fate.total === 0 ? <p className={css.foot}>Nothing.</p> : null}
      {groups.map((group) =>
        group.items.length === 0 ? null : (
          <section key={group.title} aria-label={`${title}, ${group.title}`}>
            <h3 className={css.group}>
              {group.title} · {exact(group.total)}
            </h3>
            <ul>
              {group.items.map((item, i) => (
                <FateItem key={i} item={item} isOneName={isOneName(comparing)} />
              ))}
            </ul>
          </section>
        ),
      )}
      {fate.total > few ? (
        <div className={css.foot}>
          <span>
            Showing 1–{exact(inSight)} of {isPartial && fate.returned === fate.total ? 'at least ' : ''}
            {exact(fate.total)}
          </span>
          {fate.items.length > shown ? (
            <Button
              isSmall
              onClick={() => {
                setShown(shown + 400);
              }}
            >
              Show more
            </Button>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

function FateItem({ item, isOneName: isOne }: { item: Item; isOneName: boolean }) {
  const [value] = item.rdata === undefined ? [] : valuesOf(item.rrtype, item.rdata);
  return (
    <li className={css.item} data-possible={item.certain ? undefined : true}>
      <TypeChip type={item.rrtype} />
      <span className={css.values}>
        {item.rrname === undefined || (isOne && item.rdata !== undefined) ? null : (
          <PageLink href={pages.name(withoutDot(item.rrname), { scope: 'this' })}>
            <NameText name={item.rrname} />
          </PageLink>
        )}
        {item.rrname !== undefined && !isOne && item.rdata !== undefined ? (
          <span className="ink3"> → </span>
        ) : null}
        {item.rdata === undefined ? null : value === undefined ? (
          <span className="mono">
            <Text text={item.rdata} />
          </span>
        ) : (
          <PageLink href={pageOfHolders(value)} className="mono">
            {value.kind === 'name' && item.rrtype !== 'MX' ? (
              <NameText name={value.text} />
            ) : (
              <Text text={item.rrtype === 'SOA' ? value.text : withoutDot(item.rdata)} />
            )}
          </PageLink>
        )}
      </span>
      <span className={css.times}>
        <Times item={item} />
      </span>
    </li>
  );
}

function Times({ item }: { item: Item }) {
  const sides = [item.before, item.after].filter((side) => side !== undefined);
  const first = Math.min(...sides.map((side) => Number(side.time_first)));
  const last = Math.max(...sides.map((side) => Number(side.time_last)));
  const count = Math.max(...sides.map((side) => side.count));
  if (sides.length === 0) return null;
  return (
    <>
      {shortSpan(dayOf(first), dayOf(last))} in all · count {exact(count)}
      {item.certain ? '' : ' · possible'}
    </>
  );
}
