import { formatDay, StateWord } from '../../../web/kit/index.ts';
import type { Lineage } from './lineage-queries.ts';

type Standing = Pick<Lineage['nodes'][number], 'tone' | 'state'> & { readonly at?: string | null };

/** How something stands, with the day where that belongs to it: "Ran well on 3 May 2026". */
export function stateInWords({ state, at }: Standing): string {
  return at ? `${state} ${formatDay(at)}` : state;
}

/** How something stands, as icon and words. */
export function StateMark(standing: Standing) {
  return <StateWord tone={standing.tone}>{stateInWords(standing)}</StateWord>;
}
