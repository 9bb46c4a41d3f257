// SPDX-License-Identifier: Apache-2.0
// Who lived here, to take along: registered domains as the profile tells them, all of them rolled up, names with days.
import { Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { answer, api, type Schemas } from '@/shared/api/client';
import type { Question } from '@/shared/question/question';
import { counted, exact } from '@/shared/text/numbers';
import { Button } from '@/shared/ui/controls';
import { notify } from '@/shared/ui/notice';
import { fileName, saveText } from '@/shared/ui/save';
import { historyAsked, lanesQuery } from '@/features/timeline';
import { allPages, groupsCsv, hostedCsv, lanesCsv } from './export';
import { hostedPage, type HostedSort } from './queries';

/** As many lanes as the server tells at once, and a bound for what is gathered page by page. */
const mostLanes = 1000;
const mostRows = 100_000;
const groupsAtOnce = 10_000;

type Form = 'csv' | 'json';

interface Told<T> {
  rows: T[];
  total: number;
}

interface Kind {
  id: string;
  title: string;
  says: string;
  total: number;
  make: (form: Form) => Promise<{ text: string; told: Told<unknown> }>;
}

const asJson = <T,>(named: string, { rows, total }: Told<T>): string =>
  `${JSON.stringify({ [named]: rows, returned: rows.length, total, complete: rows.length >= total }, undefined, 2)}\n`;

export function LivedExport({
  question,
  profile,
  lanes,
  at,
  sort,
}: {
  question: Question;
  profile: Schemas['AddressProfile'];
  lanes?: Schemas['Lanes'];
  at: number | undefined;
  sort: HostedSort;
}) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const kinds: Kind[] = [
    {
      id: 'residents',
      title: 'Registered domains',
      says: 'with days, popularity and labels, as shown',
      total: profile.domains,
      make: async (form) => {
        const told = await allPages(
          (offset) =>
            hostedPage(question.q, at, sort, offset).then(({ hosted, domains }) => ({
              rows: hosted,
              total: domains,
            })),
          mostRows,
        );
        return { text: form === 'csv' ? hostedCsv(told.rows) : asJson('hosted', told), told };
      },
    },
    {
      id: 'rolled-up',
      title: 'All records rolled up by domain',
      says: 'of every type, with public suffixes',
      total: profile.domains,
      make: async (form) => {
        const told = await allPages(async (offset) => {
          const page = await answer(
            api.GET('/api/v1/records/groups', {
              params: {
                query: { q: question.q, in: question.in, sort: '-names', limit: groupsAtOnce, offset },
              },
            }),
          );
          return { rows: page.groups, total: page.num_groups };
        }, mostRows);
        return { text: form === 'csv' ? groupsCsv(told.rows) : asJson('groups', told), told };
      },
    },
    {
      id: 'names',
      title: 'Names with their days',
      says: 'certain and possible days as runs',
      total: lanes?.total ?? profile.names,
      make: async (form) => {
        const page = await client.fetchQuery(
          lanesQuery(historyAsked(question, { filters: {} }), mostLanes, '-last_seen'),
        );
        const told = { rows: page.lanes, total: page.total };
        return { text: form === 'csv' ? lanesCsv(told.rows) : asJson('lanes', told), told };
      },
    },
  ];
  const take = async ({ id, make }: Kind, form: Form) => {
    setBusy(true);
    try {
      const { text, told } = await make(form);
      const name = fileName(`${question.q}-${id}`, form);
      saveText(text, form === 'csv' ? 'text/csv' : 'application/json', name);
      if (told.rows.length < told.total)
        notify(`Partial: ${exact(told.rows.length)} of ${counted(told.total, 'row')} are in ${name}`);
    } catch (error) {
      notify(`Not exported: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end" shadow="md" width={360} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button disabled={isBusy || profile.domains === 0}>
          <IconDownload size={15} stroke={1.5} aria-hidden />{' '}
          {isBusy ? 'Reading…' : `Export ${exact(profile.domains)}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <div key={kind.id}>
            <Menu.Label>
              {kind.title} {kind.id === 'rolled-up' ? '' : exact(kind.total)}
            </Menu.Label>
            {(['csv', 'json'] as const).map((form) => (
              <Menu.Item
                key={form}
                onClick={() => {
                  void take(kind, form);
                }}
              >
                {form.toUpperCase()}{' '}
                <span className="ink3">{form === 'csv' ? kind.says : 'the rows of the API'}</span>
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
