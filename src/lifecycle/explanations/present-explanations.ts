import type { z } from 'zod';
import { trainingName } from '../training/index.ts';
import { type Judgement, pointsToSign } from './explanation.ts';
import type { explainedColumnSchema, explanationSchema, judgementSchema } from './explanations.schema.ts';
import type { ExplainedModel } from './known-model.ts';
import { type KnownColumn, whyNoLever } from './levers-of-columns.ts';
import { isWithheld } from './unfit-cell.ts';

/** A model as it travels. Single rows and words about persons go to those at the table alone. */
export function presentExplanation(model: ExplainedModel, isAtTable: boolean): z.infer<typeof explanationSchema> {
  const { learned, overview, columns, entity, judgements } = model;
  const { training, result } = learned;
  const withheld = new Set(isAtTable ? [] : columns.filter(isWithheld).map(({ facts }) => facts.name));
  return {
    training: {
      id: training.id,
      name: trainingName(training),
      tableName: training.tableName,
      datasetId: training.request.datasetId,
      version: training.request.version,
      modelDigest: training.modelDigest ?? '',
    },
    target: result.target,
    quality: result.quality,
    entity,
    rows: overview.rows,
    threshold: overview.threshold,
    isSum: overview.isSum,
    columns: columns.map((column) => presentColumn(column, withheld.has(column.facts.name))),
    examples: isAtTable ? overview.examples : null,
    judgements: judgements.filter(({ column }) => !withheld.has(column)).map(presentJudgement),
  };
}

function presentColumn(known: KnownColumn, isHidden: boolean): z.infer<typeof explainedColumnSchema> {
  const { facts, course, entry } = known;
  const shown = {
    name: facts.name,
    meaning: entry?.meaning ?? null,
    unit: entry?.unit ?? null,
    sensitivity: entry?.sensitivity ?? null,
    noLever: whyNoLever(known),
    min: entry?.min ?? null,
    max: entry?.max ?? null,
    share: course.share,
    isWithheld: isHidden,
  };
  if (isHidden) {
    const bare = facts.kind === 'category' ? { ...facts, levels: [] } : facts;
    return { ...shown, facts: bare, points: [], signed: [], levels: [] };
  }
  return {
    ...shown,
    facts,
    points: [...course.points],
    signed: pointsToSign(course).map(({ value }) => value),
    levels: [...course.levels],
  };
}

function presentJudgement(judgement: Judgement): z.infer<typeof judgementSchema> {
  const { by, at, ...rest } = judgement;
  return { ...rest, by: by.name, at: at.toISOString() };
}
