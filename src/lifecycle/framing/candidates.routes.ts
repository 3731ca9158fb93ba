import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Candidate, CandidateContent } from './candidate.ts';
import { candidatesApi } from './candidates.schema.ts';
import type { ChosenCandidate } from './choose-candidate.use-case.ts';
import type { CandidatesReading } from './read-candidates.use-case.ts';

type Change<Given> = (actor: Actor, initiative: StoredInitiative, given: Given) => Promise<Candidate>;

/** What the routes of the candidates call. */
export interface CandidatesUseCases {
  require(slug: string): Promise<StoredInitiative>;
  read(initiative: StoredInitiative): Promise<CandidatesReading>;
  readonly add: Change<{ readonly content: CandidateContent; readonly noteId?: string | undefined }>;
  readonly change: Change<{ readonly id: string; readonly content: CandidateContent; readonly revision: number }>;
  readonly support: Change<{ readonly id: string; readonly isGiven: boolean }>;
  readonly discard: Change<{ readonly id: string; readonly reason: string }>;
  readonly takeUp: Change<{ readonly id: string; readonly reason: string }>;
  choose(
    actor: Actor,
    initiative: StoredInitiative,
    given: { readonly id: string; readonly reason: string; readonly replace: readonly string[] },
  ): Promise<ChosenCandidate>;
}

/** The routes of the candidates. */
export function candidatesRoutes(useCases: CandidatesUseCases): MountedApi {
  const { require } = useCases;
  return mountApi('Possible tasks', candidatesApi, {
    candidates: async ({ params }) => {
      const { candidates, notes } = await useCases.read(await require(params.slug));
      return { candidates: candidates.map(present), notes: [...notes] };
    },
    add: async ({ params, body }, { principal }) =>
      present(await useCases.add(principal, await require(params.slug), body)),
    change: async ({ params: { slug, candidateId: id }, body }, { principal }) =>
      present(await useCases.change(principal, await require(slug), { id, ...body })),
    support: async ({ params: { slug, candidateId: id }, body }, { principal }) =>
      present(await useCases.support(principal, await require(slug), { id, ...body })),
    choose: async ({ params: { slug, candidateId: id }, body }, { principal }) => {
      const chosen = await useCases.choose(principal, await require(slug), { id, ...body });
      return { candidate: present(chosen.candidate), revision: chosen.revision, kept: [...chosen.kept] };
    },
    discard: async ({ params: { slug, candidateId: id }, body }, { principal }) =>
      present(await useCases.discard(principal, await require(slug), { id, ...body })),
    takeUp: async ({ params: { slug, candidateId: id }, body }, { principal }) =>
      present(await useCases.takeUp(principal, await require(slug), { id, ...body })),
  });
}

function present(candidate: Candidate) {
  return { ...candidate, supporters: [...candidate.supporters] };
}
