// SPDX-License-Identifier: Apache-2.0
// How many registered domains share the address, on the scale that gives its class.
import type { Schemas } from '@/shared/api/client';
import { counted, exact } from '@/shared/text/numbers';
import { Card } from '@/shared/ui/controls';
import css from './address.module.css';

const steps = [
  { name: 'dedicated', says: '1–3', from: 1, to: 3 },
  { name: 'small', says: '4–20', from: 4, to: 20 },
  { name: 'shared', says: '21–1,000', from: 21, to: 1000 },
  { name: 'mass', says: 'over 1,000', from: 1001, to: 100_000 },
];

/** Where a number stands on the scale, from 0 to 1; within a step by its logarithm. */
export function placeOnScale(domains: number): number {
  if (domains < 1) return 0;
  const at = steps.findIndex((step) => domains <= step.to);
  const step = steps[at];
  if (step === undefined) return 1;
  const within = Math.log(domains / step.from + 1e-9) / Math.log(step.to / step.from);
  return (at + Math.min(Math.max(within, 0.04), 0.96)) / steps.length;
}

export function ClassScale({ profile }: { profile: Schemas['AddressProfile'] }) {
  const known = profile.class === profile.size_class ? undefined : profile.class;
  const name = profile.size_class;
  return (
    <Card title={`Hosting class: ${known ?? name}`} aside="domains in 30 d">
      <div
        role="img"
        aria-label={`${counted(profile.domains_30d, 'registered domain')} in 30 days: ${name}. Dedicated is 1 to 3, small 4 to 20, shared 21 to 1,000, mass more.`}
      >
        <div className={css.scale} aria-hidden>
          <span className={css.pointer} style={{ left: `${placeOnScale(profile.domains_30d) * 100}%` }}>
            {exact(profile.domains_30d)}
            <svg width={9} height={11}>
              <path d="M0 0h9L4.5 5zM4 4h1v7H4z" fill="var(--ink)" />
            </svg>
          </span>
          {steps.map((step, i) => (
            <span
              key={step.name}
              className={css.step}
              aria-current={step.name === name ? true : undefined}
              style={{ '--step': `var(--heat-${i + 1})` } as React.CSSProperties}
            >
              <b>{step.name}</b>
              {step.says}
            </span>
          ))}
        </div>
      </div>
      {known === undefined ? null : (
        <p className={css.note}>
          A list knows it as {known}; by the number alone it would be {name}.
        </p>
      )}
      {profile.possible_30d === 0 ? null : (
        <p className={css.note}>{counted(profile.possible_30d, 'domain')} more may have been here as well.</p>
      )}
    </Card>
  );
}
