import type { ColumnEntry } from '../datasets/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { judgementsInForce, type Overview } from './explanation.ts';
import { ask, type ExplanationPorts } from './explanation-ports.use-case.ts';
import { findOverview, keepOverview, listJudgements } from './explanations.store.ts';
import type { ExplainedModel, KnownModel, Learned } from './known-model.ts';
import type { KnownColumn } from './levers-of-columns.ts';

/**
 * What is known of a model as a whole. It is made when somebody asks first and kept, because a model never changes.
 * @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE, EXPLANATION_TABLE_GONE, EXPLANATION_GIVEN_UP
 */
export async function knowModel(
  ports: ExplanationPorts,
  initiative: StoredInitiative,
  trainingId: string,
  effortOf: (column: string) => number = () => 1,
): Promise<KnownModel> {
  const learned = await ports.learnedModel(initiative, trainingId);
  const overview = await overviewOf(ports, initiative, learned);
  const entries = new Map<string, ColumnEntry>();
  for (const entry of await ports.dictionaryOf(learned.training.request.datasetId)) entries.set(entry.name, entry);
  const facts = new Map(learned.result.columns.map((one) => [one.name, one]));
  const columns = overview.columns.flatMap((course): KnownColumn[] => {
    const own = facts.get(course.column);
    if (own === undefined) return [];
    return [{ facts: own, course, entry: entries.get(course.column) ?? null, effort: effortOf(course.column) }];
  });
  return { learned, overview, columns };
}

/** The same with what experts said about its curves. @throws Problem as `knowModel` */
export async function explainModel(
  ports: ExplanationPorts,
  initiative: StoredInitiative,
  trainingId: string,
): Promise<ExplainedModel> {
  const known = await knowModel(ports, initiative, trainingId);
  const { id, modelDigest } = known.learned.training;
  const framing = await ports.lockedFraming(initiative);
  return {
    ...known,
    entity: framing?.content.predictionTask.entity ?? null,
    judgements: judgementsInForce(await listJudgements(ports.database, id, modelDigest ?? '')),
  };
}

async function overviewOf(ports: ExplanationPorts, initiative: StoredInitiative, learned: Learned): Promise<Overview> {
  const { id } = learned.training;
  const kept = await findOverview(ports.database, id);
  if (kept !== null) return kept;
  const told = await ask(ports, initiative, learned, { kind: 'overview' });
  if (told.kind !== 'overview') throw new RangeError(`an overview was asked for, and ${told.kind} came`);
  await keepOverview(ports.database, id, told.overview, ports.now());
  return told.overview;
}
