/** Words that say how good something is, or how bad, and so what a metric measures. */
export const LOWER_IS_BETTER: ReadonlySet<string> = new Set(
  'loss logloss error errors err mse rmse mae mape smape msle rmsle brier bouldin deviance perplexity latency duration time seconds ms cost regret rank wer cer fid aic bic'.split(
    ' ',
  ),
);
export const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(
  'auc auroc aucpr auprc roc accuracy acc f1 precision recall sensitivity specificity r2 score ap map mrr ndcg gini lift uplift qini kappa mcc matthews hit gain bleu rouge iou dice likelihood coverage'.split(
    ' ',
  ),
);

/** Words for data that a model has not seen, and for those that it learned from. */
export const HELD_OUT: ReadonlySet<string> = new Set(
  'test val valid validation eval evaluation holdout cv xtest xval'.split(' '),
);
export const LEARNED_FROM: ReadonlySet<string> = new Set('train training xtrain'.split(' '));

/** What the short names of variables with data mean, as in `Xte` and `X_tr`. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['te', 'test'],
  ['tr', 'train'],
]);

/**
 * The words of a metric's name: `val_logLoss` is val, log and loss. The name of an estimator in front says nothing about
 * the metric, whatever words it contains: autologging of scikit-learn writes `GridSearchCV_score_X_test` for what
 * `score(X_test)` gave, whether or not there was any cross-validation.
 */
export function wordsOfMetric(key: string): readonly string[] {
  const [first, ...rest] = key
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map(humpsOf);
  if (!first) return [];
  const said = isEstimator(first, rest, key) ? rest : [first, ...rest];
  return withShortNames(said.flat());
}

/** `logLoss` is log and loss, `XGBClassifier` is xgb and classifier. */
function humpsOf(part: string): readonly string[] {
  return part
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(' ');
}

/**
 * Whether a name begins with that of a class, such as `RidgeCV_r2`: several words as classes are written, of which the
 * last is no measure and none names data, before a part that is a measure.
 */
function isEstimator(first: readonly string[], rest: readonly (readonly string[])[], key: string): boolean {
  if (!/^[A-Z]/.test(key) || first.length < 2) return false;
  const namesData = first.some((word) => (HELD_OUT.has(word) && word !== 'cv') || LEARNED_FROM.has(word));
  return !namesData && !isMeasure(first.at(-1) ?? '') && rest.flat().some(isMeasure);
}

function isMeasure(word: string): boolean {
  return LOWER_IS_BETTER.has(word) || HIGHER_IS_BETTER.has(word);
}

function withShortNames(words: readonly string[]): readonly string[] {
  return words.map((word, at) => {
    const short = word.startsWith('x') ? word.slice(1) : words[at - 1] === 'x' ? word : '';
    return SHORT_NAMES.get(short) ?? word;
  });
}
