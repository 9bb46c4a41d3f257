// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { statusQuery } from '@/features/sources';
import { KeysProvider } from '@/shared/keyboard/keys';
import { PreferencesProvider, usePreferences } from '@/shared/theme/preferences';
import { cssVariablesResolver, theme } from '@/shared/theme/theme';
import { shortSource, sourceLabels } from '@/shared/text/source_labels';
import { type SourceLook, SourcesContext } from '@/shared/ui/values';

const client = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false, staleTime: 30_000 } },
});

export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <PreferencesProvider>
      <Themed nonce={nonce}>
        <QueryClientProvider client={client}>
          <KeysProvider>
            <SourceLooks>{children}</SourceLooks>
          </KeysProvider>
        </QueryClientProvider>
      </Themed>
    </PreferencesProvider>
  );
}

function Themed({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const { preferences } = usePreferences();
  const isSystemDark = useMediaQuery('(prefers-color-scheme: dark)', false, {
    getInitialValueInEffect: false,
  });
  const scheme = preferences.theme === 'system' ? (isSystemDark ? 'dark' : 'light') : preferences.theme;
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={scheme}
      getStyleNonce={nonce ? () => nonce : undefined}
    >
      {children}
    </MantineProvider>
  );
}

/** Feeds take their colours and letters in the order in which they joined. */
function SourceLooks({ children }: { children: ReactNode }) {
  const { data } = useQuery(statusQuery);
  const looks = useMemo(() => {
    const found = new Map<string, SourceLook>();
    const sources = data?.sources ?? [];
    const feeds = sources.filter(({ kind }) => kind === 'feed').map(({ name }) => name);
    const labels = sourceLabels(feeds);
    for (const { name, kind } of sources)
      found.set(name, {
        name,
        kind,
        at: Math.max(0, feeds.indexOf(name)),
        label: labels.get(name) ?? shortSource(name),
      });
    return found;
  }, [data]);
  return <SourcesContext.Provider value={looks}>{children}</SourcesContext.Provider>;
}
