import type { z } from 'zod';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { DataToday } from './data-today.ts';
import type { ExpectationVersion } from './expectation.ts';
import { expectationShown, linesShown, type WithheldOf } from './expectation-shown.ts';
import { expectationSentence } from './expectation-words.ts';
import type {
  dataTodaySchema,
  expectationSchema,
  expectationsReportSchema,
  modelReportSchema,
} from './expectations.schema.ts';
import type { ExpectationsReport, ModelReport } from './model-report.ts';

/** A version of an expectation, as it travels: without words of columns that are withheld. */
export function presentExpectation(
  expectation: ExpectationVersion,
  withheldOf: WithheldOf,
): z.infer<typeof expectationSchema> {
  const { id, expectationId, number, version, isRetired, reason, writtenBy, writtenAt } = expectation;
  const { content } = expectationShown(expectation, withheldOf);
  return {
    id: expectationId,
    versionId: id,
    number,
    version,
    content,
    sentence: expectationSentence(content),
    isRetired,
    reason,
    writtenBy: writtenBy.name,
    writtenAt: writtenAt.toISOString(),
  };
}

/** What is expected and how the models fared, as it travels. */
export function presentReport(
  { expectations, models }: ExpectationsReport,
  withheldOf: WithheldOf,
): z.infer<typeof expectationsReportSchema> {
  return {
    expectations: expectations.map((expectation) => presentExpectation(expectation, withheldOf)),
    models: models.map((model) => presentModel(model, withheldOf)),
  };
}

function presentModel({ judged, lines }: ModelReport, withheldOf: WithheldOf): z.infer<typeof modelReportSchema> {
  const { id, kind, ref, name, state, sentence, modelDigest, datasetId, dataVersion, dataDigest } = judged;
  return {
    id,
    kind,
    ref,
    name,
    state,
    sentence,
    modelDigest,
    datasetId,
    dataVersion,
    dataDigest,
    finishedAt: judged.finishedAt?.toISOString() ?? null,
    lines: linesShown(lines, withheldOf).map(({ expectation, result }) => ({
      expectation: presentExpectation(expectation, withheldOf),
      result: result && { judgement: result.judgement, judgedAt: result.judgedAt.toISOString() },
    })),
  };
}

/** Reports by initiative, as they travel. */
export function presentReports(
  found: readonly {
    readonly initiative: StoredInitiative;
    readonly report: ExpectationsReport;
    readonly withheldOf: WithheldOf;
  }[],
) {
  return {
    reports: found.map(({ initiative, report, withheldOf }) => ({
      slug: initiative.slug,
      name: initiative.name,
      report: presentReport(report, withheldOf),
    })),
  };
}

/** What the data say, as it travels. */
export function presentToday(today: DataToday & { readonly version: number }): z.infer<typeof dataTodaySchema> {
  const { version, rows, of, parts, ratio } = today;
  return { version, rows, of, parts: [...parts], ratio };
}
