import { Waterfall } from '../../../web/charts/index.ts';
import { Section } from '../../../web/kit/index.ts';
import { formatAmount } from '../../../words/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { isSettled } from './state-words.ts';

const LINK_LABEL: Readonly<Record<string, string>> = {
  population: 'How many were drawn',
  flagRate: 'How many were on the list',
  reach: 'How many the action reached',
  effect: 'What the action changed',
  value: 'What one success is worth',
  cost: 'What the action cost',
  fixed: 'Costs of the initiative itself',
};

/** Why the money came out otherwise than planned, link by link; nothing while the answer is open, because best estimates would be taken for it. */
export function MoneyGap({ report: { money, verdict } }: { readonly report: OutcomeReport }) {
  if (!money?.gap || !isSettled(verdict.state)) return null;
  const { plannedCents, byLink } = money.gap;
  const told = (cents: number) => formatAmount(Math.round(cents), money.currency);
  const steps = byLink
    .filter(({ cents }) => Math.round(cents) !== 0)
    .toSorted((a, b) => a.cents - b.cents)
    .map(({ link, cents }) => ({ label: LINK_LABEL[link] ?? link, change: cents }));
  const [worst] = steps;
  return (
    <Section title="Which link cost the most">
      <Waterfall
        finding={
          worst && worst.change < 0
            ? `"${worst.label}" took most away from what was planned: ${told(Math.abs(worst.change))}`
            : 'No link took anything away from what was planned'
        }
        description="Money after costs from what was planned at framing to what was measured, with what each link added or took away."
        start={{ label: 'Planned', value: plannedCents }}
        steps={steps}
        endLabel="Measured so far"
        format={told}
        goodDirection="up"
        rowHead="Link"
        note={`Best estimates, ${money.label} value. This ranks the links; the answer above decides, with its ranges.`}
      />
    </Section>
  );
}
