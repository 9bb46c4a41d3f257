// SPDX-License-Identifier: Apache-2.0
// How to point other programs at this server, and every operation of its API as openapi.yaml tells them.
import { useDeferredValue, useMemo } from 'react';
import { useAddress } from '@/shared/question/address';
import { counted } from '@/shared/text/numbers';
import { Card } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { PageBody, Subject } from '@/shared/ui/subject';
import { clientsOf } from './clients';
import css from './reference.module.css';
import reference from './reference.gen.json';

type Operation = (typeof reference.operations)[number];

/** Code between backticks, the rest as it stands. */
function Prose({ text }: { text: string }) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) =>
      part.startsWith('`') ? (
        <code key={i}>{part.slice(1, -1)}</code>
      ) : (
        <span key={i}>{part.replace(/\*([^*]+)\*/g, '$1')}</span>
      ),
    );
}

function OperationCard({ operation, isOpen }: { operation: Operation; isOpen: boolean }) {
  return (
    <details className={css.operation} open={isOpen}>
      <summary>
        <span className={css.method}>{operation.method}</span>
        <span className="mono">{operation.path}</span>
        <span className="ink3">{operation.summary}</span>
      </summary>
      <div className={css.inside}>
        {operation.description === '' ? null : (
          <p>
            <Prose text={operation.description} />
          </p>
        )}
        {operation.parameters.length === 0 ? null : (
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">Type</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {operation.parameters.map((parameter) => (
                <tr key={`${parameter.place} ${parameter.name}`}>
                  <th scope="row">
                    <code>{parameter.name}</code>
                    {parameter.isRequired ? <span className={css.required}> required</span> : null}
                    {parameter.place === 'query' ? null : <span className="ink3"> {parameter.place}</span>}
                  </th>
                  <td>{parameter.type}</td>
                  <td>
                    <Prose text={parameter.description} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="ink3">
          {operation.responses
            .map(({ status, description }) => `${status} ${description.split('\n')[0] ?? ''}`)
            .join(' · ')}
        </p>
      </div>
    </details>
  );
}

function Clients() {
  return (
    <div className={css.clients}>
      {clientsOf(location.origin).map(({ name, says, command }) => (
        <Card key={name} title={name}>
          <p className="ink2">{says}</p>
          <pre className={`${css.command} mono`} tabIndex={0} aria-label={`Command for ${name}`}>
            {command}
          </pre>
        </Card>
      ))}
    </div>
  );
}

export function ReferencePage() {
  const { one, set } = useAddress();
  const asked = one('find') ?? '';
  const find = useDeferredValue(asked.toLowerCase());
  const found = useMemo(
    () =>
      reference.operations.filter(
        (operation) =>
          find === '' ||
          `${operation.method} ${operation.path} ${operation.summary} ${operation.parameters.map(({ name }) => name).join(' ')}`
            .toLowerCase()
            .includes(find),
      ),
    [find],
  );
  return (
    <PageBody>
      <Subject kind="API" isWords>
        Point any client here
      </Subject>
      <p className="ink2">
        Everything on these pages comes from the API below; clients of DNSDB, PassiveTotal and CIRCL need only
        another host name. <a href="/api/v1/openapi.yaml">openapi.yaml</a> is the same for programs.
      </p>
      <Clients />
      <div className={css.find}>
        <input
          type="search"
          aria-label="Find an operation"
          placeholder="find: a path, a word, a parameter"
          defaultValue={asked}
          onChange={(event) => {
            set({ find: event.target.value || undefined }, true);
          }}
        />
        <span className="ink3" role="status">
          {counted(found.length, 'operation')}
        </span>
      </div>
      {found.length === 0 ? <EmptyState title="No operation has these words." /> : null}
      {reference.tags.map((tag) => {
        const operations = found.filter((operation) => operation.tag === tag.name);
        if (operations.length === 0) return null;
        return (
          <section key={tag.name} aria-label={tag.name}>
            <h2 className={css.heading}>{tag.name}</h2>
            <p className="ink2">
              <Prose text={tag.description} />
            </p>
            {operations.map((operation) => (
              <OperationCard
                key={`${operation.method} ${operation.path}`}
                operation={operation}
                isOpen={found.length <= 3}
              />
            ))}
          </section>
        );
      })}
    </PageBody>
  );
}
