// SPDX-License-Identifier: Apache-2.0
// What a block of the address would take along, in one sentence, and the names to block instead.
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '@/shared/api/client';
import { useAddress } from '@/shared/question/address';
import { withoutDot } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { addDays, parts, shortDay } from '@/shared/time/time';
import { Button, Card } from '@/shared/ui/controls';
import { ErrorNotice, Skeleton } from '@/shared/ui/states';
import { NameText } from '@/shared/ui/values';
import { copyText } from '@/features/records';
import css from './address.module.css';
import { policyOf } from './networks';
import { blockQuery } from './queries';

type Profile = Schemas['AddressProfile'];

const most = 20;

/** The domains one would like to be rid of: those ticked, else the server's guess. */
export function useSuspects(profile: Profile | undefined) {
  const { raw, set } = useAddress();
  const given = raw.suspect === undefined ? [] : [raw.suspect].flat();
  const guessed = (profile?.block.instead ?? []).map(withoutDot);
  const chosen = given.length > 0 ? given.filter((name) => name !== 'none') : guessed;
  return {
    chosen,
    isGuess: given.length === 0,
    /** All that were offered or ticked. */
    offered: [...new Set([...guessed, ...chosen])],
    isFull: chosen.length >= most,
    toggle: (name: string) => {
      const next = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name];
      set({ suspect: next.length === 0 ? 'none' : next.slice(0, most) }, true);
    },
  };
}

export function BlockCard({
  subject,
  kind,
  profile,
  at,
  suspects,
}: {
  subject: string;
  kind: 'address' | 'network' | 'range';
  profile: Profile;
  at: number | undefined;
  suspects: ReturnType<typeof useSuspects>;
}) {
  const { chosen, offered, isGuess, toggle } = suspects;
  const asked = useQuery({ ...blockQuery(subject, at, chosen), enabled: chosen.length > 0 });
  const told = chosen.length > 0 ? asked.data : profile;
  const { day, clock } = parts(Number(profile.moment));
  const asOf = clock === '00:00' ? `the end of ${shortDay(addDays(day, -1))}` : `${shortDay(day)} ${clock}`;
  return (
    <div className={css.block}>
      <Card title={`Block this ${kind}?`} aside={`as of ${asOf}`}>
        {told === undefined ? (
          asked.error === null ? (
            <Skeleton rows={4} />
          ) : (
            <ErrorNotice error={asked.error} onRetry={() => void asked.refetch()} />
          )
        ) : (
          <div className={asked.isPlaceholderData && chosen.length > 0 ? css.stale : undefined}>
            <Sentence told={told} chosen={chosen.length} />
            <Weigh told={told} />
            {offered.map((name) => (
              <label key={name} className={css.instead}>
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={() => {
                    toggle(name);
                  }}
                />
                <NameText name={name} registered={name} />
                <span>{belowWords(profile, name)}</span>
              </label>
            ))}
            {isGuess && offered.length > 0 ? (
              <p className={css.note}>
                A guess: the unknown domains that appeared here last. Tick in the list whom you mean.
              </p>
            ) : null}
            {told.block.checked === 0 ? null : (
              <p className={css.note}>
                {exact(told.block.only_here)} of {exact(told.block.checked)} active names
                {told.block.complete ? '' : ' looked at'} live nowhere else.
              </p>
            )}
            {chosen.length === 0 ? null : (
              <div className={css.actions}>
                <Button
                  look="primary"
                  onClick={() => {
                    copyText(policyOf(chosen));
                  }}
                >
                  Copy RPZ for {counted(chosen.length, 'domain')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Card>
    </div>
  );
}

function Sentence({ told, chosen }: { told: Profile; chosen: number }) {
  const { names, domains, popular, safe } = told.block;
  const least = told.complete ? '' : 'at least ';
  if (told.names_30d === 0)
    return (
      <p className={css.sentence}>
        No name was active here in the 30 days before: a block would remove nothing that is known.
      </p>
    );
  if (safe)
    return (
      <p className={css.sentence}>
        Blocking it removes <b>nothing else</b>: only {chosen === 1 ? 'this domain is' : 'these domains are'}{' '}
        active here.
      </p>
    );
  return (
    <p className={css.sentence}>
      Blocking it {chosen === 0 ? '' : 'also '}removes{' '}
      <b>
        {least}
        {counted(names, 'name')}
      </b>{' '}
      of {counted(domains, 'domain')}
      {popular === 0 ? (
        ', none of them popular'
      ) : (
        <>
          , <b>{exact(popular)} of them popular</b>
        </>
      )}
      .{chosen === 0 ? '' : ` Safer: block ${chosen === 1 ? 'this domain' : `these ${chosen} domains`}.`}
    </p>
  );
}

function Weigh({ told }: { told: Profile }) {
  const others = told.block.names;
  const own = Math.max(0, told.names_30d - others);
  const all = own + others;
  if (all === 0) return null;
  return (
    <>
      <div className={css.weigh} aria-hidden>
        {own === 0 ? null : <span style={{ flex: own, background: 'var(--bad)' }} />}
        {others === 0 ? null : <span style={{ flex: others, background: 'var(--bar)' }} />}
      </div>
      <p className={css.weighed}>
        <span>
          <b>{exact(own)}</b> of the domains below
        </span>
        <span>
          <b>{exact(others)}</b> others
        </span>
        <span>30 d{told.complete ? ', exact' : ', at least'}</span>
      </p>
    </>
  );
}

function belowWords(profile: Profile, name: string): string {
  const hosted = profile.hosted.find((each) => withoutDot(each.domain) === name);
  return hosted === undefined ? 'and below' : `and below, ${counted(hosted.names, 'name')}`;
}
