import type { Database } from '../../platform/database/queryable.ts';
import { countByDepartment, followedIdeas } from './funnel.store.ts';
import { type FunnelRow, funnelRows, type InitiativeProgress } from './funnel.ts';
import { IDEA_LIMITS } from './idea.ts';
import type { InitiativeViewer } from './initiative-views.ts';

/** What following ideas needs. */
export interface FunnelPorts {
  readonly database: Database;
  /** How far initiatives came, of those only that the viewer may see; later rooms fill it with one statement. */
  readonly progressOf: (
    viewer: InitiativeViewer,
    initiativeNos: readonly number[],
  ) => Promise<readonly InitiativeProgress[]>;
}

/**
 * Where ideas go, by department, with three statements. What comes after an idea became an initiative counts only for
 * those that the reader may see, because a count of one would tell about a private one.
 */
export async function readFunnel(
  ports: FunnelPorts,
  viewer: InitiativeViewer,
): Promise<{ readonly rows: readonly FunnelRow[]; readonly isComplete: boolean }> {
  const [counts, followed] = await Promise.all([countByDepartment(ports.database), followedIdeas(ports.database)]);
  const progress = await ports.progressOf(
    viewer,
    followed.map(({ initiativeNo }) => initiativeNo),
  );
  return { rows: funnelRows(counts, followed, progress), isComplete: followed.length < IDEA_LIMITS.followedIdeas };
}
