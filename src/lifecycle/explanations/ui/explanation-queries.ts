import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import type { Answer, Cells } from '../explanation.ts';
import {
  type explainedColumnSchema,
  type explanationSchema,
  explanationsApi,
  type judgementSchema,
} from '../explanations.schema.ts';

/** Calls the endpoints of explanations. */
export const explanationsClient: Client<typeof explanationsApi> = createClient(explanationsApi, thisServer);

/** A model as the page reads it. */
export type Explanation = z.infer<typeof explanationSchema>;
/** A column as the page reads it. */
export type ExplainedColumn = z.infer<typeof explainedColumnSchema>;
/** What an expert said, as the page reads it. */
export type SaidPoint = z.infer<typeof judgementSchema>;

/** How a row is looked up. */
export type RowLookup = { readonly row: number } | { readonly name: string };

/** What is asked about one row: one of the table, or values that somebody typed. */
export type Asked =
  | { readonly kind: 'row'; readonly lookup: RowLookup }
  | {
      readonly kind: 'cells';
      readonly cells: Cells;
      readonly threshold: number | null;
      readonly efforts: Readonly<Record<string, number>>;
    };

/** A row with its reasons; no row where the values were typed. */
export interface Answered {
  readonly asked: Asked;
  readonly row: RowOnPage | null;
  readonly answer: Answer;
}

/** A row of the table, as the page reads it. */
export interface RowOnPage {
  readonly row: number;
  readonly names: readonly { readonly column: string; readonly name: string }[];
  readonly truth: number | string | null;
  readonly cells: Cells;
}

/** How a model behaves as a whole. */
export function explanationQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'explanation', id),
    queryFn: () => explanationsClient.readExplanation({ params: { slug, id } }),
  });
}

/** What a model says about one row, and why. */
export function answerQuery(slug: string, id: string, asked: Asked) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'prediction', id, JSON.stringify(asked)),
    queryFn: async (): Promise<Answered> => {
      const params = { slug, id };
      if (asked.kind === 'row')
        return { asked, ...(await explanationsClient.explainRow({ params, query: asked.lookup })) };
      const { cells, threshold, efforts } = asked;
      return {
        asked,
        row: null,
        answer: await explanationsClient.explainTyped({ params, body: { cells, threshold, efforts } }),
      };
    },
    placeholderData: keepPreviousData,
    // The model never changes, and neither do the rows.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
