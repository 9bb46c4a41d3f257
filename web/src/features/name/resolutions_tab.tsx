// SPDX-License-Identifier: Apache-2.0
// What the name resolved to: all types while they are few, else its addresses, one click from the rest.
import { useQuery } from '@tanstack/react-query';
import { AnswerView, summaryQuery } from '@/features/records';
import { TimePanel } from '@/features/timeline';
import type { Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import type { Question } from '@/shared/question/question';
import { withBase } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Segments } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { Nothing } from './nothing';
import { addressRows, addressTypes, fewRows } from './types';

export const opensWhole = (summary: Pick<Schemas['Summary'], 'num_results' | 'complete'>): boolean =>
  summary.complete && summary.num_results <= fewRows;

/** The filters of what is shown. */
export const baseOf = (shown: 'addresses' | 'all') => (shown === 'addresses' ? { type: addressTypes } : {});

export function ResolutionsTab({ name, question }: { name: string; question: Question }) {
  const { one, set, search } = useAddress();
  const whole = useQuery(summaryQuery({ question, search: { filters: {} } }));
  const filtered = useQuery(
    summaryQuery(
      { question, search: { ...search, filters: { ...search.filters, type: undefined } } },
      search.merge,
    ),
  );
  if (whole.error !== null) return <ErrorNotice error={whole.error} onRetry={() => void whole.refetch()} />;
  if (whole.data === undefined) return <Skeleton rows={12} />;
  const usual = opensWhole(whole.data) ? 'all' : 'addresses';
  const asked = one('types');
  const shown = asked === 'all' || asked === 'addresses' ? asked : usual;
  const base = baseOf(shown);
  const counts = filtered.data ?? whole.data;
  return (
    <AnswerView
      label={`Records of ${name}`}
      question={question}
      base={base}
      above={
        whole.data.num_results === 0 ? undefined : (
          <TimePanel question={question} search={withBase(search, base)} />
        )
      }
      tools={
        <Segments
          label="Types of records"
          value={shown}
          segments={[
            { value: 'addresses', label: `Addresses ${exact(addressRows(counts.rows_by_type))}` },
            { value: 'all', label: `All types ${exact(counts.num_results)}` },
          ]}
          onChange={(value) => {
            set({ types: value === usual ? undefined : value, type: undefined, not_type: undefined });
          }}
        />
      }
      empty={<Nothing name={name} what={shown === 'addresses' ? 'No address of it' : 'It'} />}
    />
  );
}
