// SPDX-License-Identifier: Apache-2.0
// What can be done with the lines that are shown.
import { Menu } from '@mantine/core';
import { IconCopy, IconDownload, IconLink, IconPencil, IconTopologyStar3 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { copyText } from '@/features/records';
import { pages, useGo } from '@/shared/question/address';
import { exact } from '@/shared/text/numbers';
import { defanged, withoutDot } from '@/shared/text/names';
import { Button } from '@/shared/ui/controls';
import { saveText } from '@/shared/ui/save';
import { asCsv, asNdjson, type JudgedLine } from './export';
import { graphStart } from './lines';

const mostInGraph = 60;

export function BulkActions({
  shown,
  isInAddress,
  onEdit,
}: {
  shown: JudgedLine[];
  isInAddress: boolean;
  onEdit: () => void;
}) {
  const go = useGo();
  const starts = useMemo(
    () => [
      ...new Set(
        shown.flatMap(({ answer: line }) =>
          (line.found ?? 0) > 0 && line.text !== undefined ? (graphStart(line.text) ?? []) : [],
        ),
      ),
    ],
    [shown],
  );
  return (
    <>
      {isInAddress ? (
        <Button
          look="primary"
          onClick={() => {
            copyText(location.href);
          }}
        >
          <IconLink size={15} stroke={1.5} aria-hidden /> Copy link
        </Button>
      ) : null}
      <Button onClick={onEdit}>
        <IconPencil size={15} stroke={1.5} aria-hidden /> Edit the list
      </Button>
      <Button
        disabled={shown.length === 0}
        onClick={() => {
          copyText(shown.map((line) => defanged(withoutDot(line.answer.text ?? line.pasted))).join('\n'));
        }}
      >
        <IconCopy size={15} stroke={1.5} aria-hidden /> Copy {exact(shown.length)} defanged
      </Button>
      <Button
        disabled={starts.length === 0}
        title={
          starts.length > mostInGraph ? `The first ${mostInGraph} of ${exact(starts.length)}` : undefined
        }
        onClick={() => {
          go(pages.graph({ start: starts.slice(0, mostInGraph).join(',') }));
        }}
      >
        <IconTopologyStar3 size={15} stroke={1.5} aria-hidden /> Graph of{' '}
        {starts.length > mostInGraph ? `the first ${mostInGraph}` : exact(starts.length)} seen
      </Button>
      <Menu position="bottom-end" shadow="md" width={300} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button disabled={shown.length === 0}>
            <IconDownload size={15} stroke={1.5} aria-hidden /> Export {exact(shown.length)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => {
              saveText(asCsv(shown), 'text/csv', 'spoor-verdicts.csv');
            }}
          >
            CSV <span className="ink3">formulas are made harmless</span>
          </Menu.Item>
          <Menu.Item
            onClick={() => {
              saveText(asNdjson(shown), 'application/x-ndjson', 'spoor-verdicts.ndjson');
            }}
          >
            NDJSON <span className="ink3">a line a verdict</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
