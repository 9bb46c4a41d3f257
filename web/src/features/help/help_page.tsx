// SPDX-License-Identifier: Apache-2.0
// What the box takes, what each page is for in a sentence, how dates are to be read, which keys act.
import type { ReactNode } from 'react';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { Card, Kbd } from '@/shared/ui/controls';
import { PageBody, Subject } from '@/shared/ui/subject';
import css from './help.module.css';

const words: [word: string, meaning: ReactNode][] = [
  ['www.example.com', 'the name'],
  ['*.example.com', 'the name and all below it'],
  ['www.example.*', 'names with these labels on the left'],
  ['192.0.2.1 · 192.0.2.0/24 · 192.0.2.1-192.0.2.9', 'an address, a network, a range: what lived there'],
  ['hostmaster@example.com', 'zones and registrations with this mailbox'],
  ['/^(login|webmail)[.-]/', 'a regular expression over names, in linear time; no back-references'],
  ['glob:*paypa?-* · has:paypal', 'a pattern with * and ?; a text anywhere inside'],
  ['AS64496 · country:DE', 'by network or country of the address (needs lists beside the store)'],
  ['"v=spf1 include:_spf.example.com"', 'a text inside TXT and other records'],
  ['hxxp://evil[.]example/login · evil(dot)example', 'defanged: understood as it was'],
];

const filters: [word: string, meaning: string][] = [
  ['type:A,MX  -type:RRSIG', 'only, or none of, these types'],
  ['source:partner/A  -source:zones', 'what these sources told'],
  ['seen:2019-07-14  seen:2019-07-01..2019-07-14', 'seen on one of these days (UTC)'],
  ['only:2019-07', 'never seen outside of this time'],
  ['since:2019-07-01  until:2019-07-20', 'last seen since, first seen until'],
  ['count>=10  first>2024-01-01', 'seen often enough; new since'],
  ['-cdn  -cloud  tag:parking', 'by what local lists say of name or address'],
];

const about: [title: string, href: string, says: string][] = [
  [
    'Search',
    pages.welcome(),
    'One box for everything; the address of each page is its whole state and can be shared.',
  ],
  ['Bulk', pages.bulk(), 'Paste a list, defanged or not, and get a verdict with its reason for each line.'],
  ['Graph', pages.graph(), 'Walk from value to value, with the count of what is there before one goes.'],
  ['Compare', pages.compare(), 'Two times, two names or two sources: what came, what went, what stayed.'],
  ['Sources', pages.sources(), 'Who delivered what, how far behind, and everything dropped, by reason.'],
  ['API', pages.reference(), 'The same answers for programs, and how to point existing clients here.'],
];

const keys: [key: string, says: string][] = [
  ['/', 'to the box'],
  ['j k', 'next, previous row'],
  ['h l', 'cell to the left, to the right'],
  ['Enter', 'pivot right: all answers with this value'],
  ['Shift Enter', 'pivot left: the value’s own records'],
  ['m', 'menu of the cell'],
  ['f', 'only this value'],
  ['x', 'exclude this value'],
  ['c', 'copy defanged; Shift c copies it as it is'],
  ['g', 'open in the graph'],
  ['[ ]', 'tab to the left, to the right'],
  ['b', 'to the time fence; arrows move its ends by a day'],
  ['e', 'export all rows'],
  ['?', 'the keys of this page'],
];

function Pairs({ pairs, isMono = true }: { pairs: [ReactNode, ReactNode][]; isMono?: boolean }) {
  return (
    <dl className={css.pairs} data-short={isMono ? undefined : true}>
      {pairs.map(([left, right], i) => (
        <div key={i}>
          <dt className={isMono ? 'mono' : undefined}>{left}</dt>
          <dd>{right}</dd>
        </div>
      ))}
    </dl>
  );
}

export function HelpPage() {
  return (
    <PageBody>
      <Subject kind="Help" isWords>
        How to ask, and how to read the answer
      </Subject>
      <div className={css.columns}>
        <Card title="What the box takes">
          <Pairs pairs={words} />
        </Card>
        <Card title="Filters stand beside, as words">
          <Pairs pairs={filters} />
        </Card>
        <Card title="How to read dates">
          <ul className={css.list}>
            <li>All times are UTC. Local time can be shown beside it under Settings.</li>
            <li>
              A full block is a day on which the record was <b>seen</b>. A thin bar is a day on which it{' '}
              <b>may</b> have been there: the source told only a first and a last time.
            </li>
            <li>
              Nothing means that it was <b>not seen while somebody watched</b>. A hatched day was{' '}
              <b>not watched</b>; not seen and not watched are never the same.
            </li>
            <li>Counts are exact. Where time or memory ended the count, the page says ‘at least’ and why.</li>
            <li>A row of each source stands alone, as it was told; ‘Merged’ joins them with their badges.</li>
          </ul>
        </Card>
        <Card title="Keys">
          <Pairs pairs={keys.map(([key, says]) => [<Kbd key={key}>{key}</Kbd>, says])} isMono={false} />
        </Card>
        <Card title="The pages">
          <Pairs
            pairs={about.map(([title, href, says]) => [
              <PageLink key={title} href={href}>
                {title}
              </PageLink>,
              says,
            ])}
            isMono={false}
          />
        </Card>
        <Card title="What leaves this machine">
          <p>
            Nothing. Pages, letters and lists come from this server alone; no name or address is looked up
            outside while you read, so that a search warns nobody. Questions asked before, theme and settings
            are kept in this browser.
          </p>
        </Card>
      </div>
    </PageBody>
  );
}
