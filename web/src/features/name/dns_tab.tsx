// SPDX-License-Identifier: Apache-2.0
// All records but addresses, by type; the record opened under its row; who registered it, beside.
import { Menu } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { AnswerView, Choice, type ColumnId, summaryQuery } from '@/features/records';
import { RegistrationPanel } from '@/features/registration';
import { axisOf, ChangeList } from '@/features/timeline';
import type { Row, Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import type { Asked, Question, Scope } from '@/shared/question/question';
import { type Merge, withBase } from '@/shared/question/search';
import { withoutDot } from '@/shared/text/names';
import { exact } from '@/shared/text/numbers';
import { dayOf } from '@/shared/time/time';
import { Segments } from '@/shared/ui/controls';
import { ShortTime } from '@/shared/ui/values';
import { Nothing } from './nothing';
import { OpenedRecord, readKey, type RecordKey, writeKey } from './opened_record';
import { latestQuery, mailboxesOfSoa, soaParts } from './queries';
import { useRegistrationEvents } from './registration_events';
import { laneWindow } from './row_days';
import { laneTitle, RowLane } from './row_lane';
import { type DnsSegment, dnsSegments, segmentBase, segmentRows } from './types';

const usual: ColumnId[] = ['name', 'type', 'source', 'count', 'rdata', 'first_seen', 'last_seen', 'lane'];
/** The panel beside leaves less room: names are short here, values are not. */
const widths = {
  name: 'minmax(76px, 0.7fr)',
  type: '70px',
  source: '104px',
  count: '58px',
  rdata: 'minmax(150px, 2fr)',
  first_seen: '98px',
  last_seen: '98px',
  lane: '112px',
} as const;
const laneWidth = 92;
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
  const merge = search.merge ?? 'bailiwicks';
  const { data } = useQuery(
    summaryQuery(
      {
        question,
        search: { ...search, filters: { ...search.filters, type: undefined, not_type: undefined } },
      },
      merge,
    ),
  );
  const days = useDays({ question, search: withBase(search, base) }, merge);
  const zone = registered ?? name;
  const { data: soaRows } = useQuery(latestQuery(zone, ['SOA'], 200));
  const events = useRegistrationEvents(zone);
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
      titles={days.titles}
      usualMerge="bailiwicks"
      isCompact
      drawing={{ ...days.drawing, relativeTo: isWhole ? undefined : name }}
      note={
        <>
          {merge === 'none' ? 'A row per source' : 'Sources merged'} ·{' '}
          {isWhole ? 'whole names' : 'names relative to the domain'} · {days.zone}
        </>
      }
      menuItems={
        scope === 'left' ? undefined : (
          <>
            <Menu.Label>Names</Menu.Label>
            <Choice
              label="Relative, @ is the name itself"
              isOn={!isWhole}
              onChoose={() => {
                set({ names: undefined });
              }}
            />
            <Choice
              label="Whole"
              isOn={isWhole}
              onChoose={() => {
                set({ names: 'whole' });
              }}
            />
          </>
        )
      }
      onOpen={(row) => {
        setAsked(true);
        open(writeKey({ name: row.rrname, type: row.rrtype, rdata: row.rdata }));
      }}
      tools={
        <Segments
          label="Types of records"
          isOneLine
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
      opened={
        opened === undefined
          ? undefined
          : {
              isOf: (row) => isSame(opened, row),
              content: (
                <OpenedRecord
                  record={opened}
                  isAsked={isAsked}
                  onClose={() => {
                    setAsked(false);
                    open('none');
                  }}
                />
              ),
            }
      }
      below={
        data === undefined || data.num_results + events.length === 0 ? null : (
          <ChangeList question={question} search={withBase(search, base)} others={events} />
        )
      }
      empty={<Nothing name={name} what="A record of these types" />}
    />
  );
}

const isSame = (record: RecordKey, row: Row): boolean =>
  record.type === row.rrtype &&
  record.rdata === row.rdata &&
  withoutDot(record.name).toLowerCase() === withoutDot(row.rrname).toLowerCase();

/** How the rows of an answer are told in time: lanes on one axis, dates without the year where there is but one. */
function useDays(asked: Asked, merge: Merge) {
  const { data } = useQuery({ ...summaryQuery(asked, merge), placeholderData: keepPreviousData });
  const times = [data?.time_first, data?.time_last, data?.zone_time_first, data?.zone_time_last]
    .filter((time) => time !== undefined)
    .map(Number);
  const fence = asked.search.fence;
  const from = times.length === 0 ? undefined : dayOf(Math.min(...times));
  const to = times.length === 0 ? undefined : dayOf(Math.max(...times));
  const window = useMemo(
    () =>
      from === undefined || to === undefined ? undefined : laneWindow(fence?.from ?? from, fence?.to ?? to),
    [from, to, fence],
  );
  return useMemo(() => {
    const year = from?.slice(0, 4);
    const isYearTold = year !== undefined && year === to?.slice(0, 4);
    const axis = window === undefined ? undefined : axisOf(window[0], window[1], laneWidth);
    return {
      zone: isYearTold ? `UTC, ${year}` : 'UTC',
      titles: {
        first_seen: 'First',
        last_seen: 'Last',
        ...(window === undefined ? {} : { lane: laneTitle(window) }),
      },
      drawing: {
        time: (time: number) => <ShortTime time={time} isYearTold={isYearTold} />,
        lane: (row: Row) => (axis === undefined ? null : <RowLane row={row} axis={axis} />),
      },
    };
  }, [from, to, window]);
}

/** The record named in the address; without one the zone's newest SOA, from which most go on. */
function useOpened(soa: Row[] | undefined, segment: DnsSegment) {
  const text = useAddress().one('open');
  if (text !== undefined) return text === 'none' ? undefined : readKey(text);
  if (segment !== 'all' && segment !== 'SOA') return undefined;
  const row = soa?.find((each) => soaParts(each.rdata) !== undefined);
  return row === undefined ? undefined : { name: row.rrname, type: row.rrtype, rdata: row.rdata };
}
