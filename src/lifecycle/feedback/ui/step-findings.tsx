import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { AppLink, formatPlural, Section } from '../../../web/kit/index.ts';
import { RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import type { Step } from '../../line-order.ts';
import { useUnsentTexts } from '../../people/ui/index.ts';
import { keysOf } from './answer-finding.tsx';
import { FindingItem } from './finding-item.tsx';
import { findingsQuery } from './finding-queries.ts';
import { RaiseFindingForm } from './raise-finding-form.tsx';
import './findings.css';

export interface StepFindingsProps {
  readonly slug: string;
  readonly step: Step;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
}

/** The findings that were raised at a step or have their cause there, and the way to raise one. */
export function StepFindings({ slug, step, rights, me }: StepFindingsProps) {
  const findings = useInfiniteQuery(findingsQuery(slug));
  const [isRaising, setRaising] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isRaising) form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [isRaising]);
  const all = findings.data?.pages.flatMap(({ items }) => items) ?? [];
  const here = all.flatMap((item) =>
    item.kind === 'finding' && (item.finding.raisedStep === step || item.finding.causeStep === step) ? [item] : [],
  );
  const open = here.filter(({ finding }) => finding.state !== 'closed');
  // One that was settled while somebody wrote about it stays until their words are put away.
  const left = new Set(
    useUnsentTexts(here.flatMap(({ finding }) => Object.values(keysOf(finding.id)))).map(({ key }) => key),
  );
  const shown = here.filter(
    (found) => open.includes(found) || Object.values(keysOf(found.finding.id)).some((key) => left.has(key)),
  );
  const isMore = here.length > open.length || findings.hasNextPage;
  return (
    <Section
      look="boxed"
      title={open.length === 0 ? 'Findings' : `${formatPlural(open.length, 'finding is', 'findings are')} not settled`}
      lead={open.length === 0 ? 'Did you see something wrong here? Whoever can answer it is told.' : undefined}
      aside={
        isRaising ? undefined : (
          <RightButton right={rightTo(rights, 'finding.raise')} variant="default" onClick={() => setRaising(true)}>
            Raise a finding
          </RightButton>
        )
      }
    >
      {isRaising && (
        <div ref={form}>
          <RaiseFindingForm slug={slug} step={step} onDone={() => setRaising(false)} />
        </div>
      )}
      {shown.length > 0 && (
        <ul className="tl-findings">
          {shown.map((found) => (
            <FindingItem key={found.finding.id} slug={slug} found={found} rights={rights} me={me} />
          ))}
        </ul>
      )}
      {isMore && (
        <p className="tl-small">
          <AppLink to={`/i/${slug}/learn`}>See everything that was found on this line</AppLink>
        </p>
      )}
      {findings.error && (
        <div>
          <Button variant="default" onClick={() => void findings.refetch()}>
            Read the findings again
          </Button>
        </div>
      )}
    </Section>
  );
}
