import { type Phase, planOf } from './phase.ts';

/** The assignment plan of a phase in words: "20% of the flagged customers are left alone, drawn by chance". */
export function planInWords(phase: Phase): string {
  const { many } = phase.content.predictionTask.entity;
  const { holdoutShare, exploreShare } = planOf(phase);
  if (holdoutShare === 0) return `no ${many} are left alone by chance`;
  const alone = `${percent(holdoutShare)} of the flagged ${many} are left alone, drawn by chance`;
  return exploreShare === 0
    ? alone
    : `${alone}, and ${percent(exploreShare)} of the others are acted upon to learn from them`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`;
}
