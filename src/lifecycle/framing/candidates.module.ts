import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { addCandidate, type CandidatePorts } from './add-candidate.use-case.ts';
import type { CandidateContent } from './candidate.ts';
import { candidatesMigrations } from './candidates.migrations.ts';
import { candidatesRoutes } from './candidates.routes.ts';
import { findChosen } from './candidates.store.ts';
import { changeCandidate } from './change-candidate.use-case.ts';
import { chooseCandidate } from './choose-candidate.use-case.ts';
import { discardCandidate, takeUpCandidate } from './discard-candidate.use-case.ts';
import { readCandidates } from './read-candidates.use-case.ts';
import { supportCandidate } from './support-candidate.use-case.ts';

/** What the candidates are wired with. */
export interface CandidatesDependencies extends CandidatePorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** What the candidates give to the composition. */
export interface CandidatesModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** What the candidate says that is chosen for the framing; `null` while none is. */
  chosen(initiative: StoredInitiative): Promise<CandidateContent | null>;
}

/** Wires the candidate prediction tasks. */
export function candidatesModule(ports: CandidatesDependencies): CandidatesModule {
  return {
    mounted: candidatesRoutes({
      require: ports.require,
      read: (initiative) => readCandidates(ports.database, initiative, ports.readBoard),
      add: (...given) => addCandidate(ports, ...given),
      change: (...given) => changeCandidate(ports, ...given),
      support: (...given) => supportCandidate(ports, ...given),
      choose: (...given) => chooseCandidate(ports, ...given),
      discard: (...given) => discardCandidate(ports, ...given),
      takeUp: (...given) => takeUpCandidate(ports, ...given),
    }),
    migrations: candidatesMigrations,
    chosen: ({ no }) => findChosen(ports.database, no),
  };
}
