import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Step } from '../line-order.ts';
import type { FormerSitter, Playbook, PlaybookStep, Role, StepAsItStood } from '../people/index.ts';
import { isEarlier } from './finding.ts';
import { missedRoles } from './lateness.ts';
import { insertReturn, type ReturnSource, supersedeReturn } from './returns.store.ts';

/** What is asked of other rooms when something comes back. */
export interface ReturnPorts {
  readonly playbookOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<Playbook>;
  readonly stepAsItStood: (
    queryable: Queryable,
    initiative: StoredInitiative,
    about: { readonly iteration: number; readonly step: string; readonly at: string },
  ) => Promise<StepAsItStood>;
  /** Runs started on an initiative between two moments; `null` while it has no experiment. */
  readonly countRuns: (
    queryable: Queryable,
    initiative: StoredInitiative,
    between: { readonly from: string; readonly to: string },
  ) => Promise<number | null>;
}

/** What came back: from where, to where and when. */
export interface CameBack {
  readonly source: ReturnSource;
  readonly iteration: number;
  readonly raisedStep: Step;
  /** `null` while nobody knows where the cause lies. */
  readonly causeStep: Step | null;
  /** The very step of the playbook, where one is named; `null` means all steps of that part. */
  readonly causePlace: string | null;
  readonly raisedAt: string;
  readonly raiserRoles: readonly Role[];
}

/**
 * Notes what it cost that something came back to an earlier step: how long that step had been closed, which roles had not
 * been heard there by then, and how many runs were made since. It is noted when the cause is named, from how things stood
 * when it was raised, so that opening the step again or seating people afterwards changes nothing of it.
 */
export async function noteReturn(
  ports: ReturnPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  cameBack: CameBack,
  at: Date,
): Promise<void> {
  const { source, iteration, raisedStep, causeStep, causePlace, raisedAt, raiserRoles } = cameBack;
  await supersedeReturn(tx, source, at);
  if (causeStep === null || !isEarlier(causeStep, raisedStep)) return;
  const { steps } = await ports.playbookOf(tx, initiative);
  const named = steps.filter(({ step, part }) => step === causePlace && part === causeStep);
  const causing = named.length > 0 ? named : steps.filter(({ part }) => part === causeStep);
  const { closedAt, sitters } = await partAsItStood(ports, tx, initiative, causing, { iteration, at: raisedAt });
  await insertReturn(
    tx,
    initiative.no,
    source,
    {
      raisedStep,
      causeStep,
      raisedAt,
      causeClosedAt: closedAt,
      runsRedone: closedAt === null ? null : await ports.countRuns(tx, initiative, { from: closedAt, to: raisedAt }),
      missed: missedRoles(causing, sitters, closedAt ?? raisedAt, raiserRoles),
    },
    at,
  );
}

/** A part of the line as it stood: closed once all of its steps were, with everybody who ever sat at one of them. */
async function partAsItStood(
  ports: ReturnPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  steps: readonly PlaybookStep[],
  { iteration, at }: { readonly iteration: number; readonly at: string },
): Promise<StepAsItStood> {
  const sitters: FormerSitter[] = [];
  const closings: (string | null)[] = [];
  for (const { step } of steps) {
    const stood = await ports.stepAsItStood(tx, initiative, { iteration, step, at });
    sitters.push(...stood.sitters);
    closings.push(stood.closedAt);
  }
  const closed = closings.filter((closing) => closing !== null).toSorted();
  return { closedAt: closed.length === steps.length ? (closed.at(-1) ?? null) : null, sitters };
}
