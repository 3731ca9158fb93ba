import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { AppLink, Notice } from '../../../web/kit/index.ts';
import type { HeldWork } from '../playbook.ts';
import { heldInWords } from '../playbook-holds.ts';
import { playbookOfQuery } from './playbook-queries.ts';

export interface HeldBackProps {
  readonly slug: string;
  readonly work: HeldWork;
  /** What the reader came for, as the end of a sentence: "a table can be brought". */
  readonly then: string;
  /** Whether it has begun under an earlier agreement and goes on whatever is held back now; nobody is asked meanwhile. */
  readonly hasBegun?: boolean;
  /** What is shown when it may begin. */
  readonly children: ReactNode;
}

/** What has to wait for the signatures, in words. */
const BEFORE: Readonly<Record<HeldWork, string>> = {
  data: 'anybody looks at data',
  experiments: 'anybody builds models with tools of their own',
};

/** Whether a notice above says already what waits and for whom. */
const IsSaidAbove = createContext(false);

/** A page on which several kinds of work may wait: where they do, one notice on top says so for all of them. */
export function HeldTogether({ slug, children }: Pick<HeldBackProps, 'slug' | 'children'>) {
  const { data } = useQuery(playbookOfQuery(slug));
  const held = data?.held ?? [];
  const isSaidHere = held.length > 1;
  // The page keeps its place whether or not a notice stands above it: a file that is on its way is not dropped.
  return (
    <IsSaidAbove value={isSaidHere}>
      {isSaidHere && <AllHeld slug={slug} playbook={data?.name ?? ''} held={held} />}
      {children}
    </IsSaidAbove>
  );
}

interface AllHeldProps {
  readonly slug: string;
  readonly playbook: string;
  readonly held: readonly { readonly work: HeldWork; readonly missing: string }[];
}

function AllHeld({ slug, playbook, held }: AllHeldProps) {
  const works = held.map(({ work }) => work);
  return (
    <Notice
      tone="look"
      title={heldInWords(works, held[0]?.missing ?? '')}
      action={<AppLink to={`/i/${slug}/frame`}>Go to the framing</AppLink>}
    >
      <p>
        The playbook {playbook} wants it agreed what success is before{' '}
        {works.map((work) => BEFORE[work]).join(', and before ')}.
      </p>
    </Notice>
  );
}

/**
 * Work that the playbook may hold back: shown when it may begin, else who still has to sign and the way there, before
 * anybody fills in a form or sends a file for nothing.
 */
export function HeldBack({ slug, work, then, hasBegun = false, children }: HeldBackProps) {
  const { data } = useQuery(playbookOfQuery(slug));
  const isSaid = useContext(IsSaidAbove);
  if (hasBegun) return children;
  const held = data?.held.find((one) => one.work === work);
  if (data === undefined) return null;
  if (held === undefined) return children;
  if (isSaid) return <p className="tl-muted">When both have signed, {then}.</p>;
  return (
    <Notice tone="look" title={held.sentence} action={<AppLink to={`/i/${slug}/frame`}>Go to the framing</AppLink>}>
      <p>
        The playbook {data.name} wants it agreed what success is before {BEFORE[work]}. When both have signed, {then}.
      </p>
    </Notice>
  );
}
