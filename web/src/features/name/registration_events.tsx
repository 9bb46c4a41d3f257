// SPDX-License-Identifier: Apache-2.0
// What happened to the registration, beside what happened in DNS.
import { IconFileText, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import {
  differences,
  mailboxesOf,
  numbered,
  registrationQuery,
  told,
  LineValue,
} from '@/features/registration';
import { counted } from '@/shared/text/numbers';
import { Card } from '@/shared/ui/controls';
import { Text, TimeText } from '@/shared/ui/values';
import css from './name.module.css';

interface Event {
  time: number;
  kind: 'registered' | 'withheld' | 'changed';
  /** Labels of the lines that changed. */
  what: string[];
  mailbox?: string;
  number: number;
}

const most = 20;

export function RegistrationEvents({ domain }: { domain: string }) {
  const { data } = useQuery(registrationQuery(domain));
  if (data === undefined || data.total === 0) return null;
  const events: Event[] = [];
  for (const { version, number, before } of numbered(data.rows, data.total)) {
    if (before === undefined) {
      events.push({
        time: Number(version.registered ?? version.first_observed),
        kind: 'registered',
        what: [],
        mailbox: mailboxesOf(version)[0],
        number,
      });
      continue;
    }
    const isSealed =
      told(before.contacts?.registrant) === 'told' && told(version.contacts?.registrant) !== 'told';
    events.push({
      time: Number(version.first_observed),
      kind: isSealed ? 'withheld' : 'changed',
      what: differences(before, version).map(({ label }) => label),
      mailbox: mailboxesOf(version).find((mailbox) => !mailboxesOf(before).includes(mailbox)),
      number,
    });
  }
  events.sort((a, b) => b.time - a.time);
  return (
    <Card title="Registration, in time" aside={counted(events.length, 'event')} isFlush>
      <ol className={css.events}>
        {events.slice(0, most).map((event) => (
          <li key={event.number} className={css.event}>
            <TimeText time={event.time} />
            {event.kind === 'withheld' ? (
              <IconLock size={14} stroke={1.5} aria-hidden />
            ) : (
              <IconFileText size={14} stroke={1.5} aria-hidden />
            )}
            <p>
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
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
