import type { TakenVerdictEntry } from '../outcomes.schema.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { EffectBars } from './effect-bars.tsx';
import { EffectOverTime } from './effect-over-time.tsx';
import { HowWeKnow } from './how-we-know.tsx';
import { MoneyGap } from './money-gap.tsx';
import { ShowNumbers } from './show-numbers.tsx';
import { StillMissing } from './still-missing.tsx';
import { TheAnswer } from './the-answer.tsx';
import { TheChain } from './the-chain.tsx';
import { TwoLedgers } from './two-ledgers.tsx';

export interface OutcomeReadingProps {
  readonly slug: string;
  readonly report: OutcomeReport;
  readonly computedAt: string;
  /** The verdict whose value somebody may have confirmed: the latest one, or the one that is read. */
  readonly taken: TakenVerdictEntry | undefined;
}

/** One report from the answer down to its numbers: the same for the answer of now and for a verdict as it was taken. */
export function OutcomeReading({ slug, report, computedAt, taken }: OutcomeReadingProps) {
  return (
    <div className="tl-outcome">
      <TheAnswer slug={slug} report={report} taken={taken} />
      <StillMissing slug={slug} report={report} />
      <TheChain slug={slug} tiles={report.answer.chain} />
      <TwoLedgers slug={slug} report={report} />
      {!report.isEffectHidden && (
        <div className="tl-outcome-charts">
          <EffectBars report={report} />
          <EffectOverTime report={report} />
          <MoneyGap report={report} />
        </div>
      )}
      <div className="tl-outcome-depth">
        <ShowNumbers report={report} />
        <HowWeKnow slug={slug} report={report} computedAt={computedAt} />
      </div>
    </div>
  );
}
