import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { Desk } from './desk.ts';
import { type MeasuredPhase, OUTCOME_LIMITS } from './measure-phase.use-case.ts';
import { refuseOutcome } from './outcomes.errors.ts';
import { outcomesMigrations } from './outcomes.migrations.ts';
import { outcomesRoutes } from './outcomes.routes.ts';
import { listVerdicts } from './outcomes.store.ts';
import { readAnswer } from './read-answer.use-case.ts';
import { type BeliefPorts, readBeliefs } from './read-beliefs.use-case.ts';
import { replayVerdict, requireVerdict } from './replay-verdict.use-case.ts';
import type { OutcomeReport } from './report.schema.ts';
import { signValue } from './sign-value.use-case.ts';
import { takeVerdict, type VerdictPorts } from './take-verdict.use-case.ts';

/** What the room is wired with. */
export interface OutcomesDependencies extends Omit<VerdictPorts, 'desk'>, Pick<BeliefPorts, 'assumptions'> {
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** What the room gives to the composition and to later rooms. */
export interface OutcomesModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** What the ledger says now; nothing is stored. @throws Problem OUTCOME_NO_PHASE, OUTCOME_BUSY */
  answer(initiative: StoredInitiative): Promise<OutcomeReport>;
}

/** Wires the outcome. */
export function outcomesModule(dependencies: OutcomesDependencies): OutcomesModule {
  const { database } = dependencies;
  const desk = new Desk<MeasuredPhase>(OUTCOME_LIMITS, () => refuseOutcome('OUTCOME_BUSY'));
  const ports: VerdictPorts = { ...dependencies, desk };
  return {
    mounted: outcomesRoutes({
      require: dependencies.require,
      answer: (initiative, asOf) => readAnswer(ports, initiative, asOf),
      beliefs: (initiative) => readBeliefs({ ...ports, assumptions: dependencies.assumptions }, initiative),
      take: (actor, initiative, note) => takeVerdict(ports, actor, initiative, note),
      list: (initiative) => listVerdicts(database, initiative.no),
      find: (initiative, number) => requireVerdict(ports, initiative, number),
      replay: (initiative, number) => replayVerdict(ports, initiative, number),
      signOff: (actor, initiative, signature) => signValue(ports, actor, initiative, signature),
      now: dependencies.now,
    }),
    migrations: outcomesMigrations,
    answer: (initiative) => readAnswer(ports, initiative, null),
  };
}
