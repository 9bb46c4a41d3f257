// SPDX-License-Identifier: Apache-2.0
// The head of the page: the name as one reads it, what is odd about it, labels that are known, ways onward.
import { IconCopy, IconGitCompare, IconTopologyStar3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { SaveButton, ShareButton } from '@/features/ask';
import { copyText } from '@/features/records';
import { registrationQuery } from '@/features/registration';
import type { Schemas } from '@/shared/api/client';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { idnOf } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { dayNumber, dayOf } from '@/shared/time/time';
import { Button, buttonClass } from '@/shared/ui/controls';
import { Subject } from '@/shared/ui/subject';
import { Finding, NameText, Text } from '@/shared/ui/values';
import { oddWords, readsAs } from './lookalike';
import css from './name.module.css';
import { statusQuery } from './queries';

interface Props {
  name: string;
  registered?: string;
  enrichment?: Schemas['Enrichment'];
  first?: Schemas['FirstSeen'];
  /** The question in the words of the box, for saving. */
  asked: string;
}

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

export function NameHead({ name, registered, enrichment, first, asked }: Props) {
  return (
    <Subject
      kind={
        enrichment !== undefined && registered === undefined
          ? 'Name · public suffix'
          : registered === name
            ? 'Name · registered domain'
            : 'Name'
      }
      below={<Below name={name} registered={registered} />}
      chips={<Chips enrichment={enrichment} first={first} name={name} registered={registered} />}
      actions={<Actions name={name} asked={asked} />}
    >
      <NameText name={name} registered={registered} isWhole />
    </Subject>
  );
}

function Below({ name, registered }: { name: string; registered?: string }) {
  const idn = idnOf(name);
  const imitated = idn === undefined ? undefined : readsAs(idn.unicode);
  return (
    <>
      {idn === undefined ? null : (
        <p className={css.below}>
          <span className="mono ink2">
            <Text text={name} />
          </span>
          <Button
            look="plain"
            isIcon
            isSmall
            aria-label="Copy the name in its ASCII form"
            onClick={() => {
              copyText(name);
            }}
          >
            <IconCopy {...icon} />
          </Button>
          {idn.odd.length === 0 ? null : <Finding tone="bad">Mixed scripts</Finding>}
          <span className="ink2">
            {oddWords(idn).map(({ letters, script, points, rest }, i) => (
              <span key={script}>
                {i > 0 ? '; ' : ''}
                {letters} {letters.startsWith('letters') ? 'are' : 'is'} <b>{script}</b>{' '}
                <span className="mono">{points.join(', ')}</span>
                {rest === undefined ? '' : `, the rest ${rest}`}
              </span>
            ))}
            {imitated === undefined ? null : (
              <>
                {idn.odd.length > 0 ? '; reads as ' : 'reads as '}
                <PageLink className="mono" href={pages.name(imitated)}>
                  <Text text={imitated} />
                </PageLink>
              </>
            )}
          </span>
        </p>
      )}
      {registered === undefined || registered === name ? null : (
        <p className="ink3">
          below the registered domain{' '}
          <PageLink className="mono" href={pages.name(registered)}>
            <NameText name={registered} registered={registered} />
          </PageLink>
        </p>
      )}
    </>
  );
}

const tagWords: Record<string, string> = {
  cdn: 'Content delivery network',
  cloud: 'Cloud',
  parking: 'Parking',
  sinkhole: 'Sinkhole',
  'dynamic-dns': 'Dynamic DNS',
  'public-resolver': 'Public resolver',
};

/** A domain is called new up to this age. */
const newDays = 30;

/** How old the registered domain was when it was last seen; only where its beginning is known. */
function useAge(registered: string | undefined, first: Schemas['FirstSeen'] | undefined) {
  const { data: status } = useQuery(statusQuery);
  const { data: registration } = useQuery(registrationQuery(registered));
  if (first === undefined || registered === undefined) return undefined;
  const created = registration?.rows[0]?.registered;
  const lastSeen = Number(first.time_last);
  if (created !== undefined)
    return { days: Math.floor((lastSeen - Number(created)) / 86_400), isRegistered: true };
  const watched = status?.sources.flatMap((source) => source.first_day ?? []).sort()[0];
  // Seen from the first day on which anybody watched: it may be much older.
  if (watched === undefined || dayNumber(watched) + 1 >= dayNumber(dayOf(Number(first.time_first))))
    return undefined;
  return { days: Math.floor((lastSeen - Number(first.time_first)) / 86_400), isRegistered: false };
}

function Chips({ name, registered, enrichment, first }: Omit<Props, 'asked'>) {
  const age = useAge(registered === name ? registered : undefined, first);
  const tags = enrichment?.tags ?? [];
  const isNew = age !== undefined && age.days >= 0 && age.days <= newDays;
  if (!isNew && tags.length === 0 && enrichment?.rank === undefined) return null;
  return (
    <>
      {isNew ? (
        <Finding tone="warn">
          New domain <b>{counted(age.days, 'day')} old</b> when last seen
          {age.isRegistered ? ', by its registration' : ', since it was first seen'}
        </Finding>
      ) : null}
      {enrichment?.rank === undefined ? null : (
        <Finding tone="ok">
          Popular <b>rank {exact(enrichment.rank)}</b>
        </Finding>
      )}
      {tags
        .filter((tag) => tag !== 'popular' || enrichment?.rank === undefined)
        .map((tag) => (
          <Finding key={tag} tone={tag === 'sinkhole' ? 'warn' : 'neutral'}>
            {tagWords[tag] ?? tag}
          </Finding>
        ))}
    </>
  );
}

function Actions({ name, asked }: { name: string; asked: string }) {
  return (
    <>
      <SaveButton asked={asked} />
      <PageLink className={buttonClass()} href={pages.compare({ q: name, in: 'name' })}>
        <IconGitCompare {...icon} /> Compare
      </PageLink>
      <PageLink className={buttonClass()} href={pages.graph({ start: `name:${name}` })}>
        <IconTopologyStar3 {...icon} /> Graph
      </PageLink>
      <ShareButton />
    </>
  );
}
