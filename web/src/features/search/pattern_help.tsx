// SPDX-License-Identifier: Apache-2.0
// How patterns are written, beside where they are asked.
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import css from './search.module.css';

const rules: [string, string][] = [
  ['/…/', 'a regular expression, anywhere in the text; upper and lower case are alike'],
  ['. [a-z] [^0-9] \\d \\w', 'one character: any, of a set, of none of a set, a digit, a letter or digit'],
  ['* + ? {2,5}', 'the one before: any number, at least one, none or one, two to five'],
  ['a|b (…)', 'either; a group'],
  ['^ $', 'begin; end (before a final dot too)'],
  ['\\. \\/', 'the dot, the slash themselves'],
  ['*pay?al*', 'a glob of the whole text: * for any text, ? for one character'],
  ['glob:[a-f]*.example', 'the same with sets: [a-f], [!0-9]'],
  ['has:login', 'holds these characters as they stand'],
  ['type:A -cdn', 'words beside the pattern filter it; first>=2019-07-01 likewise'],
];
const examples = ['/(login|webmail|secure)[a-z0-9.-]*-id/', 'glob:*account*verify*', 'has:xn--'];

export function PatternHelp() {
  return (
    <>
      <dl className={css.help}>
        {rules.map(([code, says]) => (
          <div key={code} style={{ display: 'contents' }}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <div className={css.examples}>
        {examples.map((q) => (
          <PageLink key={q} href={pages.search(q, 'name')} className="mono">
            {q}
          </PageLink>
        ))}
        <span className="ink3">
          Every pattern is answered in linear time: there are no back references and no look-around.
        </span>
      </div>
    </>
  );
}
