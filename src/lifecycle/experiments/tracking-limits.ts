/** Limits of what is logged, stated once. Where MLflow's own store has the same limit, the number is MLflow's. */
export const TRACKING_LIMITS = {
  /** Longest key of a metric, param or tag. */
  keyLength: 250,
  /** Longer values of params and run tags are cut, as MLflow cuts them. */
  paramLength: 6_000,
  runTagLength: 8_000,
  /** Longer values of experiment tags are refused. */
  experimentTagLength: 20_000,
  experimentNameLength: 500,
  artifactLocationLength: 2_048,
  runNameLength: 500,
  userLength: 256,
  batchMetrics: 1_000,
  batchParams: 100,
  batchTags: 100,
  batchTotal: 1_000,
  /** Metrics, params and models of one request that is no batch. */
  inputs: 100,
  datasetNameLength: 500,
  datasetDigestLength: 36,
  datasetSourceLength: 65_535,
  datasetSchemaLength: 1_048_575,
  datasetProfileLength: 16_777_215,
  inputTagKeyLength: 255,
  inputTagLength: 500,
  modelParams: 100,
  /** Entries of a page of MLflow's searches, at most and unless stated. */
  searchPage: 50_000,
  searchDefault: 1_000,
  historyPage: 25_000,
  /** Runs whose histories are read together. */
  historyRuns: 100,
  /** Experiments that one search goes through. */
  searchedExperiments: 10_000,
  /** Points of a curve on a page, and of a reading that was thinned out. */
  curvePoints: 2_500,
  conclusionLength: 4_000,
  /** Runs that one conclusion rests on. */
  conclusionRuns: 50,
  listedConclusions: 200,
  /** Rows of a page's lists. */
  listedExperiments: 200,
} as const;

/** How many runs are compared side by side. */
export const COMPARED_RUNS = { fewest: 2, most: 10 } as const;

/** Runs whose curves of one metric are read in one request. */
export const CURVES_AT_ONCE = 20;
