import type { z } from 'zod';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { DataToday } from './data-today.ts';
import type { ExpectationVersion } from './expectation.ts';
import { expectationSentence } from './expectation-words.ts';
import type {
  dataTodaySchema,
  expectationSchema,
  expectationsReportSchema,
  modelReportSchema,
} from './expectations.schema.ts';
import type { ExpectationsReport, ModelReport } from './model-report.ts';

/** A version of an expectation, as it travels. */
export function presentExpectation(expectation: ExpectationVersion): z.infer<typeof expectationSchema> {
  const { id, expectationId, number, version, content, isRetired, reason, writtenBy, writtenAt } = expectation;
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
export function presentReport({ expectations, models }: ExpectationsReport): z.infer<typeof expectationsReportSchema> {
  return { expectations: expectations.map(presentExpectation), models: models.map(presentModel) };
}

function presentModel({ judged, lines }: ModelReport): z.infer<typeof modelReportSchema> {
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
    lines: lines.map(({ expectation, result }) => ({
      expectation: presentExpectation(expectation),
      result: result && { judgement: result.judgement, judgedAt: result.judgedAt.toISOString() },
    })),
  };
}

/** Reports by initiative, as they travel. */
export function presentReports(
  found: readonly { readonly initiative: StoredInitiative; readonly report: ExpectationsReport }[],
) {
  return {
    reports: found.map(({ initiative, report }) => ({
      slug: initiative.slug,
      name: initiative.name,
      report: presentReport(report),
    })),
  };
}

/** What the data say, as it travels. */
export function presentToday(today: DataToday & { readonly version: number }): z.infer<typeof dataTodaySchema> {
  const { version, rows, of, parts, ratio } = today;
  return { version, rows, of, parts: [...parts], ratio };
}
