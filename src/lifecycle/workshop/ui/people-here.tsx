import { Faces } from '../../../web/kit/index.ts';
import type { PersonHere } from './use-presence.ts';

/** The faces of those who have the same document open. */
export function PeopleHere({ people }: { readonly people: readonly PersonHere[] }) {
  if (people.length === 0) return <span className="tl-muted tl-small">Nobody else is here now</span>;
  return (
    <span className="tl-row tl-workshop-here">
      <span className="tl-muted tl-small">Here now</span>
      <Faces people={people.map(({ name }) => ({ name }))} />
    </span>
  );
}
