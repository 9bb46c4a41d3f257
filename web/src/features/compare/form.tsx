// SPDX-License-Identifier: Apache-2.0
// The form of a comparison. What it holds goes into the address of the page, and comes from there.
import { useQuery } from '@tanstack/react-query';
import { IconArrowsExchange } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { answer, api } from '@/shared/api/client';
import { dayOf, isDay } from '@/shared/time/time';
import { Button, classes, Segments } from '@/shared/ui/controls';
import css from './compare.module.css';
import { type Comparing, missing, placeOf, type Span, swapped, weeksUntil } from './question';

export function CompareForm({
  comparing,
  onAsk,
}: {
  comparing: Comparing;
  onAsk: (comparing: Comparing) => void;
}) {
  const [draft, setDraft] = useState(comparing);
  const change = (part: Partial<Comparing>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const lacks = missing(draft);
  return (
    <form
      className={css.form}
      aria-label="What to compare"
      onSubmit={(event) => {
        event.preventDefault();
        if (lacks === undefined) onAsk(draft);
      }}
    >
      <div className={css.line}>
        <Segments
          label="Kind of comparison"
          value={draft.what}
          segments={[
            { value: 'dates', label: 'Two dates' },
            { value: 'names', label: 'Two names' },
            { value: 'sources', label: 'Two sources' },
          ]}
          onChange={(what) => {
            change({ what });
          }}
        />
        <Segments
          label="Where it stands"
          value={draft.in}
          segments={[
            { value: 'name', label: 'As a name', title: 'Its records and their values' },
            { value: 'rdata', label: 'As a value', title: 'The names that hold it' },
          ]}
          onChange={(place) => {
            change({ in: place });
          }}
        />
      </div>
      <div className={css.line}>
        <Field label={draft.what === 'names' ? 'This' : 'Name, *.domain or address'} isWide>
          <input
            className={classes(css.input, 'mono')}
            value={draft.q}
            spellCheck={false}
            autoComplete="off"
            placeholder="*.example.com"
            onChange={(event) => {
              const q = event.target.value.trim();
              change({ q, in: q === '' ? draft.in : placeOf(q) });
            }}
          />
        </Field>
        {draft.what === 'dates' ? (
          <>
            <SpanField
              label="Before"
              span={draft.before}
              onChange={(before) => {
                change({ before });
              }}
            />
            <SpanField
              label="After"
              span={draft.after}
              onChange={(after) => {
                change({ after });
              }}
            />
          </>
        ) : draft.what === 'names' ? (
          <Field label="with that" isWide>
            <input
              className={classes(css.input, 'mono')}
              value={draft.other}
              spellCheck={false}
              autoComplete="off"
              placeholder="*.example.net"
              onChange={(event) => {
                change({ other: event.target.value.trim() });
              }}
            />
          </Field>
        ) : (
          <SourceFields draft={draft} change={change} />
        )}
        <Button
          isIcon
          aria-label="Swap the sides"
          title="Swap the sides"
          onClick={() => {
            setDraft(swapped(draft));
          }}
        >
          <IconArrowsExchange size={15} stroke={1.5} aria-hidden />
        </Button>
        <Button type="submit" look="primary" disabled={lacks !== undefined}>
          Compare
        </Button>
      </div>
      <p className={css.hint}>
        {lacks === undefined ? hints[draft.what] : `Still to say: ${lacks}.`}{' '}
        {draft.what === 'dates' && draft.q !== '' ? <LastWeeks draft={draft} change={change} /> : null}
      </p>
    </form>
  );
}

const hints = {
  dates: 'What was seen on these days, against what was seen on those. Days are UTC.',
  names: 'What the two have in common, and what only one of them has.',
  sources: 'What only one of them saw, and what both did.',
};

function Field({
  label,
  isWide = false,
  children,
}: {
  label: string;
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <label className={classes(css.field, isWide && css.wide)}>
      {label}
      {children}
    </label>
  );
}

function SpanField({ label, span, onChange }: { label: string; span: Span; onChange: (span: Span) => void }) {
  return (
    <div className={css.field} role="group" aria-label={`${label}, days`}>
      {label}
      <span className={css.span}>
        <DayInput
          label={`${label}, first day`}
          value={span.from}
          onChange={(from) => {
            onChange({ from, to: span.to === '' || (isDay(from) && span.to < from) ? from : span.to });
          }}
        />
        –
        <DayInput
          label={`${label}, last day`}
          value={span.to}
          onChange={(to) => {
            onChange({ ...span, to });
          }}
        />
      </span>
    </div>
  );
}

/** A day as it is written everywhere here; the browser's own field would write it in the order of its country. */
function DayInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      className={classes(css.input, css.day, 'mono')}
      aria-label={`${label}, as 2019-07-14`}
      aria-invalid={value !== '' && !isDay(value)}
      placeholder="2019-07-14"
      inputMode="numeric"
      maxLength={10}
      autoComplete="off"
      value={value}
      onChange={(event) => {
        onChange(event.target.value.trim());
      }}
    />
  );
}

function SourceFields({ draft, change }: { draft: Comparing; change: (part: Partial<Comparing>) => void }) {
  const { data, isPending } = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/status', { signal })),
    staleTime: 60_000,
  });
  const names = data?.sources.map((source) => source.name) ?? [];
  const select = (label: string, value: string, onChange: (value: string) => void) => (
    <Field label={label}>
      <select
        className={css.input}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        <option value="">{isPending ? '…' : 'choose'}</option>
        {[...new Set([...names, ...(value === '' ? [] : [value])])].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
  return (
    <>
      {select('as seen by', draft.source, (source) => {
        change({ source });
      })}
      {select('and by', draft.otherSource, (otherSource) => {
        change({ otherSource });
      })}
    </>
  );
}

/** Fills in the last week on which it was seen and the week before. */
function LastWeeks({ draft, change }: { draft: Comparing; change: (part: Partial<Comparing>) => void }) {
  const [isAsking, setAsking] = useState(false);
  const fill = async () => {
    setAsking(true);
    try {
      const summary = await answer(
        api.GET('/api/v1/records/summary', { params: { query: { q: draft.q, in: draft.in } } }),
      );
      const last = summary.time_last ?? summary.zone_time_last;
      if (last !== undefined) change(weeksUntil(dayOf(Number(last))));
    } catch {
      // The comparison itself will say what is wrong with the question.
    } finally {
      setAsking(false);
    }
  };
  return (
    <Button
      look="link"
      disabled={isAsking}
      onClick={() => {
        void fill();
      }}
    >
      The last week it was seen, against the week before
    </Button>
  );
}
