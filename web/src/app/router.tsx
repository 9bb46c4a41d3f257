// SPDX-License-Identifier: Apache-2.0
// Which page answers which address. Pages beyond the first come when they are needed.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  useParams,
} from '@tanstack/react-router';
import { NamePage } from '@/features/name';
import { SourcesPage } from '@/features/sources';
import { WelcomePage } from '@/features/welcome';
import { parseSearch, stringifySearch } from '@/shared/question/address';
import { ErrorNotice } from '@/shared/ui/states';
import { Frame } from './frame';
import { NotFound } from './not_found';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <ErrorNotice error={error} />,
});

/** The subject in the path. */
function useSubject(): string {
  return useParams({ strict: false, select: (params: { subject?: string }) => params.subject ?? '' });
}

const page = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });
/** A page whose code comes when it is first asked for. Its module stays `object`: its type is made from the router's. */
const later = (path: string, load: () => Promise<object>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, () => React.ReactNode>>, name),
  });

const tree = root.addChildren([
  page('/', WelcomePage),
  page('/name/$subject', function Name() {
    const subject = useSubject();
    return <NamePage key={subject} name={subject} />;
  }),
  later('/search', () => import('@/features/search'), 'SearchPage'),
  later('/bulk', () => import('@/features/bulk'), 'BulkPage'),
  later('/address/$subject', () => import('@/features/address'), 'AddressPage'),
  later('/compare', () => import('@/features/compare'), 'ComparePage'),
  later('/mailbox/$subject', () => import('@/features/mailbox'), 'MailboxPage'),
  later('/graph', () => import('@/features/graph'), 'GraphPage'),
  page('/sources', SourcesPage),
  later('/reference', () => import('@/features/reference'), 'ReferencePage'),
  later('/help', () => import('@/features/help'), 'HelpPage'),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  scrollRestoration: true,
  trailingSlash: 'preserve',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
