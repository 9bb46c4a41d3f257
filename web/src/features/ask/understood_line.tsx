// SPDX-License-Identifier: Apache-2.0
// Under the box: what it took the input for, what exactly is asked, how much there is.
import type { ReactNode } from 'react';
import { useAddress } from '@/shared/question/address';
import { Text } from '@/shared/ui/values';
import css from './box.module.css';

const article = (kind: string) => (/^[aeiou]/i.test(kind) ? 'an' : 'a');

export function UnderstoodLine({
  kind,
  exact,
  scopes,
  total,
}: {
  kind: string;
  exact: string;
  scopes?: ReactNode;
  total: ReactNode;
}) {
  const asked = useAddress().one('asked');
  const isDefanged = asked !== undefined && /\[|\(dot\)|hxxp/i.test(asked);
  const isUrl = asked !== undefined && /^[a-z]+:\/\//i.test(asked);
  const said = `${isUrl ? 'URL' : kind}${isDefanged ? ', defanged' : ''}`;
  return (
    <div className={css.understood} role="group" aria-label="How the question was understood">
      <span>
        Understood as {article(said)} <span className={css.kind}>{said}</span>
      </span>
      <span className={css.arrow} aria-hidden>
        →
      </span>
      <span className={`${css.exact} mono`}>
        <Text text={exact} />
      </span>
      {scopes === undefined ? null : (
        <>
          <span className={css.rule} aria-hidden />
          <span className={css.show}>Show</span>
          {scopes}
        </>
      )}
      <span className={css.total} role="status" aria-live="polite">
        {total}
      </span>
    </div>
  );
}
