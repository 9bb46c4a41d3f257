// SPDX-License-Identifier: Apache-2.0
// What stands where an answer is not: not yet, not at all, not whole, or nothing.
import { useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconKey, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { apiKey, ProblemError } from '@/shared/api/client';
import { Button } from './controls';
import css from './ui.module.css';

/** Rows in the making, on a page that has shown nothing yet. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={css.bone} style={{ width: `${40 + ((i * 37) % 50)}%` }} />
      ))}
    </div>
  );
}

export function StateNote({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css.state}>
      {icon}
      <div className={css.stateText}>
        <p className={css.stateTitle}>{title}</p>
        {children}
      </div>
      {action}
    </div>
  );
}

export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <StateNote
      icon={<IconSearch size={17} stroke={1.5} color="var(--ink3)" aria-hidden />}
      title={title}
      action={action}
    >
      {children}
    </StateNote>
  );
}

/** What failed, what to do, and what to quote; asks for a key where one is missing. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = error instanceof ProblemError ? error : undefined;
  if (problem?.status === 401) return <KeyForm detail={problem.detail} />;
  return (
    <div role="alert">
      <StateNote
        icon={<IconAlertTriangle size={17} stroke={1.5} color="var(--bad)" aria-hidden />}
        title={problem?.title ?? 'This page failed'}
        action={onRetry === undefined ? undefined : <Button onClick={onRetry}>Try again</Button>}
      >
        <p>{problem?.detail ?? (error instanceof Error ? error.message : String(error))}</p>
        <small>
          {[
            problem === undefined || problem.status === 0 ? undefined : `status ${problem.status}`,
            problem?.parameter === undefined ? undefined : `parameter ${problem.parameter}`,
            `${new Date().toISOString().slice(0, 19)}Z`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </StateNote>
    </div>
  );
}

function KeyForm({ detail }: { detail: string }) {
  const client = useQueryClient();
  const [key, setKey] = useState('');
  return (
    <StateNote
      icon={<IconKey size={17} stroke={1.5} color="var(--warn)" aria-hidden />}
      title="This server asks for a key"
    >
      <p>{detail}</p>
      <form
        className={css.keyForm}
        onSubmit={(event) => {
          event.preventDefault();
          apiKey.set(key);
          void client.resetQueries();
        }}
      >
        <input
          className={css.input}
          type="password"
          autoComplete="off"
          aria-label="Key"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
          }}
        />
        <Button type="submit" look="primary" disabled={key === ''}>
          Use it until this tab closes
        </Button>
      </form>
    </StateNote>
  );
}
