import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type Draft, partAt, withPart } from '../draft-path.ts';
import {
  type designCheckSchema,
  framingApi,
  type framingChangeSchema,
  type framingVersionSchema,
  type translationStateSchema,
} from '../framing.schema.ts';

/** Calls the endpoints of the framing. */
export const framingClient: Client<typeof framingApi> = createClient(framingApi, thisServer);

/** A version that was put forward, with its signatures. */
export type Version = z.infer<typeof framingVersionSchema>;

/** Where a wording of the translation stands. */
export type Translation = z.infer<typeof translationStateSchema>;

/** What the planner answers. */
export type PlanAnswer = z.infer<typeof designCheckSchema>;

/** One difference between two versions. */
export type Change = z.infer<typeof framingChangeSchema>;

/** The draft, its gaps and every version. */
export function framingQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'framing'),
    queryFn: () => framingClient.read({ params: { slug } }),
  });
}

/** What a version changed; it never changes itself, so it is read once. */
export function changesQuery(slug: string, version: number) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'framing', 'changes', version),
    queryFn: () => framingClient.changes({ params: { slug, version } }),
  });
}

/** What explains a success criterion and changes nothing of what can be shown. */
const EXPLAINING = ['guardrails', 'dminReason', 'valueSource', 'openAnswerReason'] as const;

/**
 * What the plan of a draft can show. Only the parts on which the answer rests are sent, and they are its key. They are the
 * whole of it: a change of the initiative, which is told of at every save, does not ask the same question again.
 */
export function planQuery(slug: string, draft: Draft) {
  const content = {
    predictionTask: { entity: partAt(draft, 'predictionTask.entity') },
    decisionPolicy: partAt(draft, 'decisionPolicy'),
    kpi: { population: partAt(draft, 'kpi.population'), scale: partAt(draft, 'kpi.scale') },
    successCriterion: partAt(
      EXPLAINING.reduce((rest, field) => withPart(rest, `successCriterion.${field}`, undefined), draft),
      'successCriterion',
    ),
  };
  return queryOptions({
    queryKey: ['framing-plan', slug, content],
    queryFn: () => framingClient.check({ params: { slug }, body: { content } }),
  });
}
