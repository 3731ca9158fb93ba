import { lazy, type ReactNode, Suspense } from 'react';
import type { SeenThing } from '../lifecycle/initiatives/ui/seen-thing.ts';

const RaiseFinding = lazy(async () => ({
  default: (await import('../lifecycle/feedback/ui/index.ts')).RaiseFinding,
}));

/** Offers to raise a finding beside a verdict, a version or a curve: their rooms come before that of the findings. */
export function raiseFinding(thing: SeenThing): ReactNode {
  return (
    <Suspense>
      <RaiseFinding {...thing} />
    </Suspense>
  );
}
