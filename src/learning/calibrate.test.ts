import { describe, expect, it } from 'vitest';
import { plattLine } from './calibrate.ts';

const outcomes = Int32Array.from('110101101001010110111001011010010111110010100111011110001100', Number);
const raw = Float64Array.from(outcomes, (outcome, i) => ((i * 53) % 97) / 20 - 2.5 + 0.8 * outcome);
const ones = new Float64Array(outcomes.length).fill(1);

describe('the line that straightens log odds', () => {
  it('is the one of scikit-learn', () => {
    // scikit-learn 1.7.2, _sigmoid_calibration(raw, outcomes), which states both numbers negated; converged to 1e-3.
    const line = plattLine(raw, outcomes, ones);
    expect(line?.slope).toBeCloseTo(0.43260925, 3);
    expect(line?.intercept).toBeCloseTo(0.19687789, 3);
  });

  it('stays finite where scores part the outcomes perfectly', () => {
    const line = plattLine(
      Float64Array.from(outcomes, (outcome) => 2 * outcome - 1),
      outcomes,
      ones,
    );
    expect(line?.slope).toBeGreaterThan(1);
    expect(Number.isFinite(line?.slope)).toBe(true);
  });

  it('is none where scores run the wrong way, or only one thing ever happened', () => {
    expect(
      plattLine(
        raw.map((score, i) => (outcomes[i] === 1 ? -5 : 5) + score / 10),
        outcomes,
        ones,
      ),
    ).toBeNull();
    expect(plattLine(raw, new Int32Array(raw.length), ones)).toBeNull();
  });
});
