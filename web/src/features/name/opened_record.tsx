// SPDX-License-Identifier: Apache-2.0
// One record, whole: all of its value, its parts, and how much else holds each of them.
import { IconArrowRight, IconTopologyStar3, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { summaryQuery } from '@/features/records';
import { mailboxQuery } from '@/features/registration';
import { pages, pageOfQuery } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { asRdata, pageOfHolders, valuesOf, type Value } from '@/shared/question/rdata';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { Button, buttonClass } from '@/shared/ui/controls';
import { NameText, Text, TypeChip } from '@/shared/ui/values';
import css from './name.module.css';
import { latestQuery, type Pivot, pivotsQuery, serialChanges, type SoaParts, soaParts } from './queries';

export interface RecordKey {
  name: string;
  type: string;
  rdata: string;
}

/** "SOA example.com ns1…", for the address of the page. */
export const writeKey = ({ name, type, rdata }: RecordKey): string => `${type} ${withoutDot(name)} ${rdata}`;

export function readKey(text: string | undefined): RecordKey | undefined {
  const [, type, name, rdata] = /^([A-Z0-9]+) (\S+) ([^]*)$/.exec(text ?? '') ?? [];
  return type === undefined || name === undefined || rdata === undefined ? undefined : { name, type, rdata };
}

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

interface Props {
  record: RecordKey;
  /** Opened by a person just now: the focus goes along. */
  isAsked: boolean;
  onClose: () => void;
}

export function OpenedRecord({ record, isAsked, onClose }: Props) {
  const section = useRef<HTMLElement>(null);
  const key = writeKey(record);
  useEffect(() => {
    if (isAsked) section.current?.querySelector<HTMLElement>('a, button')?.focus();
  }, [isAsked, key]);
  const soa = record.type === 'SOA' ? soaParts(record.rdata) : undefined;
  return (
    <section
      ref={section}
      className={css.opened}
      aria-label={`${record.type} record of ${record.name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
        document.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus();
      }}
    >
      <div className={css.openedHead}>
        <TypeChip type={record.type} />
        <h2>
          <NameText name={record.name} />
        </h2>
        <Button
          look="plain"
          isIcon
          isSmall
          aria-label="Close the record"
          title="Close (Esc)"
          onClick={onClose}
        >
          <IconX {...icon} />
        </Button>
      </div>
      {soa === undefined ? <Plain record={record} /> : <Soa name={record.name} soa={soa} />}
    </section>
  );
}

function Soa({ name, soa }: { name: string; soa: SoaParts }) {
  const { data } = useQuery(latestQuery(withoutDot(name), ['SOA'], 200));
  const changes = data === undefined ? undefined : serialChanges(data.rows, `${withoutDot(name)}.`);
  const { data: found } = useQuery(mailboxQuery(soa.mailbox));
  return (
    <>
      <dl className={css.parts}>
        <div>
          <dt>Primary (MNAME)</dt>
          <dd>
            <PageLink href={pages.name(soa.primary, { scope: 'pointing' })}>
              <NameText name={soa.primary} />
            </PageLink>
          </dd>
        </div>
        <div>
          <dt>Mailbox as sent</dt>
          <dd className="mono">
            <Text text={soa.rname} />
          </dd>
        </div>
        <div>
          <dt>Serial</dt>
          <dd>
            <span className="mono">
              <Text text={soa.serial} />
            </span>{' '}
            {changes === undefined || changes === 0 ? null : (
              <span className="ink3">
                +{data?.complete === false ? 'at least ' : ''}
                {counted(changes, 'change')}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>Refresh · retry · expire · min</dt>
          <dd className="mono">
            <Text text={soa.timers.join(' · ')} />
          </dd>
        </div>
      </dl>
      <div className={css.ways}>
        <span>
          <span className="ink2">Mailbox</span>{' '}
          <PageLink className="mono" href={pages.mailbox(soa.mailbox)}>
            <Text text={soa.mailbox} />
          </PageLink>
        </span>
        <PageLink className={buttonClass()} href={pages.mailbox(soa.mailbox, { tab: 'zones' })}>
          <IconArrowRight {...icon} />
          <span>
            SOA of <b>{found === undefined ? '…' : exact(found.zones.total)}</b>{' '}
            {found?.zones.total === 1 ? 'zone' : 'zones'}
          </span>
        </PageLink>
        <PageLink className={buttonClass()} href={pages.mailbox(soa.mailbox, { tab: 'registrations' })}>
          <IconArrowRight {...icon} />
          <span>
            Registrant of <b>{found === undefined ? '…' : exact(found.registrations.total)}</b>{' '}
            {found?.registrations.total === 1 ? 'domain' : 'domains'}
          </span>
        </PageLink>
        <PageLink className={buttonClass()} href={pages.graph({ start: `mailbox:${soa.mailbox}` })}>
          <IconTopologyStar3 {...icon} /> Graph
        </PageLink>
      </div>
    </>
  );
}

function Plain({ record }: { record: RecordKey }) {
  const values = valuesOf(record.type, record.rdata).filter((value) => value.kind !== 'text');
  return (
    <>
      <pre className={`${css.whole ?? ''} mono`}>
        <Text text={record.rdata} />
      </pre>
      <div className={css.ways}>
        {values.map((value) => (
          <ValueWay key={value.text} value={value} />
        ))}
        <TextWays record={record} />
      </div>
    </>
  );
}

function Way({ href, children }: { href: string; children: ReactNode }) {
  return (
    <PageLink className={buttonClass()} href={href}>
      <IconArrowRight {...icon} />
      <span>{children}</span>
    </PageLink>
  );
}

/** Everything that holds a value of the record. */
function ValueWay({ value }: { value: Value }) {
  const { data } = useQuery(summaryQuery({ question: asRdata(value), search: { filters: {} } }));
  return (
    <Way href={pageOfHolders(value)}>
      {value.role ?? value.kind}{' '}
      <span className="mono">
        <Text text={value.text} />
      </span>
      : <b>{data === undefined ? '…' : `${data.complete ? '' : 'at least '}${exact(data.num_results)}`}</b>{' '}
      {data?.num_results === 1 ? 'record' : 'records'}
    </Way>
  );
}

const isInside = (pivot: Pivot, rdata: string): boolean => rdata.includes(pivot.text.replace(/\.$/, ''));

/** What a text names or proves: includes of SPF, codes of verification, keys. */
function TextWays({ record }: { record: RecordKey }) {
  const { data } = useQuery({
    ...pivotsQuery(record.name, record.type),
    enabled: record.type === 'TXT' || record.type === 'CAA',
  });
  const pivots = (data?.pivots ?? []).filter((pivot) => isInside(pivot, record.rdata)).slice(0, 6);
  return pivots.map((pivot) => (
    <Way key={`${pivot.role} ${pivot.text}`} href={pageOfQuery(pivot.query)}>
      {pivot.role.replace(/-/g, ' ')}{' '}
      <span className="mono">
        <Text text={pivot.text.length > 48 ? `${pivot.text.slice(0, 48)}…` : pivot.text} />
      </span>
      :{' '}
      <b>
        {pivot.more ? 'at least ' : ''}
        {exact(pivot.names)}
      </b>{' '}
      {pivot.names === 1 ? 'name' : 'names'}
    </Way>
  ));
}
