import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from '../../platform/database/queryable.ts';
import { type Caller, refuseTracking } from '../experiments/index.ts';
import {
  ASSESSMENT_LIMITS,
  type Assessment,
  type AssessmentContent,
  type Assessments,
  type GivenAssessment,
  refuseAssessment,
} from './assessment.ts';
import {
  assessmentsOf,
  changeAssessmentRow,
  countAssessments,
  findAssessment,
  holdTrace,
  insertAssessment,
  markAssessmentDeleted,
  markAssessmentValid,
} from './assessments.store.ts';
import { announceTraces, requireTrace, type TracePorts } from './require-trace.use-case.ts';
import { refuseTrace } from './traces.errors.ts';

/** Opens the assessments of traces. */
export function openAssessments(ports: TracePorts): Assessments {
  return {
    add: (caller, traceId, given) => addAssessment(ports, caller, traceId, given),
    get: async (caller, traceId, id) => {
      await requireTrace(ports, caller, traceId, 'see');
      return requireAssessment(await findAssessment(ports.database, traceId, id), id);
    },
    change: (caller, traceId, id, change) => changeAssessment(ports, caller, traceId, id, change),
    remove: (caller, traceId, id) => removeAssessment(ports, caller, traceId, id),
  };
}

/** Keeps what came with a trace. Their ids follow from their place, so that a trace that is sent again adds nothing. */
export async function keepAssessmentsSent(
  tx: Transaction,
  caller: Caller,
  traceId: string,
  given: readonly GivenAssessment[],
  nowMs: number,
): Promise<readonly Assessment[]> {
  if (given.length > ASSESSMENT_LIMITS.perTrace) throw full(traceId);
  for (const [at, one] of given.entries()) {
    checkAssessment(one);
    const id = `a-${createHash('sha256').update(`${traceId} ${at}`).digest('hex').slice(0, 32)}`;
    await insertAssessment(tx, newAssessment(caller, traceId, id, one, nowMs));
  }
  return (await assessmentsOf(tx, [traceId])).get(traceId) ?? [];
}

async function addAssessment(
  ports: TracePorts,
  caller: Caller,
  traceId: string,
  given: GivenAssessment,
): Promise<Assessment> {
  const { experimentNo } = await requireTrace(ports, caller, traceId, 'judge');
  checkAssessment(given);
  const id = `a-${randomUUID().replaceAll('-', '')}`;
  const assessment = newAssessment(caller, traceId, id, given, ports.now().getTime());
  await ports.database.transaction(async (tx) => {
    await holdTrace(tx, traceId);
    if ((await countAssessments(tx, traceId)) >= ASSESSMENT_LIMITS.perTrace) throw full(traceId);
    const { overrides } = given;
    if (overrides !== '' && !(await markAssessmentValid(tx, traceId, overrides, false)))
      throw refuseTrace('ASSESSMENT_UNKNOWN', { id: overrides.slice(0, 100) });
    await insertAssessment(tx, assessment);
  });
  await announceTraces(ports, caller, experimentNo);
  return assessment;
}

async function changeAssessment(
  ports: TracePorts,
  caller: Caller,
  traceId: string,
  id: string,
  { kind, ...change }: Partial<AssessmentContent> & { readonly kind?: Assessment['kind'] },
): Promise<Assessment> {
  const trace = await requireTrace(ports, caller, traceId, 'judge');
  const given = requireAssessment(await findAssessment(ports.database, traceId, id), id);
  await requireItsGiver(ports, caller, trace.experimentNo, given);
  const changed = await ports.database.transaction(async (tx) => {
    await holdTrace(tx, traceId);
    const present = requireAssessment(await findAssessment(tx, traceId, id), id);
    if (kind !== undefined && kind !== present.kind) {
      const why = `it is ${present.kind}, and stays so.`;
      throw refuseTracking('LOGGED_VALUE_INVALID', { path: kind, value: JSON.stringify(kind), why });
    }
    const next = { ...present, ...change, metadata: { ...present.metadata, ...change.metadata } };
    checkAssessment(next);
    const updatedMs = ports.now().getTime();
    await changeAssessmentRow(tx, id, next, updatedMs);
    return { ...next, updatedMs };
  });
  await announceTraces(ports, caller, trace.experimentNo);
  return changed;
}

async function removeAssessment(ports: TracePorts, caller: Caller, traceId: string, id: string): Promise<void> {
  const trace = await requireTrace(ports, caller, traceId, 'judge');
  const given = await findAssessment(ports.database, traceId, id);
  if (!given) return;
  await requireItsGiver(ports, caller, trace.experimentNo, given);
  await ports.database.transaction(async (tx) => {
    await holdTrace(tx, traceId);
    const present = await findAssessment(tx, traceId, id);
    if (!present) return;
    await markAssessmentDeleted(tx, id, ports.now());
    if (present.overrides !== '') await markAssessmentValid(tx, traceId, present.overrides, true);
  });
  await announceTraces(ports, caller, trace.experimentNo);
}

/** Whoever gave an assessment changes it; of others' it takes the right to change the experiment. */
async function requireItsGiver(
  ports: TracePorts,
  caller: Caller,
  experimentNo: number,
  { createdBy }: Assessment,
): Promise<void> {
  if (createdBy !== caller.accountId) await ports.access.experiment(caller, String(experimentNo), 'change');
}

function newAssessment(caller: Caller, traceId: string, id: string, given: GivenAssessment, nowMs: number): Assessment {
  return {
    ...given,
    error: given.error && { ...given.error, stack: given.error.stack.slice(0, ASSESSMENT_LIMITS.keptStackLength) },
    id,
    traceId,
    isValid: true,
    createdBy: caller.accountId,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
}

function requireAssessment(found: Assessment | null, id: string): Assessment {
  if (!found) throw refuseTrace('ASSESSMENT_UNKNOWN', { id: id.slice(0, 100) });
  return found;
}

function checkAssessment(given: GivenAssessment): void {
  const refusal = refuseAssessment(given);
  if (refusal)
    throw refuseTracking('LOGGED_VALUE_INVALID', {
      path: refusal.path,
      value: JSON.stringify(refusal.value.slice(0, 100)),
      why: refusal.why,
    });
}

function full(traceId: string) {
  return refuseTrace('ASSESSMENTS_FULL', { id: traceId, most: ASSESSMENT_LIMITS.perTrace });
}
