import type { Deployment } from './deployment.ts';
import { selectDeployments } from './deployments.store.ts';
import { lineageOf } from './lineage.store.ts';
import { type ModelLine, selectModelLines } from './model-lines.store.ts';
import type { Caller } from './model-registry.ts';
import { versionsOfModel } from './model-versions.store.ts';
import type { AliasPorts } from './move-alias.use-case.ts';
import { proposalsOfModel } from './proposals.store.ts';
import { type ReadProposal, type ReadVersion, readProposal } from './read-model.use-case.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** A model as the page of its initiative tells of it. */
export interface RegisteredFor {
  readonly line: ModelLine;
  readonly newest: ReadVersion;
  readonly live: readonly Deployment[];
  readonly proposals: readonly ReadProposal[];
}

/** Models that the page of an initiative names; the list of all models shows more. */
const MOST_MODELS = 20;

/** The models that are registered for an initiative, by name, as far as the reader may see them. */
export async function readRegisteredFor(
  ports: AliasPorts,
  caller: Caller,
  initiativeNo: number,
): Promise<readonly RegisteredFor[]> {
  const lines = await selectModelLines(ports.database, ports.isVisible(caller), {
    kind: 'model',
    initiativeNo,
    limit: MOST_MODELS,
  });
  const read = await Promise.all(lines.map((line) => readLine(ports, caller, initiativeNo, line)));
  return read.flatMap((model) => model ?? []);
}

async function readLine(
  ports: AliasPorts,
  caller: Caller,
  initiativeNo: number,
  line: ModelLine,
): Promise<RegisteredFor | null> {
  const { database } = ports;
  const isVisible = ports.isVisible(caller);
  const [[version], live, proposals] = await Promise.all([
    versionsOfModel(database, isVisible, line.no, { before: null, isDeleted: false, limit: 1, initiativeNo }),
    selectDeployments(database, isVisible, { modelNo: line.no, at: ports.now(), isApproved: true, limit: MOST_MODELS }),
    proposalsOfModel(database, line.no, [initiativeNo], REGISTRY_LIMITS.pageSize),
  ]);
  if (!version) return null;
  const open = proposals.filter(({ state }) => state === 'open');
  return {
    line,
    newest: { version, lineage: (await lineageOf(database, [version.no])).get(version.no) ?? null },
    live,
    proposals: await Promise.all(open.map((proposal) => readProposal(ports, caller, line.aliases, proposal))),
  };
}
