// SPDX-License-Identifier: Apache-2.0
// Nothing was seen: since when and by whom it would have been, and where to look next.
import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '@/features/records';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { nameQuestion } from '@/shared/question/question';
import { labelsOf } from '@/shared/text/names';
import { counted } from '@/shared/text/numbers';
import { EmptyState } from '@/shared/ui/states';
import { NameText } from '@/shared/ui/values';
import { statusQuery } from './queries';

export function Nothing({ name, what }: { name: string; what: string }) {
  const { data: status } = useQuery(statusQuery);
  const labels = labelsOf(name);
  const parent = labels.length > 2 ? labels.slice(1).join('.') : undefined;
  const above = useQuery({
    ...summaryQuery({ question: nameQuestion(parent ?? '.', 'below'), search: { filters: {} } }),
    enabled: parent !== undefined,
  });
  const days = status?.sources.flatMap((source) => source.first_day ?? []).sort();
  const sources = status?.sources.filter((source) => source.days_watched > 0).length ?? 0;
  return (
    <EmptyState title={`${what} was never seen.`}>
      <p>
        {days?.[0] === undefined
          ? 'No source has watched yet.'
          : `Not since ${days[0]}, by any of ${counted(sources, 'source')}. A name that nobody asked for leaves no trace.`}
      </p>
      {parent === undefined || above.data === undefined || above.data.num_results === 0 ? null : (
        <p>
          The nearest that was:{' '}
          <PageLink href={pages.name(parent)}>
            <NameText name={parent} />
          </PageLink>
          , {counted(above.data.num_results, 'record')} with what stands below it.
        </p>
      )}
    </EmptyState>
  );
}
