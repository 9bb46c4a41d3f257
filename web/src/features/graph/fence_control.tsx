// SPDX-License-Identifier: Apache-2.0
// The time fence of the graph: which days, and whether seen on them or never outside.
import { Popover } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Fence } from '@/shared/question/search';
import { counted } from '@/shared/text/numbers';
import { isDay, shortSpan } from '@/shared/time/time';
import { Button } from '@/shared/ui/controls';
import css from './graph.module.css';

const words = { seen: 'seen', only: 'seen only' };

export function FenceControl({
  fence,
  outside,
  unknown,
  onChange,
}: {
  fence?: Fence;
  /** Links that are drawn no longer because of it. */
  outside: number;
  /** Names of which it is not known. */
  unknown: number;
  onChange: (fence: Fence | undefined) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        shadow="md"
        transitionProps={{ duration: 0 }}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            isSmall
            aria-pressed={fence !== undefined}
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            <IconClock size={15} stroke={1.5} aria-hidden />{' '}
            {fence === undefined ? 'all time' : `${words[fence.kind]} ${shortSpan(fence.from, fence.to)}`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={css.fenceBox}>
          <FenceForm
            fence={fence}
            onChange={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {fence === undefined ? null : (
        <span className={css.folded}>
          {counted(outside, 'link')} outside
          {unknown === 0 ? '' : ` · ${counted(unknown, 'name')} not known: kept`}
        </span>
      )}
    </>
  );
}

function FenceForm({ fence, onChange }: { fence?: Fence; onChange: (fence: Fence | undefined) => void }) {
  const [wrong, setWrong] = useState<string>();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = String(form.get('from') ?? '');
    const to = String(form.get('to') ?? '');
    const kind = form.get('kind') === 'only' ? 'only' : 'seen';
    if (!isDay(from) || !isDay(to)) setWrong('Both days are needed.');
    else if (from > to) setWrong('The first day is after the last.');
    else onChange({ kind, from, to });
  };
  return (
    <form onSubmit={onSubmit} className={css.fenceForm} aria-label="Time fence">
      <label>
        First day
        <input type="date" name="from" defaultValue={fence?.from} data-autofocus />
      </label>
      <label>
        Last day
        <input type="date" name="to" defaultValue={fence?.to} />
      </label>
      <fieldset>
        <legend>Keep links</legend>
        <label>
          <input type="radio" name="kind" value="seen" defaultChecked={fence?.kind !== 'only'} /> seen on one
          of these days, for certain or possibly
        </label>
        <label>
          <input type="radio" name="kind" value="only" defaultChecked={fence?.kind === 'only'} /> never seen
          outside of them
        </label>
      </fieldset>
      {wrong === undefined ? null : (
        <p role="alert" className={css.wrong}>
          {wrong}
        </p>
      )}
      <div className={css.fenceButtons}>
        <Button type="submit" look="primary" isSmall>
          Keep
        </Button>
        <Button
          isSmall
          disabled={fence === undefined}
          onClick={() => {
            onChange(undefined);
          }}
        >
          All time
        </Button>
      </div>
    </form>
  );
}
