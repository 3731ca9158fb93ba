import { IconClockExclamation, IconVolumeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyChair, PersonFace } from '../../../web/kit/index.ts';
import type { Presence } from '../presence.ts';
import { ROLE_NAME } from '../roles.ts';
import { type TableSeat, tableQuery } from './people-queries.ts';
import { PRESENCE, presenceWord } from './presence-words.ts';
import './step-faces.css';

/** Faces that a step has room for on the line. */
const MOST_FACES = 4;

/** A person at a step, once, however many seats they hold there. */
interface FaceAtStep {
  readonly accountId: string;
  readonly name: string;
  readonly detail: string;
  readonly mark: Marked | null;
}

type Marked = Extract<Presence, 'silent' | 'late'>;

/** What makes a face stand out on the line, by icon and word. */
const MARKS = [
  { presence: 'silent', icon: IconVolumeOff },
  { presence: 'late', icon: IconClockExclamation },
] as const satisfies readonly { readonly presence: Marked; readonly icon: unknown }[];

/**
 * The people of a step as faces, a dashed chair with its role where a required seat is empty, and a line of words for
 * whoever has fallen silent or came late.
 */
export function StepFaces({ slug, step }: { readonly slug: string; readonly step: string }) {
  const { data } = useQuery(tableQuery(slug));
  const seats = data?.steps.find((entry) => entry.step === step)?.seats ?? [];
  const people = facesOf(seats);
  return (
    <div className="tl-step-faces">
      {people.length > 0 && (
        <span className="tl-step-people">
          {people.slice(0, MOST_FACES).map((person) => (
            <MarkedFace key={person.accountId} person={person} />
          ))}
          {people.length > MOST_FACES && (
            <span className="tl-muted tl-small" title={namesOf(people.slice(MOST_FACES))}>
              +{people.length - MOST_FACES}
            </span>
          )}
        </span>
      )}
      <MissingChairs seats={seats} />
      {MARKS.map(({ presence, icon: MarkIcon }) => {
        const marked = people.filter(({ mark }) => mark === presence);
        const [first] = marked;
        if (first === undefined) return null;
        return (
          <span key={presence} className="tl-step-note" title={`${PRESENCE[presence].word}: ${namesOf(marked)}`}>
            <MarkIcon size={13} stroke={2} aria-hidden />
            <span aria-hidden="true">
              {firstName(first.name)}
              {marked.length > 1 && ` +${marked.length - 1}`} {PRESENCE[presence].onLine}
            </span>
          </span>
        );
      })}
    </div>
  );
}

/** A face with the sign of what makes it stand out; its words are in the accessible text of the face. */
function MarkedFace({ person }: { readonly person: FaceAtStep }) {
  const MarkIcon = MARKS.find(({ presence }) => presence === person.mark)?.icon;
  return (
    <span className="tl-step-face" data-mark={person.mark ?? undefined}>
      <PersonFace name={person.name} detail={person.detail} size={22} />
      {MarkIcon && (
        <span className="tl-step-mark" aria-hidden="true">
          <MarkIcon size={9} stroke={2.5} />
        </span>
      )}
    </span>
  );
}

function MissingChairs({ seats }: { readonly seats: readonly TableSeat[] }) {
  const missing = seats
    .filter((seat) => seat.isRequired && seat.sitters.length === 0)
    .map(({ role }) => ROLE_NAME[role]);
  const [first, ...others] = missing;
  if (first === undefined) return null;
  return (
    <span className="tl-step-note" title={`Nobody yet: ${missing.join(', ')}`}>
      <EmptyChair label={`Nobody yet: ${missing.join(', ')}`} size={22} />
      <span aria-hidden="true">{first}</span>
      {others.length > 0 && <span aria-hidden="true">+{others.length}</span>}
    </span>
  );
}

/** Each person once, with their roles and how present they are; a person is marked by the seat that needs a look. */
function facesOf(seats: readonly TableSeat[]): readonly FaceAtStep[] {
  const people = new Map<string, { name: string; details: string[]; presences: Set<Presence> }>();
  for (const seat of seats) {
    for (const sitter of seat.sitters) {
      const person = people.get(sitter.accountId) ?? { name: sitter.name, details: [], presences: new Set() };
      person.details.push(`${ROLE_NAME[seat.role]}, ${presenceWord(sitter.presence, seat.isRequired)}`);
      person.presences.add(sitter.presence);
      people.set(sitter.accountId, person);
    }
  }
  return [...people].map(([accountId, { name, details, presences }]) => ({
    accountId,
    name,
    detail: details.join('; '),
    mark: MARKS.find(({ presence }) => presences.has(presence))?.presence ?? null,
  }));
}

function namesOf(people: readonly { readonly name: string }[]): string {
  return people.map(({ name }) => name).join(', ');
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** What the step under way waits for, in a few words; `undefined` when nothing keeps it from closing. */
export function useWaitingWords(slug: string): (step: string) => string | undefined {
  const { data } = useQuery(tableQuery(slug));
  return (step) => {
    const gaps = data?.steps.find((entry) => entry.step === step)?.gaps ?? [];
    const names = gaps.flatMap((gap) => (gap.kind === 'not-heard' ? gap.names : []));
    const [first] = names;
    if (first !== undefined) return `waiting for ${firstName(first)}${names.length > 1 ? ` +${names.length - 1}` : ''}`;
    const empty = gaps.filter((gap) => gap.kind === 'empty-seat').length;
    if (empty > 0) return `${empty} empty ${empty === 1 ? 'seat' : 'seats'}`;
    return gaps.some((gap) => gap.kind === 'approval') ? 'waiting for approval' : undefined;
  };
}
