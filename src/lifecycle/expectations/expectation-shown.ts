import { KNOWN_AT_TABLE, type WithheldColumns } from '../datasets/index.ts';
import type { Claim, ExpectationContent, ExpectationVersion } from './expectation.ts';
import type { Judgement } from './judgement.schema.ts';
import type { ModelReport } from './model-report.ts';
import type { Condition, Segment } from './segment.ts';

/** The columns of a data set whose words whoever reads is not shown. */
export type WithheldOf = (datasetId: string) => WithheldColumns;

/** An expectation without words of columns that are withheld. */
export function expectationShown(version: ExpectationVersion, withheldOf: WithheldOf): ExpectationVersion {
  const { content } = version;
  return { ...version, content: contentShown(content, withheldOf(content.datasetId)) };
}

/** The lines of a report without words of columns that are withheld. */
export function linesShown(lines: ModelReport['lines'], withheldOf: WithheldOf): ModelReport['lines'] {
  return lines.map(({ expectation, result }) => ({
    expectation: expectationShown(expectation, withheldOf),
    result: result && {
      ...result,
      judgement: judgementShown(result.judgement, expectation.content, withheldOf(expectation.content.datasetId)),
    },
  }));
}

/** What is expected, without words of columns that are withheld. */
export function contentShown(content: ExpectationContent, withheld: WithheldColumns): ExpectationContent {
  return withheld.size === 0 ? content : { ...content, claim: claimShown(content.claim, withheld) };
}

function claimShown(claim: Claim, withheld: WithheldColumns): Claim {
  if (claim.kind !== 'comparison') return { ...claim, segment: segmentShown(claim.segment, withheld) };
  const { group, against } = claim;
  return { ...claim, group: segmentShown(group, withheld), against: against && segmentShown(against, withheld) };
}

function segmentShown(segment: Segment, withheld: WithheldColumns): Segment {
  return segment.map(
    (condition): Condition =>
      condition.kind === 'is' && withheld.has(condition.column) ? { ...condition, words: [KNOWN_AT_TABLE] } : condition,
  );
}

/** The worst break of a rule names the two values that were tried. */
function judgementShown(
  judgement: Judgement,
  { claim }: Pick<ExpectationContent, 'claim'>,
  withheld: WithheldColumns,
): Judgement {
  const { measured } = judgement;
  const isHidden = (claim.kind === 'direction' || claim.kind === 'invariance') && withheld.has(claim.column);
  if (!isHidden || measured.kind !== 'changes' || measured.worst === null) return judgement;
  const worst = { ...measured.worst, from: KNOWN_AT_TABLE, to: KNOWN_AT_TABLE };
  return { ...judgement, measured: { ...measured, worst } };
}
