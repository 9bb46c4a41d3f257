// SPDX-License-Identifier: Apache-2.0
// The versions of a registration, the last first, and in each what it says otherwise than the one before.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted, exact } from '@/shared/text/numbers';
import { dayOf } from '@/shared/time/time';
import { Card, classes, Segments } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { SourceBadge } from '@/shared/ui/values';
import { HowToImport } from './how_to_import';
import { LineValue } from './line_values';
import { registrationQuery } from './queries';
import css from './registration.module.css';
import {
  differences,
  type Difference,
  inOrder,
  type Line,
  linesOf,
  type Numbered,
  numbered,
} from './versions';

const observed = ({ version }: Numbered): string => {
  const [from, to] = [dayOf(Number(version.first_observed)), dayOf(Number(version.last_observed))];
  return from === to ? `observed on ${from}` : `observed from ${from} to ${to}`;
};

function Values({ line, values }: { line: Line; values: string[] }) {
  return (
    <span className={css.values}>
      {values.map((value) => (
        <span key={value}>
          <LineValue kind={line.kind} value={value} />
        </span>
      ))}
    </span>
  );
}

function LineRow({ line, difference }: { line: Line; difference?: Difference }) {
  const was = difference?.before ?? [];
  return (
    <tr>
      <th scope="row">{line.label}</th>
      <td>
        <span className={classes(difference !== undefined && css.changed)}>
          {line.values.length === 0 ? 'no longer told' : <Values line={line} values={line.values} />}
        </span>
        {difference === undefined ? null : (
          <span className={css.was}>
            {was.length === 0 ? (
              'not told before'
            ) : (
              <>
                before: <Values line={line} values={was} />
              </>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

function VersionCard({ each, isWhole, isOnly }: { each: Numbered; isWhole: boolean; isOnly: boolean }) {
  const changed = each.before === undefined ? [] : differences(each.before, each.version);
  const byKey = new Map(changed.map((difference) => [difference.key, difference]));
  const lines = linesOf(each.version);
  const gone = changed.filter(({ values }) => values.length === 0);
  // The first has nothing to differ from and is told whole.
  const shown = isWhole || each.before === undefined ? lines : lines.filter(({ key }) => byKey.has(key));
  return (
    <Card
      title={
        <>
          Version {exact(each.number)} {isOnly ? null : <SourceBadge name={each.version.source} />}
        </>
      }
      aside={observed(each)}
      isFlush
    >
      <div className={css.scroll}>
        <table className={css.table}>
          <caption className={each.before === undefined ? 'visually-hidden' : undefined}>
            {each.before === undefined
              ? `Version ${each.number}`
              : changed.length === 0
                ? 'Says the same as before, after it had said something else.'
                : `${counted(changed.length, 'line')} otherwise than in the version before.`}
          </caption>
          <tbody>
            {inOrder([...shown, ...gone]).map((line) => (
              <LineRow key={line.key} line={line} difference={byKey.get(line.key)} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

export function VersionsView({ domain }: { domain: string }) {
  const { data, error, isPending, refetch, fetchStatus } = useQuery(registrationQuery(domain));
  const [isWhole, setWhole] = useState(false);
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending && fetchStatus !== 'idle') return <Skeleton rows={12} />;
  if (data === undefined || data.total === 0)
    return (
      <EmptyState title={`No registration of ${domain} is known.`}>
        <HowToImport />
      </EmptyState>
    );
  const versions = numbered(data.rows, data.total);
  const sources = new Set(data.rows.map(({ source }) => source));
  return (
    <div className={css.versions}>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
        <Segments
          label="How much of each version"
          value={isWhole ? 'whole' : 'changes'}
          segments={[
            { value: 'changes', label: 'What changed' },
            { value: 'whole', label: 'Whole versions' },
          ]}
          onChange={(value) => {
            setWhole(value === 'whole');
          }}
        />
        <span className="ink3">
          <b>{counted(data.total, 'version')}</b> from {counted(sources.size, 'source')}
          {data.total > data.rows.length ? `, the last ${exact(data.rows.length)} shown` : ', exact'} · the
          last first · times are UTC
        </span>
      </div>
      {versions.map((each, i) => (
        <VersionCard
          key={`${each.version.source} ${each.number}`}
          each={each}
          isWhole={isWhole || i === 0}
          isOnly={sources.size === 1}
        />
      ))}
    </div>
  );
}
