// SPDX-License-Identifier: Apache-2.0
// How the rows spread, and the way to choose among them. A facet with a choice still shows what else could be chosen.
import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '@/shared/api/client';
import type { Asked } from '@/shared/question/question';
import { type FacetName, toggled } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { Button } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { SourceName, Text, TypeChip } from '@/shared/ui/values';
import css from './facets.module.css';
import { facetsQuery, type Order, without } from './queries';

const titles: Record<FacetName, string> = {
  type: 'Type',
  source: 'Source',
  name: 'Name',
  rdata: 'Response',
  domain: 'Registered domain',
  tld: 'TLD',
  asn: 'ASN',
  country: 'Country',
  bailiwick: 'Bailiwick',
  tag: 'Tag',
};
const missing: Partial<Record<FacetName, string>> = {
  asn: 'no network known',
  country: 'no country known',
  bailiwick: 'not told by source',
  tag: 'untagged',
};
const few = 8;

type Value = Schemas['FacetCounts']['values'][number];

/** The domain below which is asked: of names at and below it the rest is what tells them apart. */
const domainOf = ({ q, in: place }: Asked['question']): string | undefined =>
  place === 'name' && q.startsWith('*.') ? withoutDot(q.slice(2)) : undefined;

function drawn(facet: FacetName, { value, label }: Value, domain: string | undefined): ReactNode {
  switch (facet) {
    case 'name': {
      const name = withoutDot(value);
      const isBelow = domain !== undefined && name.endsWith(`.${domain}`);
      return (
        <span className="mono" title={name}>
          {name === domain ? '@' : <Text text={isBelow ? name.slice(0, -domain.length - 1) : name} />}
        </span>
      );
    }
    case 'type':
      return <TypeChip type={value} />;
    case 'source':
      return <SourceName name={value} />;
    case 'asn':
      return (
        <span title={label}>
          {/^AS/i.test(value) ? value : `AS${value}`} <Text text={label ?? ''} />
        </span>
      );
    case 'tag':
    case 'country':
      return value;
    default:
      return (
        <span className="mono" title={withoutDot(value)}>
          <Text text={withoutDot(value)} />
        </span>
      );
  }
}

function Facet({
  facet,
  counts,
  asked,
  onChange,
}: {
  facet: FacetName;
  counts: Schemas['FacetCounts'];
  asked: Asked;
  onChange: (search: Asked['search']) => void;
}) {
  const [isAll, setAll] = useState(false);
  const chosen = asked.search.filters[facet] ?? [];
  const values = isAll ? counts.values : counts.values.slice(0, few);
  const shown = new Set(values.map(({ value }) => value));
  const hidden = chosen
    .filter((value) => !shown.has(value))
    .map((value): Value => counts.values.find((each) => each.value === value) ?? { value, rows: 0 });
  const most = Math.max(1, ...counts.values.map(({ rows }) => rows));
  if (counts.values.length === 0 && chosen.length === 0) return null;
  return (
    <fieldset className={css.facet}>
      <legend>
        {titles[facet]} <span>{exact(counts.distinct)}</span>
      </legend>
      <ul>
        {[...values, ...hidden].map((value) => (
          <li key={value.value}>
            <label className={css.value}>
              <input
                type="checkbox"
                checked={chosen.includes(value.value)}
                onChange={() => {
                  onChange(toggled(asked.search, facet, value.value));
                }}
              />
              <span className={css.name}>{drawn(facet, value, domainOf(asked.question))}</span>
              <span className={css.bar} aria-hidden>
                <span style={{ width: `${Math.max(4, (value.rows / most) * 100)}%` }} />
              </span>
              <span className={css.rows}>{exact(value.rows)}</span>
            </label>
          </li>
        ))}
        {counts.without > 0 && missing[facet] !== undefined ? (
          <li className={css.without}>
            <span className={css.name}>{missing[facet]}</span>
            <span className={css.rows}>{exact(counts.without)}</span>
          </li>
        ) : null}
      </ul>
      {counts.values.length > few ? (
        <Button
          look="link"
          onClick={() => {
            setAll(!isAll);
          }}
        >
          {isAll ? 'fewer' : `${exact(counts.values.length - few)} more`}
        </Button>
      ) : null}
    </fieldset>
  );
}

export function FacetList({
  asked,
  facets,
  merge,
  onChange,
}: {
  asked: Asked;
  facets: readonly FacetName[];
  merge: Order['merge'];
  onChange: (search: Asked['search']) => void;
}) {
  const { data, error, isPending, refetch } = useQuery(facetsQuery(asked, facets, merge));
  const chosen = facets.filter((facet) => (asked.search.filters[facet] ?? []).length > 0);
  const others = useQueries({
    queries: chosen.map((facet) =>
      facetsQuery(
        { question: asked.question, search: without(asked.search, facet) },
        [facet],
        facet === 'source' ? 'none' : merge,
      ),
    ),
  });
  // Merged rows have no source of their own: it is counted in how many rows each source has a part.
  const isJoined = merge !== 'none' && facets.includes('source');
  const bySource = useQuery({ ...facetsQuery(asked, ['source'], 'none'), enabled: isJoined });
  if (isPending) return <Skeleton rows={10} />;
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const countsOf = (facet: FacetName) => {
    const own =
      others[chosen.indexOf(facet)]?.data ?? (isJoined && facet === 'source' ? bySource.data : data) ?? data;
    return (own.facets as Partial<Record<FacetName, Schemas['FacetCounts']>>)[facet];
  };
  return (
    <div className={css.list}>
      {data.complete ? null : <p className={css.partial}>The time was up: these counts are of a part.</p>}
      {facets.map((facet) => {
        const counts = countsOf(facet);
        return counts === undefined ? null : (
          <Facet key={facet} facet={facet} counts={counts} asked={asked} onChange={onChange} />
        );
      })}
    </div>
  );
}
