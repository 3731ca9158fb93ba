import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { AppLink, Notice } from '../../../web/kit/index.ts';
import { initiativeQuery, RightButton, rightTo, type SeenThing } from '../../initiatives/ui/index.ts';
import type { FindingOnPage } from './finding-queries.ts';
import { RaiseFindingForm } from './raise-finding-form.tsx';
import './findings.css';

/** Raises a finding about one thing, on the very page that shows it, and leads to what becomes of it. */
export function RaiseFinding({ slug, step, object, said }: SeenThing) {
  const line = useQuery(initiativeQuery(slug));
  const [isRaising, setRaising] = useState(false);
  const [raised, setRaised] = useState<FindingOnPage | null>(null);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isRaising) form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [isRaising]);
  if (!line.data) return null;
  if (isRaising) {
    return (
      <div ref={form} className="tl-raise-finding">
        <p className="tl-small tl-muted">A finding about: {object.label}</p>
        <RaiseFindingForm
          slug={slug}
          step={step}
          object={object}
          {...(said === undefined ? {} : { said })}
          onDone={(finding) => {
            setRaising(false);
            setRaised(finding);
          }}
        />
      </div>
    );
  }
  return (
    <>
      {raised !== null && (
        <Notice
          tone="reached"
          title={`Finding ${raised.number} is raised`}
          action={<AppLink to={`/i/${slug}/learn#finding-${raised.id}`}>See what becomes of it</AppLink>}
        >
          {raised.owner === null ? 'Whoever takes it answers it.' : `${raised.owner.name} is told and answers it.`}
        </Notice>
      )}
      <RightButton
        right={rightTo(line.data.rights, 'finding.raise')}
        variant="default"
        onClick={() => setRaising(true)}
      >
        {said === undefined ? 'Raise a finding' : 'Make it a finding'}
        <span className="tl-hidden"> about {object.label}</span>
      </RightButton>
    </>
  );
}
