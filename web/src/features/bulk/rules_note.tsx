// SPDX-License-Identifier: Apache-2.0
// By which rules verdicts are given, and from which day they look back.
import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import { dayOf, isDay } from '@/shared/time/time';
import { Button } from '@/shared/ui/controls';
import css from './bulk.module.css';
import type { Rules } from './verdict';

const today = dayOf(Date.now() / 1000);

/** From which day one looks back: one that was asked for, the newest of the store, or today. */
export function useRules(): Rules & { newest?: string } {
  const { one } = useAddress();
  const { data } = useQuery({ queryKey: ['status'], queryFn: () => answer(api.GET('/api/v1/status')) });
  const newest = data?.sources
    .flatMap(({ last_day: day }) => (day === undefined ? [] : day))
    .sort()
    .at(-1);
  const on = one('on') ?? '';
  const days = Number(one('quiet'));
  return {
    asOf: isDay(on) ? on : (newest ?? today),
    newDays: 7,
    quietDays: [7, 30, 90, 365].includes(days) ? days : 30,
    newest,
  };
}

export function RulesNote() {
  const { set } = useAddress();
  const { asOf, newDays, quietDays, newest } = useRules();
  return (
    <div className={css.rules}>
      <span>
        Verdicts are facts of the records, no opinion, as of{' '}
        <input
          type="date"
          aria-label="The day from which verdicts look back"
          value={asOf}
          onChange={(event) => {
            const day = event.target.value;
            set({ on: isDay(day) && day !== newest ? day : undefined }, true);
          }}
        />
      </span>
      <label>
        quiet after{' '}
        <select
          value={quietDays}
          onChange={(event) => {
            set({ quiet: event.target.value === '30' ? undefined : event.target.value }, true);
          }}
        >
          {[7, 30, 90, 365].map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </select>
      </label>
      <Popover width={430} position="bottom-start" transitionProps={{ duration: 0 }} trapFocus>
        <Popover.Target>
          <Button look="link">show rules</Button>
        </Popover.Target>
        <Popover.Dropdown className={css.popover}>
          <p>The first that fits:</p>
          <ol>
            <li>
              <b>Not understood</b>: the line is no question; where, and what would be right, stands beside
              it.
            </li>
            <li>
              <b>Never seen</b>: no record of it by any source.
            </li>
            <li>
              <b>New</b>: first seen within {newDays} days of {asOf}
              {asOf === newest ? ', the newest day of the store' : ''}, or later.
            </li>
            <li>
              <b>Known service</b>: of its records some are on a CDN, a cloud, a parking place, a sinkhole,
              dynamic DNS or a public resolver, or of a popular name, by the files beside the store. It says
              how many.
            </li>
            <li>
              <b>Quiet</b>: last seen more than {quietDays} days before {asOf}.
            </li>
            <li>
              <b>Seen</b>: all others.
            </li>
          </ol>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
