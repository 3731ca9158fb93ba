import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import '../theme/mantine.css';
import '../theme/global.css';
import { cssVariablesResolver, theme } from '../theme/theme.ts';
import { LIGHT, tokenVariables } from '../theme/tokens.ts';

/** Where the reader's choice of scheme is kept; `public/color-scheme.js` reads the same key before the first paint. */
const COLOR_SCHEME_KEY = 'tl-color-scheme';

/** Paper is white: whatever the scheme on screen, it is printed in the light one. */
const PRINT_STYLE = `@media print{html:root[data-mantine-color-scheme]{color-scheme:light;--mantine-color-text:${LIGHT.text};--mantine-color-body:${LIGHT.page};${Object.entries(
  tokenVariables(LIGHT),
)
  .map(([name, value]) => `${name}:${value}`)
  .join(';')}}}`;

const colorSchemeManager = localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY });

export interface WebProvidersProps {
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}

/** What every page needs around it: theme, scheme, answers from the server and notices. */
export function WebProviders({ queryClient, children }: WebProvidersProps) {
  useEffect(() => {
    // What `public/color-scheme.js` set for the first paint would outlive a change of the scheme; now the styles are here.
    for (const property of ['background-color', 'color-scheme'])
      document.documentElement.style.removeProperty(property);
  }, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <style>{PRINT_STYLE}</style>
      <QueryClientProvider client={queryClient}>
        {children}
        <Notifications position="bottom-right" limit={3} transitionDuration={120} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
