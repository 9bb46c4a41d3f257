// SPDX-License-Identifier: Apache-2.0
// What happened to the registration, beside what happened in DNS.
import { IconFileText, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  differences,
  mailboxesOf,
  numbered,
  registrationQuery,
  told,
  LineValue,
  type Version,
} from '@/features/registration';
import type { OtherEvent } from '@/features/timeline';
import { Text } from '@/shared/ui/values';

interface Event {
  time: number;
  kind: 'registered' | 'withheld' | 'changed';
  /** Labels of the lines that changed. */
  what: string[];
  mailbox?: string;
  number: number;
}

function eventsOf(rows: Version[], total: number): Event[] {
  return numbered(rows, total).map(({ version, number, before }): Event => {
    if (before === undefined)
      return {
        time: Number(version.registered ?? version.first_observed),
        kind: 'registered',
        what: [],
        mailbox: mailboxesOf(version)[0],
        number,
      };
    const isSealed =
      told(before.contacts?.registrant) === 'told' && told(version.contacts?.registrant) !== 'told';
    return {
      time: Number(version.first_observed),
      kind: isSealed ? 'withheld' : 'changed',
      what: differences(before, version).map(({ label }) => label),
      mailbox: mailboxesOf(version).find((mailbox) => !mailboxesOf(before).includes(mailbox)),
      number,
    };
  });
}

function Words({ event }: { event: Event }) {
  return (
    <>
      {event.kind === 'registered'
        ? 'Registered'
        : event.kind === 'withheld'
          ? 'Registrant contact withheld from now on'
          : 'Otherwise than before: '}
      {event.kind === 'changed' ? <Text text={event.what.join(', ').toLowerCase()} /> : null}
      {event.mailbox === undefined ? null : (
        <>
          , contact <LineValue kind="mailbox" value={event.mailbox} />
        </>
      )}{' '}
      <span className="ink3">version {event.number}</span>
    </>
  );
}

/** To stand among the changes of the domain's records; none where nobody registers such a name. */
export function useRegistrationEvents(domain: string | undefined): OtherEvent[] {
  const { data } = useQuery(registrationQuery(domain));
  return useMemo(
    () =>
      eventsOf(data?.rows ?? [], data?.total ?? 0).map((event) => ({
        key: `registration ${event.number}`,
        time: event.time,
        kind: 'registration',
        icon:
          event.kind === 'withheld' ? (
            <IconLock size={14} stroke={1.5} />
          ) : (
            <IconFileText size={14} stroke={1.5} />
          ),
        words: <Words event={event} />,
      })),
    [data],
  );
}
