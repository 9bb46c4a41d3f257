// SPDX-License-Identifier: Apache-2.0
// A name: what it resolved to, its other records, what points to it, what stands below it.
import { useQuery } from '@tanstack/react-query';
import { UnderstoodLine } from '@/features/ask';
import { AnswerView, summaryQuery } from '@/features/records';
import { useAddress } from '@/shared/question/address';
import { leftPart, nameQuestion, type Scope, scopes } from '@/shared/question/question';
import { counted, exact } from '@/shared/text/numbers';
import { Segments } from '@/shared/ui/controls';
import { PageBody, Subject } from '@/shared/ui/subject';
import { NameText } from '@/shared/ui/values';

export function NamePage({ name }: { name: string }) {
  const { one, set } = useAddress();
  const asked = one('scope');
  const scope: Scope = scopes.find((each) => each === asked) ?? 'below';
  const question = nameQuestion(name, scope);
  const { data } = useQuery(summaryQuery({ question, search: { filters: {} } }));
  return (
    <>
      <UnderstoodLine
        kind="name"
        exact={name}
        scopes={
          <Segments
            label="Scope"
            value={scope}
            segments={[
              { value: 'this', label: 'This name' },
              { value: 'below', label: 'And below' },
              { value: 'left', label: `Left ${leftPart(name)}.*` },
              { value: 'pointing', label: 'Pointing to it' },
            ]}
            onChange={(value) => {
              set({ scope: value });
            }}
          />
        }
        total={
          data === undefined ? (
            '…'
          ) : (
            <>
              <b>{counted(data.num_results, 'record')}</b>
              {data.names === undefined ? '' : ` · ${exact(data.names)} names`}
            </>
          )
        }
      />
      <PageBody>
        <Subject kind="Name">
          <NameText name={name} isWhole />
        </Subject>
        <AnswerView label={`Records of ${name}`} question={question} />
      </PageBody>
    </>
  );
}
