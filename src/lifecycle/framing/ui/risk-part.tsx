import { Section } from '../../../web/kit/index.ts';
import { AnswerField } from './draft-fields.tsx';

/** What each tier means to the people whom a wrong decision meets. */
export const RISK_WORDS = {
  low: { label: 'Little', help: 'A wrong decision is a nuisance and is put right at once.' },
  medium: { label: 'Some', help: 'A wrong decision costs somebody money or time, and can be put right.' },
  high: { label: 'A lot', help: 'A wrong decision touches safety, health, rights or somebody’s living.' },
} as const;

/** How much harm a wrong decision can do. */
export function RiskPart() {
  return (
    <Section title="How much harm a wrong decision can do" id="frame-risk">
      <AnswerField
        path="riskTier"
        fallback="low"
        options={Object.entries(RISK_WORDS).map(([value, words]) => ({ value, ...words }))}
      />
    </Section>
  );
}
