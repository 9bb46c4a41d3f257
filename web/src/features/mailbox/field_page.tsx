// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SaveButton, ShareButton, UnderstoodLine } from '@/features/ask';
import { type Field, registrationSearchQuery } from '@/features/registration';
import { useAddress } from '@/shared/question/address';
import { counted } from '@/shared/text/numbers';
import { Card } from '@/shared/ui/controls';
import { EmptyState, ErrorNotice, Skeleton } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { Text } from '@/shared/ui/values';
import { DomainTable } from './domain_table';
import { joined } from './domains';
import { fieldWords, isCounted, mostRows, SameHand, useLimit } from './fields';

/** Everything registered with another value than a mailbox. */
export function FieldPage({ field, value }: { field: Field; value: string }) {
  const { set } = useAddress();
  const limit = useLimit();
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(
    registrationSearchQuery(field, value, limit),
  );
  const word = fieldWords[field];
  const left = data === undefined ? 0 : data.total - data.rows.length;
  let body: ReactNode;
  if (error !== null) body = <ErrorNotice error={error} onRetry={() => void refetch()} />;
  else if (isPending || data === undefined) body = <Skeleton rows={10} />;
  else if (data.total === 0)
    body = (
      <Card title="Registrations" isFlush>
        <EmptyState title={`No registration has this ${word}.`}>
          <p>It was compared as a whole, without regard to case.</p>
        </EmptyState>
      </Card>
    );
  else
    body = (
      <DomainTable
        label={`Domains registered with this ${word}`}
        domains={joined(data.rows, [])}
        columns="registrations"
        total={data.total}
        left={left}
        isStale={isPlaceholderData}
        onAll={
          left > 0 && data.rows.length < mostRows
            ? () => {
                set({ rows: 'all' }, true);
              }
            : undefined
        }
      />
    );
  return (
    <>
      <UnderstoodLine
        kind={word}
        exact={data?.value ?? value}
        total={
          data === undefined ? (
            '…'
          ) : (
            <>
              <b>{counted(data.total, 'domain')}</b> registered with it
              {isCounted(data) ? ' · exact' : ' · at least'}
            </>
          )
        }
      />
      <PageBody>
        <Subject
          kind={`Registrations · ${word}`}
          actions={
            <>
              <SaveButton asked={value} />
              <ShareButton />
            </>
          }
        >
          <Text text={value} />
        </Subject>
        <SameHand
          rows={field === 'registrar' || field === 'nameserver' ? [] : (data?.rows ?? [])}
          isAll={left === 0}
        />
        {body}
      </PageBody>
    </>
  );
}
