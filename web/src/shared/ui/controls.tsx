// SPDX-License-Identifier: Apache-2.0
// Buttons, segments, tabs, chips, cards: the small parts that every page is made of.
import { IconX } from '@tabler/icons-react';
import {
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react';
import css from './ui.module.css';

export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'default' | 'primary' | 'plain' | 'link';
  isSmall?: boolean;
  isIcon?: boolean;
  ref?: React.Ref<HTMLButtonElement>;
}

export function Button({
  look = 'default',
  isSmall = false,
  isIcon = false,
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  const base =
    look === 'link'
      ? css.link
      : classes(css.button, look === 'primary' && css.primary, look === 'plain' && css.plain);
  return (
    <button
      {...rest}
      type={type}
      className={classes(base, isSmall && css.small, isIcon && css.icon, className)}
    />
  );
}

/** Turns a picture into the table of its numbers and back. */
export function AsTable({ isTable, onChange }: { isTable: boolean; onChange: (isTable: boolean) => void }) {
  return (
    <Button
      look="link"
      aria-expanded={isTable}
      onClick={() => {
        onChange(!isTable);
      }}
    >
      {isTable ? 'as picture' : 'as table'}
    </Button>
  );
}

/** The class of a link that looks like a button. */
export const buttonClass = (look: 'default' | 'primary' = 'default') =>
  classes(css.button, look === 'primary' && css.primary);

export interface Segment<T extends string> {
  value: T;
  label: ReactNode;
  isOff?: boolean;
  title?: string;
}

/** One of a few, all in sight. */
export function Segments<T extends string>({
  label,
  segments,
  value,
  onChange,
  isOneLine = false,
}: {
  label: string;
  segments: Segment<T>[];
  value: T;
  onChange: (value: T) => void;
  /** Scrolls sideways where there is no room, instead of breaking. */
  isOneLine?: boolean;
}) {
  return (
    <div role="group" aria-label={label} className={classes(css.segments, isOneLine && css.oneLine)}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          className={css.segment}
          aria-pressed={segment.value === value}
          disabled={segment.isOff}
          title={segment.title}
          onClick={() => {
            onChange(segment.value);
          }}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}

export interface Tab<T extends string> {
  value: T;
  label: string;
  /** '…' while it is not known. */
  count?: string;
}

/** Tabs with their panel; arrows move between them (ARIA APG, tabs with manual activation). */
export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
}: {
  label: string;
  tabs: Tab<T>[];
  value: T;
  onChange: (value: T) => void;
  children: ReactNode;
}) {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const counts = tabs.map(({ count }) => count).join();
  // Where there is no room for all, the chosen one is in sight. Wide screens are spared the measuring.
  useEffect(() => {
    if (!matchMedia('(max-width: 860px)').matches) return;
    const tab = row.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (row.current === null || tab == null) return;
    const { left, right } = row.current.getBoundingClientRect();
    const own = tab.getBoundingClientRect();
    if (own.left < left || own.right > right)
      row.current.scrollLeft += own.left - left - (right - left - own.width) / 2;
  }, [value, counts]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role=tab]')];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div
        ref={row}
        role="tablist"
        tabIndex={-1}
        aria-label={label}
        className={css.tabs}
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            className={css.tab}
            onClick={() => {
              onChange(tab.value);
            }}
          >
            {tab.label}
            {tab.count === undefined ? null : <span className={css.tabCount}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  );
}

/** A filter that is on, with the way to take it off. */
export function FilterChip({
  label,
  children,
  onRemove,
}: {
  label: string;
  children: ReactNode;
  onRemove: () => void;
}) {
  return (
    <span className={css.filterChip}>
      {children}
      <button type="button" aria-label={`Take off ${label}`} onClick={onRemove}>
        <IconX size={13} stroke={1.5} aria-hidden />
      </button>
    </span>
  );
}

export const Tag = ({ children }: { children: ReactNode }) => <span className={css.tag}>{children}</span>;
export const Kbd = ({ children }: { children: ReactNode }) => <kbd className={css.kbd}>{children}</kbd>;

/** A framed part of a page with its heading, and a quiet word on the right. */
export function Card({
  title,
  aside,
  children,
  isFlush = false,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  isFlush?: boolean;
}) {
  const id = useId();
  return (
    <section className={css.card} aria-labelledby={id}>
      <div className={css.cardHead}>
        <h2 id={id}>{title}</h2>
        {aside === undefined ? null : <span>{aside}</span>}
      </div>
      {isFlush ? children : <div className={css.cardBody}>{children}</div>}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
  /** A quiet line below. */
  note?: ReactNode;
}

export function Facts({ label, facts }: { label: string; facts: Fact[] }) {
  return (
    <dl className={css.facts} aria-label={label}>
      {facts.map((fact) => (
        <div key={fact.label} className={css.fact}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
          {fact.note === undefined ? null : <dd>{fact.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
