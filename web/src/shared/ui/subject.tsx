// SPDX-License-Identifier: Apache-2.0
// The head of a page about one thing: its kind, its value, what was found of it, the ways onward on the right.
import type { ReactNode } from 'react';
import css from './subject.module.css';

export function Subject({
  kind,
  isWords = false,
  children,
  below,
  chips,
  actions,
}: {
  kind: string;
  /** A sentence stands there, not a value. */
  isWords?: boolean;
  children: ReactNode;
  below?: ReactNode;
  chips?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={css.subject}>
      <div className={css.words}>
        <p className={css.kind}>{kind}</p>
        <h1 className={isWords ? css.sentence : css.value}>{children}</h1>
        {below}
        {chips === undefined ? null : <div className={css.chips}>{chips}</div>}
      </div>
      <div className={css.actions}>{actions}</div>
    </div>
  );
}

/** Under the understood line: subject, facts, tabs, body, at the margins of the page. */
export const PageBody = ({ children }: { children: ReactNode }) => <div className={css.body}>{children}</div>;
