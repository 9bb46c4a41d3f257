// SPDX-License-Identifier: Apache-2.0
// Values from the wire: types, sources, names, rdata, times. Hostile text is shown as text, with escapes for what would act.
import { IconAlertTriangleFilled, IconCheck, IconCircle, IconSquareRotatedFilled } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext } from 'react';
import { usePreferences } from '@/shared/theme/preferences';
import { pieces } from '@/shared/text/escape';
import { idnOf, splitName, withoutDot } from '@/shared/text/names';
import { shortSource } from '@/shared/text/source_labels';
import { localTime, parts, shortDay, type UnixSeconds } from '@/shared/time/time';
import { classes } from './controls';
import css from './ui.module.css';

const coloured = new Set(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA']);
/** The token of a type's colour, the same in chip, lane, bar, edge and node. */
export const typeColor = (type: string): string =>
  `var(--type-${coloured.has(type) ? type.toLowerCase() : 'other'})`;

export function TypeChip({ type }: { type: string }) {
  return (
    <span
      className={css.typeChip}
      data-type={type}
      style={{ '--chip': typeColor(type) } as React.CSSProperties}
    >
      {type}
    </span>
  );
}

export interface SourceLook {
  name: string;
  kind: string;
  /** Order of joining, from 0. */
  at: number;
  /** In its badge. */
  label: string;
}
/** How each source is drawn; filled by the application from /api/v1/status. */
export const SourcesContext = createContext<ReadonlyMap<string, SourceLook>>(new Map());

const isFeed = (kind: string | undefined) => kind === undefined || kind === 'feed';
const isDashed = (kind: string | undefined) => kind === 'crawl' || kind === 'zone' || kind === 'resolver';

/** Round outline: a partner's feed. Square: our own sensor. Dashed: crawls, zone files, own look-ups. */
export function SourceBadge({ name }: { name: string }) {
  const look = useContext(SourcesContext).get(name);
  const kind = look?.kind;
  const color = !isFeed(kind)
    ? 'var(--source-own)'
    : (look?.at ?? 8) < 8
      ? `var(--source-${(look?.at ?? 0) + 1})`
      : 'var(--ink2)';
  return (
    <span
      className={classes(css.source, isFeed(kind) && css.feed, isDashed(kind) && css.dashed)}
      style={{ '--outline': color } as React.CSSProperties}
      role="img"
      aria-label={name}
      title={name}
    >
      <Text text={look?.label ?? shortSource(name)} />
    </span>
  );
}

/** The badge with the name beside it, unless the badge itself says it. */
export function SourceName({ name }: { name: string }) {
  const label = useContext(SourcesContext).get(name)?.label ?? shortSource(name);
  return (
    <>
      <SourceBadge name={name} />
      {label === name ? null : (
        <>
          {' '}
          <Text text={name} />
        </>
      )}
    </>
  );
}

export function SourceBadges({ names }: { names: string[] }) {
  return (
    <span className={css.sources}>
      {names.slice(0, 4).map((name) => (
        <SourceBadge key={name} name={name} />
      ))}
      {names.length > 4 ? (
        <span className="ink3" title={names.slice(4).join(', ')}>{`+${names.length - 4}`}</span>
      ) : null}
    </span>
  );
}

/** Finds what to mark in a text: ascending, without overlap, [from, to). Must end soon whatever the text is. */
export type Mark = (text: string) => [from: number, to: number][];

/** Any text from outside: escapes for what cannot be shown, isolated from its neighbours. */
export function Text({ text, mark }: { text: string; mark?: Mark }) {
  return (
    <bdi className="value">
      {pieces(text).map((piece, i) =>
        piece.isEscape ? (
          <span key={i} className={css.esc}>
            {piece.text}
          </span>
        ) : (
          <Marked key={i} text={piece.text} mark={mark} />
        ),
      )}
    </bdi>
  );
}

function Marked({ text, mark }: { text: string; mark?: Mark }) {
  if (mark === undefined) return text;
  const found: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of mark(text)) {
    found.push(
      text.slice(at, from),
      <mark key={from} className={css.mark}>
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  found.push(text.slice(at));
  return found;
}

const longest = 60;
/** The middle of the left labels goes first, never the registered domain. */
const shortened = (left: string, domain: string): string =>
  left.length + domain.length <= longest || left.length < 24
    ? left
    : `${left.slice(0, Math.max(8, Math.floor((longest - domain.length) / 2)))}…${left.slice(-8)}`;

/** What to mark in a part of a text that was looked through as a whole. */
const within =
  (found: ReturnType<Mark>, from: number, to: number): Mark =>
  () =>
    found.flatMap(([first, last]): ReturnType<Mark> => {
      const [a, b] = [Math.max(first, from), Math.min(last, to)];
      return a < b ? [[a - from, b - from]] : [];
    });

/** A domain name: registered domain in ink, what is left of it quieter, letters of another script marked. */
export function NameText({
  name,
  registered,
  mark,
  isWhole = false,
}: {
  name: string;
  registered?: string;
  mark?: Mark;
  isWhole?: boolean;
}) {
  const idn = idnOf(name);
  if (idn !== undefined) {
    const odd = new Set(idn.odd.map((letter) => letter.at));
    return (
      <bdi className="value mono" title={withoutDot(name)}>
        {[...idn.unicode].map((char, i) =>
          odd.has(i) ? (
            <span key={i} className={css.odd}>
              {char}
            </span>
          ) : (
            char
          ),
        )}
      </bdi>
    );
  }
  const [left, domain] = splitName(name, registered);
  const shown = isWhole ? left : shortened(left, domain);
  const isMarked = mark !== undefined && shown === left;
  if (isMarked && pieces(left + domain).length > 1)
    return (
      <bdi className="value mono" title={withoutDot(name)}>
        <Text text={left + domain} mark={mark} />
      </bdi>
    );
  const found = isMarked ? mark(left + domain) : [];
  return (
    <bdi className={classes('value mono', css.name)} title={withoutDot(name)}>
      {left === '' ? null : (
        <span
          className={classes('ink2', css.left)}
          style={{ '--rest': `${domain.length}ch` } as React.CSSProperties}
        >
          <Text text={shown} mark={within(found, 0, left.length)} />
        </span>
      )}
      <Text text={domain} mark={within(found, left.length, left.length + domain.length)} />
    </bdi>
  );
}

/** The name of a mail server behind its preference. */
export function PreferredName({ preference, children }: { preference: string; children: ReactNode }) {
  return (
    <span className="mono" style={{ '--before': `${preference.length + 1}ch` } as React.CSSProperties}>
      <span className="ink3">{preference}</span> {children}
    </span>
  );
}

/** Date in ink, time of day quieter; beside it local time where a person chose so. */
export function TimeText({ time, isPrecise = false }: { time: UnixSeconds; isPrecise?: boolean }) {
  const { preferences } = usePreferences();
  const { day, clock, seconds } = parts(time);
  return (
    <time dateTime={`${day}T${seconds}Z`} title={`${day}T${seconds}Z`} style={{ whiteSpace: 'nowrap' }}>
      {day} <span className="ink3">{isPrecise ? seconds : clock}</span>
      {preferences.localTime ? <span className="ink3"> · {localTime(time)}</span> : null}
    </time>
  );
}

/** Where there is little room: without the year where it is told beside, else without the time of day. */
export function ShortTime({ time, isYearTold }: { time: UnixSeconds; isYearTold: boolean }) {
  const { preferences } = usePreferences();
  const { day, clock, seconds } = parts(time);
  const local = preferences.localTime ? `, ${localTime(time)}` : '';
  return (
    <time
      dateTime={`${day}T${seconds}Z`}
      title={`${day}T${seconds}Z${local}`}
      style={{ whiteSpace: 'nowrap' }}
    >
      {isYearTold ? (
        <>
          {shortDay(day, false)} <span className="ink3">{clock}</span>
        </>
      ) : (
        day
      )}
    </time>
  );
}

export type Tone = 'bad' | 'warn' | 'ok' | 'neutral';
const shapes = {
  bad: IconAlertTriangleFilled,
  warn: IconSquareRotatedFilled,
  ok: IconCheck,
  neutral: IconCircle,
};

/** A judgement: shape and words first, colour second. */
export function Finding({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Shape = shapes[tone];
  return (
    <span className={classes(css.finding, css[tone])}>
      <Shape size={12} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
