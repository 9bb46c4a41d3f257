// SPDX-License-Identifier: Apache-2.0
// What exactly is asked of a name: itself, all below it, the same under other endings, what points to it.
import { useQuery } from '@tanstack/react-query';
import { UnderstoodLine } from '@/features/ask';
import { facetsQuery, summaryQuery } from '@/features/records';
import { leftPart, nameQuestion, type Scope } from '@/shared/question/question';
import { idnOf, labelsOf } from '@/shared/text/names';
import { counted, exact } from '@/shared/text/numbers';
import { Segments } from '@/shared/ui/controls';

const none = { filters: {} };

function Count({ name, scope, suffix }: { name: string; scope: Scope; suffix?: string }) {
  const { data, error } = useQuery(
    summaryQuery({ question: nameQuestion(name, scope, suffix), search: none }),
  );
  if (error !== null) return null;
  return <b>{data === undefined ? '…' : `${data.complete ? '' : 'at least '}${exact(data.num_results)}`}</b>;
}

export function NameUnderstood({
  name,
  isDomain,
  suffix,
  scope,
  onScope,
}: {
  name: string;
  isDomain: boolean;
  suffix?: string;
  scope: Scope;
  onScope: (scope: Scope) => void;
}) {
  const count = (each: Scope) => <Count name={name} scope={each} suffix={suffix} />;
  const left = leftPart(name, suffix);
  const segments = [
    { value: 'this' as const, label: <>This name {count('this')}</> },
    {
      value: 'below' as const,
      label: (
        <>
          {isDomain ? 'Domain and below' : 'And below'} {count('below')}
        </>
      ),
    },
    ...(left === name || labelsOf(name).length < 2
      ? []
      : [
          {
            value: 'left' as const,
            title: `${left}.*: the same under every ending`,
            label: (
              <>
                Left{' '}
                <span className="mono" style={{ fontWeight: 400 }}>
                  {left.length > 24 ? `${left.slice(0, 10)}…${left.slice(-5)}` : left}.*
                </span>{' '}
                {count('left')}
              </>
            ),
          },
        ]),
    { value: 'pointing' as const, label: <>Pointing to it {count('pointing')}</> },
  ];
  return (
    <UnderstoodLine
      kind={idnOf(name) === undefined ? 'name' : 'name, internationalised'}
      exact={name}
      scopes={<Segments label="Scope" value={scope} segments={segments} onChange={onScope} />}
      total={<Total name={name} scope={scope} suffix={suffix} />}
    />
  );
}

function Total({ name, scope, suffix }: { name: string; scope: Scope; suffix?: string }) {
  const asked = { question: nameQuestion(name, scope, suffix), search: none };
  const { data, error } = useQuery(summaryQuery(asked));
  const facets = useQuery(facetsQuery(asked, ['source'], 'none'));
  const sources = facets.isPlaceholderData ? undefined : facets.data?.facets.source?.distinct;
  if (error !== null) return 'no answer';
  if (data === undefined) return '…';
  return (
    <>
      <b>
        {data.complete ? '' : 'at least '}
        {counted(data.num_results, 'record')}
      </b>
      {data.names === undefined || data.num_results === 0 ? '' : ` · ${counted(data.names, 'name')}`}
      {sources === undefined || data.num_results === 0 ? '' : ` · ${counted(sources, 'source')}`}
      {data.complete ? ' · exact' : ' · partial'} · {exact(data.elapsed)} ms
    </>
  );
}
