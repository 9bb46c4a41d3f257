// SPDX-License-Identifier: Apache-2.0
// All rows of the answer, in every format that the API has; each says what it keeps.
import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { apiKey, ProblemError } from '@/shared/api/client';
import type { Asked } from '@/shared/question/question';
import { counted } from '@/shared/text/numbers';
import { notify } from '@/shared/ui/notice';
import { fileName, saveBlob, saveFrom } from '@/shared/ui/save';
import { copyText } from './cell_actions';
import { exportHref, type Format, type Order } from './queries';

const formats: { format: Format; title: string; says: string; ending: string }[] = [
  { format: 'csv', title: 'CSV', says: 'for spreadsheets; formulas are made harmless', ending: 'csv' },
  { format: 'ndjson', title: 'NDJSON', says: 'a row a line, with an ending line', ending: 'ndjson' },
  { format: 'json', title: 'JSON', says: 'one document', ending: 'json' },
  {
    format: 'cof',
    title: 'Common Output Format',
    says: 'for other passive DNS; sources stay, days do not',
    ending: 'cof.ndjson',
  },
  { format: 'native', title: 'Native', says: 'imports back without loss', ending: 'spoor.ndjson' },
];

async function download(href: string, name: string) {
  const key = apiKey.get();
  if (key === null) {
    saveFrom(href, name);
    return;
  }
  const response = await fetch(href, { headers: { 'X-Api-Key': key } });
  if (!response.ok) throw new ProblemError(response.status, 'The export failed', await response.text());
  saveBlob(await response.blob(), name);
}

export function ExportMenu({
  asked,
  order,
  total,
  isOpen,
  setOpen,
  children,
}: {
  asked: Asked;
  order: Order;
  total: number;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Menu
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      width={360}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All {counted(total, 'row')}, in this order</Menu.Label>
        {formats.map(({ format, title, says, ending }) => (
          <Menu.Item
            key={format}
            onClick={() => {
              download(exportHref(asked, order, format), fileName(asked.question.q, ending)).catch(
                (error: unknown) => {
                  notify(error instanceof Error ? error.message : String(error));
                },
              );
            }}
          >
            {title} <span className="ink3">{says}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          onClick={() => {
            copyText(`curl '${location.origin}${exportHref(asked, order, 'ndjson').replace(/'/g, '%27')}'`);
          }}
        >
          Copy as a curl command
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
