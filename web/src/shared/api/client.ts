// SPDX-License-Identifier: Apache-2.0
// The one door to the API. Types come from openapi.yaml; errors are problems (RFC 9457) with what to do.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.gen';

export type Schemas = components['schemas'];
export type Row = Schemas['Row'];
export type Understood = Schemas['Understood'];

const keyName = 'spoor.key';

/** The key of this tab, where the server asks for one. It is kept until the tab closes, and goes to this server alone. */
export const apiKey = {
  get: (): string | null => sessionStorage.getItem(keyName),
  set: (key: string) => {
    sessionStorage.setItem(keyName, key);
  },
};

const api = createClient<paths>({ baseUrl: '' });
api.use({
  onRequest: ({ request }) => {
    const key = apiKey.get();
    if (key !== null) request.headers.set('X-Api-Key', key);
    return request;
  },
});
export { api };

/** What went wrong, in the server's words. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly parameter?: string,
    readonly again?: string,
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

function asProblem(error: unknown, response: Response): ProblemError {
  const problem = (typeof error === 'object' && error !== null ? error : {}) as Partial<Schemas['Problem']>;
  return new ProblemError(
    response.status,
    problem.title ?? (response.statusText || `Status ${response.status}`),
    problem.detail ?? 'The server said nothing more.',
    problem.parameter,
    problem.again,
  );
}

/** The data of a call, or its problem thrown: `await answer(api.GET('/api/v1/status'))`. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Exclude<T, string>> {
  let result;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(
      0,
      'The server cannot be reached',
      'It may have been stopped, or the network is away. What is shown was answered before.',
    );
  }
  if (result.data === undefined) throw asProblem(result.error, result.response);
  // Where an endpoint has other forms too (lines, tables), the client asked for JSON.
  return result.data as Exclude<T, string>;
}

/** The same with how long it took, server and network, in milliseconds. */
export async function timed<T>(call: () => Promise<T>): Promise<T & { elapsed: number }> {
  const begun = performance.now();
  const data = await call();
  return { ...data, elapsed: performance.now() - begun };
}
