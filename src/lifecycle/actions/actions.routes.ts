import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { actionsApi } from './actions.schema.ts';
import type { StoredPhase } from './phase.ts';

/** What the routes of the assignment plan call. */
export interface ActionsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  phases(initiative: StoredInitiative): Promise<readonly StoredPhase[]>;
  /** For each phase, by its `no`, the later framing versions that left its measured part as it was. */
  confirmations(initiative: StoredInitiative): Promise<ReadonlyMap<number, readonly number[]>>;
}

/** The routes of the assignment plan. */
export function actionsRoutes(useCases: ActionsUseCases): MountedApi {
  return mountApi('Actions', actionsApi, {
    phases: async ({ params }) => {
      const initiative = await useCases.require(params.slug);
      const [phases, confirmations] = await Promise.all([
        useCases.phases(initiative),
        useCases.confirmations(initiative),
      ]);
      return {
        phases: phases.map(({ no, ...phase }) => ({ ...phase, confirmedBy: [...(confirmations.get(no) ?? [])] })),
      };
    },
  });
}
