// SPDX-License-Identifier: Apache-2.0
// All records but addresses, by type; the record opened beneath; who registered it, beside.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AnswerView, type ColumnId, summaryQuery } from '@/features/records';
import { RegistrationPanel } from '@/features/registration';
import { ChangeList } from '@/features/timeline';
import type { Row, Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import type { Question, Scope } from '@/shared/question/question';
import { withBase } from '@/shared/question/search';
import { exact } from '@/shared/text/numbers';
import { Button, Segments } from '@/shared/ui/controls';
import css from './name.module.css';
import { Nothing } from './nothing';
import { OpenedRecord, readKey, writeKey } from './opened_record';
import { latestQuery, mailboxesOfSoa, soaParts } from './queries';
import { RegistrationEvents } from './registration_events';
import { type DnsSegment, dnsSegments, segmentBase, segmentRows } from './types';

const usual: ColumnId[] = ['name', 'type', 'source', 'count', 'rdata', 'first_seen', 'last_seen'];
/** The panel beside leaves less room: names are short here, values are not. */
const widths = {
  name: 'minmax(84px, 0.7fr)',
  type: '64px',
  source: '86px',
  count: '58px',
  rdata: 'minmax(180px, 2fr)',
} as const;
const facets = ['type', 'source', 'domain', 'bailiwick', 'tag'] as const;

interface Props {
  name: string;
  registered?: string;
  scope: Scope;
  question: Question;
  first?: Schemas['First'];
}

export function DnsTab({ name, registered, scope, question, first }: Props) {
  const { one, set, search } = useAddress();
  const [isAsked, setAsked] = useState(false);
  const segment: DnsSegment = dnsSegments.find((each) => each === one('types')) ?? 'all';
  const isWhole = one('names') === 'whole' || scope === 'left';
  const base = segmentBase(segment);
  const { data } = useQuery(
    summaryQuery(
      {
        question,
        search: { ...search, filters: { ...search.filters, type: undefined, not_type: undefined } },
      },
      search.merge,
    ),
  );
  const zone = registered ?? name;
  const { data: soaRows } = useQuery(latestQuery(zone, ['SOA'], 200));
  const opened = useOpened(soaRows?.rows as Row[] | undefined, segment);
  const open = (record: string | undefined) => {
    set({ open: record }, true);
  };
  const from = first?.first;
  return (
    <AnswerView
      label={`DNS records of ${name}`}
      question={question}
      base={base}
      usual={usual}
      widths={widths}
      facets={facets}
      drawing={isWhole ? undefined : { relativeTo: name }}
      onOpen={(row) => {
        setAsked(true);
        open(writeKey({ name: row.rrname, type: row.rrtype, rdata: row.rdata }));
      }}
      tools={
        <>
          <Segments
            label="Types of records"
            value={segment}
            segments={dnsSegments.map((value) => ({
              value,
              label: `${value === 'all' ? 'All' : value === 'other' ? 'Other' : value} ${
                data === undefined ? '…' : exact(segmentRows(data.rows_by_type, value))
              }`,
              isOff: data !== undefined && value !== segment && segmentRows(data.rows_by_type, value) === 0,
            }))}
            onChange={(value) => {
              set({ types: value === 'all' ? undefined : value, type: undefined, not_type: undefined });
            }}
          />
          {scope === 'left' ? null : (
            <Button
              title={`Otherwise without .${name}; @ is the name itself`}
              onClick={() => {
                set({ names: isWhole ? undefined : 'whole' });
              }}
            >
              {isWhole ? 'Relative names' : 'Whole names'}
            </Button>
          )}
        </>
      }
      aside={
        <RegistrationPanel
          domain={zone}
          seenFirst={
            from === undefined || registered !== name
              ? undefined
              : { time: Number(from.time_first), source: from.row.source }
          }
          soa={mailboxesOfSoa((soaRows?.rows ?? []) as Row[])}
        />
      }
      below={
        <>
          {opened === undefined ? null : (
            <OpenedRecord
              record={opened}
              isAsked={isAsked}
              onClose={() => {
                setAsked(false);
                open('none');
              }}
            />
          )}
          <div className={css.stack}>
            <RegistrationEvents domain={zone} />
            {data === undefined || data.num_results === 0 ? null : (
              <ChangeList question={question} search={withBase(search, base)} />
            )}
          </div>
        </>
      }
      empty={<Nothing name={name} what="A record of these types" />}
    />
  );
}

/** The record named in the address; without one the zone's newest SOA, from which most go on. */
function useOpened(soa: Row[] | undefined, segment: DnsSegment) {
  const text = useAddress().one('open');
  if (text !== undefined) return text === 'none' ? undefined : readKey(text);
  if (segment !== 'all' && segment !== 'SOA') return undefined;
  const row = soa?.find((each) => soaParts(each.rdata) !== undefined);
  return row === undefined ? undefined : { name: row.rrname, type: row.rrtype, rdata: row.rdata };
}
