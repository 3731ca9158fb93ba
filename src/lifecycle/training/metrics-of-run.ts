import type { ModelQuality, TrainingResult } from './training-result.schema.ts';

/** A figure of a run by its name. */
export interface RunFigure {
  readonly key: string;
  readonly value: number;
}

/**
 * What a training measured, under the names that data scientists compare by. All of it was measured on rows that the model
 * had not seen, which the names say (`val_`).
 */
export function metricsOfRun({ quality, rule }: Pick<TrainingResult, 'quality' | 'rule'>): readonly RunFigure[] {
  const ofRule = rule?.auc?.kind === 'estimated' ? [{ key: 'rule_val_auc', value: rule.auc.estimate }] : [];
  return [...figuresOf(quality), ...ofRule];
}

function figuresOf(quality: ModelQuality): readonly RunFigure[] {
  if (quality.kind === 'number') {
    return [
      { key: 'val_rmse', value: quality.rmse.estimate },
      { key: 'val_mae', value: quality.mae.estimate },
      ...(quality.explained === null ? [] : [{ key: 'val_r2', value: quality.explained.estimate }]),
    ];
  }
  if (quality.kind === 'multiclass') {
    return [
      { key: 'val_accuracy', value: quality.accuracy.estimate },
      { key: 'val_log_loss', value: quality.logLoss.estimate },
      { key: 'val_f1_macro', value: quality.macroF1.estimate },
    ];
  }
  return [
    ...(quality.auc.kind === 'estimated' ? [{ key: 'val_auc', value: quality.auc.estimate }] : []),
    ...(quality.averagePrecision === null ? [] : [{ key: 'val_average_precision', value: quality.averagePrecision }]),
    { key: 'val_log_loss', value: quality.logLoss.estimate },
    { key: 'val_brier', value: quality.brier.estimate },
  ];
}
