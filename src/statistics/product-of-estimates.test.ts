import { expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { productOfEstimates } from './product-of-estimates.ts';

it.each(plan.productCi.cases)('the product of uncertain effect and value agrees with the reference', (vector) => {
  const { u, se, v, sv } = vector.input;
  const product = productOfEstimates({ estimate: u, standardError: se }, { estimate: v, standardError: sv });
  const { mean, se: standardError } = vector.expect;
  expect(firstMismatch(product, { estimate: mean, standardError }, 1e-12)).toBe(undefined);
});

it('an exactly known value only scales the effect', () => {
  const product = productOfEstimates({ estimate: 2, standardError: 0.5 }, { estimate: 10, standardError: 0 });
  expect(product).toMatchObject({ estimate: 20, standardError: 5 });
});
