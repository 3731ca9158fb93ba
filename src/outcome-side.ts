import { randomBytes } from 'node:crypto';
import type { FramingSide } from './framing-side.ts';
import { type ActionsModule, actionsModule } from './lifecycle/actions/actions.module.ts';
import { type FeedbackModule, feedbackModule } from './lifecycle/feedback/feedback.module.ts';
import { type ImportsModule, importsModule } from './lifecycle/ledger/imports.module.ts';
import { type LedgerModule, ledgerModule } from './lifecycle/ledger/ledger.module.ts';
import { outcomesModule } from './lifecycle/outcomes/outcomes.module.ts';
import type { ModelSide } from './model-side.ts';
import type { Database } from './platform/database/database.ts';
import { openUploadStore } from './platform/files/upload-store.ts';
import type { MountedApi } from './platform/http/handlers.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';

/** What the rooms from the action to the verdict need of the rest of the installation. */
export interface OutcomeSideDependencies {
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** Folder of the installation's data, where files that are brought in wait. */
  readonly dataDirectory: string;
  readonly framingSide: FramingSide;
  readonly modelSide: Pick<ModelSide, 'experiments'>;
  /** Jobs start only after every room is wired. */
  readonly jobs: Pick<Jobs, 'enqueue' | 'cancel'>;
}

/** What the rooms from the action to the verdict give to the composition. */
export interface OutcomeSide {
  readonly mounted: readonly MountedApi[];
  readonly jobHandlers: ImportsModule['jobHandlers'];
  readonly openPhase: ActionsModule['openPhase'];
  readonly hasStarted: LedgerModule['hasStarted'];
  readonly feedback: Pick<FeedbackModule, 'isAnswered' | 'hasNoOpenHighFinding'>;
  /** Removes what a crash left of files that were brought in. */
  removeOrphans(): Promise<void>;
}

/** Wires who is acted upon, what became of them, what that says, and what goes back along the line. */
export async function composeOutcomeSide(dependencies: OutcomeSideDependencies): Promise<OutcomeSide> {
  const { database, log, now, modelSide, jobs } = dependencies;
  const { initiatives, people, framing, refuseHeldData, announceInitiative } = dependencies.framingSide;
  const actions = actionsModule({
    database,
    now,
    require: initiatives.require,
    newSalt: () => randomBytes(16).toString('hex'),
  });
  const ledger = ledgerModule({
    database,
    now,
    phases: actions.phases,
    initiatives,
    log,
    refuseHeld: refuseHeldData,
    onStored: announceInitiative,
  });
  const imports = importsModule({
    database,
    now,
    log,
    phases: actions.phases,
    initiatives,
    refuseHeld: refuseHeldData,
    uploads: await openUploadStore(dependencies.dataDirectory),
    jobs,
    onStored: announceInitiative,
    onChanged: announceInitiative,
  });
  const outcomes = outcomesModule({
    database,
    now,
    phases: actions.phases,
    ledger: ledger.reading,
    fixAsOf: ledger.fixAsOf,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    signedFraming: async (initiative, version) => {
      const found = await framing.version(initiative, version);
      return found?.lockedAt ? { lockedAt: found.lockedAt, signOffs: found.signOffs } : null;
    },
    assumptions: framing.register,
    peopleByRole: people.namesByRole,
    onVerdict: async (tx, initiative, verdict, at) => void (await feedback.open(tx, initiative, verdict, at)),
  });
  const feedback = feedbackModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    closedSteps: initiatives.steps.closed,
    askingSteps: async (queryable, initiative) =>
      (await people.playbookOf(queryable, initiative)).steps.flatMap(({ step, part }) =>
        part === 'ask' ? [step] : [],
      ),
    beginIteration: initiatives.steps.beginIteration,
    close: initiatives.steps.close,
    playbookOf: people.playbookOf,
    stepAsItStood: people.stepAsItStood,
    countRuns: (queryable, { no }, between) => modelSide.experiments.countRuns(queryable, no, between),
  });
  return {
    mounted: [
      actions.mounted,
      ledger.mounted,
      imports.mounted,
      outcomes.mounted,
      feedback.mounted,
      feedback.mountedFindings,
    ],
    jobHandlers: imports.jobHandlers,
    openPhase: actions.openPhase,
    hasStarted: ledger.hasStarted,
    feedback,
    removeOrphans: async () => void (await imports.removeOrphans()),
  };
}
