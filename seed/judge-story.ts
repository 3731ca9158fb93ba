import { assembleEvidence } from '../src/lifecycle/outcomes/assemble-evidence.ts';
import { decideVerdict, type Verdict } from '../src/lifecycle/outcomes/index.ts';
import { type Measurements, measureUnits, runMeasurement } from '../src/lifecycle/outcomes/measure-units.ts';
import { startOfDay } from './calendar.ts';
import { deliveredUnits } from './delivered-units.ts';
import type { Story } from './story.ts';

/** What the product concludes from what a story delivers. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly measured: Measurements;
}

/** Measures and judges a story on a day by the product's own rules, without a server and without a database. */
export function judgeStory(story: Story, today: string): Judgement {
  const watermarks = story.deliveries.flatMap((delivery) =>
    delivery.kind === 'watermarks'
      ? delivery.rows.map(({ metric, source, completeThrough }) => ({
          metric,
          source,
          completeThroughMs: Date.parse(completeThrough),
        }))
      : [],
  );
  const measured = runMeasurement(
    measureUnits({
      columns: deliveredUnits(story),
      content: story.framing,
      asOfMs: startOfDay(today),
      watermarks,
      recordedFixedCents: 0,
    }),
  );
  return { verdict: decideVerdict(assembleEvidence(measured, story.framing)), measured };
}
