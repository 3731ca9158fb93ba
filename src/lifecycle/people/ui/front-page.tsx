import type { ReactNode } from 'react';
import { Page } from '../../../web/kit/index.ts';
import './front-page.css';

export interface FrontPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A page for people who are not signed in: no rail, one thing to do. */
export function FrontPage({ title, lead, children }: FrontPageProps) {
  return (
    <main id="main" className="tl-front">
      <p className="tl-front-brand">Throughline</p>
      <Page title={title} width="narrow" {...(lead === undefined ? {} : { lead })}>
        {children}
      </Page>
    </main>
  );
}
