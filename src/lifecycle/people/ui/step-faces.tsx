import { useQuery } from '@tanstack/react-query';
import { EmptyChair, Faces } from '../../../web/kit/index.ts';
import { ROLE_NAME } from '../roles.ts';
import { type TableSeat, tableQuery } from './people-queries.ts';
import { PRESENCE } from './presence-words.ts';
import './step-faces.css';

/** Faces that a step has room for on the line. */
const MOST_FACES = 4;

/** The people of a step as faces, and a dashed chair with its role where a required seat is empty. */
export function StepFaces({ slug, step }: { readonly slug: string; readonly step: string }) {
  const { data } = useQuery(tableQuery(slug));
  const seats = data?.steps.find((entry) => entry.step === step)?.seats ?? [];
  const people = facesOf(seats);
  const missing = seats
    .filter((seat) => seat.isRequired && seat.sitters.length === 0)
    .map(({ role }) => ROLE_NAME[role]);
  const [first, ...others] = missing;
  return (
    <div className="tl-step-faces">
      {people.length > 0 && (
        <span className="tl-step-people">
          <Faces people={people.slice(0, MOST_FACES)} size={22} />
          {people.length > MOST_FACES && (
            <span
              className="tl-muted tl-small"
              title={people
                .slice(MOST_FACES)
                .map(({ name }) => name)
                .join(', ')}
            >
              +{people.length - MOST_FACES}
            </span>
          )}
        </span>
      )}
      {first !== undefined && (
        <span className="tl-step-chair" title={`Nobody yet: ${missing.join(', ')}`}>
          <EmptyChair label={`Nobody yet: ${missing.join(', ')}`} size={22} />
          <span aria-hidden="true">{first}</span>
          {others.length > 0 && <span aria-hidden="true">+{others.length}</span>}
        </span>
      )}
    </div>
  );
}

/** Each person once, with their roles and how present they are. */
function facesOf(seats: readonly TableSeat[]): readonly { readonly name: string; readonly detail: string }[] {
  const people = new Map<string, { name: string; details: string[] }>();
  for (const seat of seats) {
    for (const sitter of seat.sitters) {
      const person = people.get(sitter.accountId) ?? { name: sitter.name, details: [] };
      person.details.push(`${ROLE_NAME[seat.role]}, ${PRESENCE[sitter.presence].word}`);
      people.set(sitter.accountId, person);
    }
  }
  return [...people.values()].map(({ name, details }) => ({ name, detail: details.join('; ') }));
}

/** What the step under way waits for, in a few words; `undefined` when nothing keeps it from closing. */
export function useWaitingWords(slug: string): (step: string) => string | undefined {
  const { data } = useQuery(tableQuery(slug));
  return (step) => {
    const gaps = data?.steps.find((entry) => entry.step === step)?.gaps ?? [];
    const names = gaps.flatMap((gap) => (gap.kind === 'not-heard' ? gap.names : []));
    const [first] = names;
    if (first !== undefined)
      return `waiting for ${first.split(' ')[0]}${names.length > 1 ? ` +${names.length - 1}` : ''}`;
    const empty = gaps.filter((gap) => gap.kind === 'empty-seat').length;
    if (empty > 0) return `${empty} empty ${empty === 1 ? 'seat' : 'seats'}`;
    return gaps.some((gap) => gap.kind === 'approval') ? 'waiting for approval' : undefined;
  };
}
