import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Curves } from '../../../web/charts/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  formatCount,
  formatMoney,
  formatNumber,
  formatPercent,
  minorUnits,
  NumberField,
  rangeWords,
  Section,
} from '../../../web/kit/index.ts';
import { type ActingMoney, type ActingPolicy, moneyQuery } from './training-queries.ts';

export interface MoneyPartProps {
  readonly slug: string;
  readonly id: string;
  readonly policy: ActingPolicy | null;
  /** The outcome that is foreseen: "Yes". */
  readonly outcome: string;
}

/** What people say that acting is worth; amounts in whole units of the currency. */
interface Terms {
  readonly value: number | null;
  readonly cost: number | null;
  readonly capacity: number | null;
  /** Of those with the outcome, the share that acting turns round, in percent. */
  readonly success: number | null;
}

/** What acting on those with the highest probabilities would bring, with the terms of the framing or others to try. */
export function MoneyPart({ slug, id, policy, outcome }: MoneyPartProps) {
  const currency = policy?.currency ?? 'EUR';
  const units = minorUnits(currency);
  const [terms, setTerms] = useState<Terms>({
    value: policy?.valueCents == null ? null : policy.valueCents / units,
    cost: policy?.costCents == null ? null : policy.costCents / units,
    capacity: policy?.capacityPerCycle ?? null,
    success: null,
  });
  const { value, cost, capacity, success } = terms;
  const isGiven = value !== null && cost !== null && success !== null && Math.min(value, cost, success) >= 0;
  const asked = {
    valueCents: isGiven ? Math.round((value * units * success) / 100) : 0,
    costCents: isGiven ? Math.round(cost * units) : 0,
    capacity: capacity === null ? null : Math.max(0, Math.round(capacity)),
  };
  const money = useQuery({ ...moneyQuery(slug, id, asked), enabled: isGiven });
  const many = policy?.entity.many ?? 'cases';
  return (
    <Section
      title="What acting on it would be worth"
      lead={
        policy === null
          ? 'Three questions that nobody but you can answer; nothing is stored.'
          : `With the signed framing, version ${policy.version}; try other figures, nothing is stored.`
      }
    >
      <div className="tl-training-terms">
        <NumberField
          label={`What is it worth to turn one ${policy?.entity.one ?? 'case'} round?`}
          help="For instance to keep somebody who would have left."
          unit={currency}
          value={value}
          onChange={(next) => setTerms({ ...terms, value: next })}
        />
        <NumberField
          label={`What does one ${policy?.action ?? 'action'} cost?`}
          help="All of it: time, discount, postage."
          unit={currency}
          value={cost}
          onChange={(next) => setTerms({ ...terms, cost: next })}
        />
        <NumberField
          label={`Of 100 with "${outcome}", how many does acting turn round?`}
          help="A guess until some were left alone and compared."
          unit="of 100"
          value={success}
          onChange={(next) => setTerms({ ...terms, success: next })}
        />
        <NumberField
          label="How many can you act upon at most?"
          help={`Of the ${many} in this table; empty for no limit.`}
          value={capacity}
          onChange={(next) => setTerms({ ...terms, capacity: next })}
        />
      </div>
      {!isGiven && (
        <p className="tl-muted">Not measured yet: answer the first three questions, and it is worked out at once.</p>
      )}
      <ProblemNotice error={money.error} />
      {isGiven && money.data?.kind === 'estimated' && (
        <MoneyCurve key={JSON.stringify(asked)} money={money.data} currency={currency} many={many} outcome={outcome} />
      )}
    </Section>
  );
}

interface MoneyCurveProps {
  readonly money: ActingMoney;
  readonly currency: string;
  readonly many: string;
  readonly outcome: string;
}

/** The slider over how sure one must be before one acts, what it brings, and the curve. */
function MoneyCurve({ money, currency, many, outcome }: MoneyCurveProps) {
  const { points, best, netAtRandom, units, events } = money;
  const bestAt = Math.max(
    0,
    points.findIndex(({ acted }) => acted === best.acted),
  );
  const [at, setAt] = useState(bestAt);
  const labelId = useId();
  const point = points[at] ?? best;
  const inMoney = (amount: number): string => formatMoney(amount, currency);
  const sure = point.threshold === null ? 'nobody is acted upon' : `at least ${formatPercent(point.threshold, 0)} sure`;
  return (
    <>
      <div className="tl-training-slider">
        <label id={labelId} htmlFor={`${labelId}-slider`}>
          How sure before we act: {sure}
        </label>
        <input
          id={`${labelId}-slider`}
          type="range"
          min={0}
          max={points.length - 1}
          value={at}
          aria-valuetext={`${sure}, ${formatCount(point.acted)} ${many}, ${inMoney(point.net)}`}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
      </div>
      <div className="tl-prose" role="status">
        <p>
          Acting on {formatCount(point.acted)} of {formatCount(units)} {many} reaches {formatCount(point.successes)} of
          the {formatCount(events)} with "{outcome}" ({formatPercent(point.gain, 0)})
          {point.lift !== null && `, ${formatNumber(point.lift)} times as many as the same number chosen by chance`}. It
          would bring {rangeWords(point.netRange.lower, point.netRange.upper, inMoney)}{' '}
          <span className="tl-muted">
            (most likely {inMoney(point.net)}; proxy value, from the table and not measured)
          </span>
          .
        </p>
        <p>
          {best.threshold === null
            ? 'With these figures it pays to act on nobody.'
            : `It pays most to act when at least ${formatPercent(best.threshold, 0)} sure: ${inMoney(best.net)}. The same number chosen by chance would bring ${inMoney(netAtRandom)}.`}
        </p>
      </div>
      <Curves
        finding={
          best.threshold === null
            ? 'Acting never pays for itself'
            : `Acting on the first ${formatCount(best.acted)} ${many} brings the most`
        }
        description="What acting brings by how many are acted upon, those with the highest probabilities first, on rows that the model had not seen."
        note="Proxy value: worth times those turned round, less the cost of acting."
        xHead={`How many ${many} are acted upon`}
        formatX={formatCount}
        format={inMoney}
        curves={[{ label: 'By the model', points: points.map(({ acted, net }) => ({ x: acted, value: net })) }]}
      />
    </>
  );
}
