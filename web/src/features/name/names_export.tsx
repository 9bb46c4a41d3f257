// SPDX-License-Identifier: Apache-2.0
// All names of the tree as a file, those folded into groups and those beyond a thousand a level too.
import { Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Asked } from '@/shared/question/question';
import { counted, exact } from '@/shared/text/numbers';
import { Button } from '@/shared/ui/controls';
import { notify } from '@/shared/ui/notice';
import { fileName, saveText } from '@/shared/ui/save';
import { type Names, namesAsCsv, namesAsText, readNames } from './name_lines';

interface Form {
  title: string;
  says: string;
  type: string;
  ending: string;
  write: (names: Names) => string[];
}

const forms: Form[] = [
  {
    title: 'CSV',
    says: 'name, records, sightings, first and last seen; formulas are made harmless',
    type: 'text/csv',
    ending: 'csv',
    write: namesAsCsv,
  },
  { title: 'Text', says: 'a name a line', type: 'text/plain', ending: 'txt', write: namesAsText },
];

export function NamesExport({ asked, total, isExact }: { asked: Asked; total: number; isExact: boolean }) {
  const [read, setRead] = useState<number>();
  const abort = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      abort.current?.abort();
    },
    [],
  );
  const run = async (form: Form) => {
    abort.current = new AbortController();
    setRead(0);
    try {
      const names = await readNames(asked, abort.current.signal, setRead);
      saveText(form.write(names), form.type, fileName(`names-${asked.question.q}`, form.ending));
      notify(
        names.cut === undefined
          ? `Saved all ${counted(names.lines.length, 'name')}`
          : `Saved ${counted(names.lines.length, 'name')}, not all: ${names.cut}`,
      );
    } catch (error) {
      if (!abort.current.signal.aborted) notify(error instanceof Error ? error.message : String(error));
    } finally {
      setRead(undefined);
    }
  };
  if (read !== undefined)
    return (
      <Button
        onClick={() => {
          abort.current?.abort();
        }}
      >
        {exact(read)} names read, stop
      </Button>
    );
  return (
    <Menu position="bottom-end" shadow="md" width={320} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button>
          <IconDownload size={15} stroke={1.5} aria-hidden /> Export {exact(total)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {isExact ? 'All' : 'At least'} {counted(total, 'name')}, folded ones too
        </Menu.Label>
        {forms.map((form) => (
          <Menu.Item key={form.title} onClick={() => void run(form)}>
            {form.title} <span className="ink3">{form.says}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
