import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { outcomesApi, type TakenVerdictEntry } from './outcomes.schema.ts';
import type { StoredVerdict } from './outcomes.store.ts';
import type { BeliefsReading } from './read-beliefs.use-case.ts';
import type { Replay } from './replay-verdict.use-case.ts';
import type { OutcomeReport } from './report.schema.ts';
import type { ValueSignature } from './sign-value.use-case.ts';

/** What the routes of the outcome call. */
export interface OutcomesUseCases {
  require(slug: string): Promise<StoredInitiative>;
  answer(initiative: StoredInitiative, asOf: Date | null): Promise<OutcomeReport>;
  beliefs(initiative: StoredInitiative): Promise<BeliefsReading>;
  take(actor: Actor, initiative: StoredInitiative, note: string | null): Promise<StoredVerdict>;
  list(initiative: StoredInitiative): Promise<readonly TakenVerdictEntry[]>;
  find(initiative: StoredInitiative, number: number): Promise<StoredVerdict>;
  replay(initiative: StoredInitiative, number: number): Promise<Replay>;
  signOff(actor: Actor, initiative: StoredInitiative, signature: ValueSignature): Promise<TakenVerdictEntry>;
  now(): Date;
}

/** The routes of the outcome. */
export function outcomesRoutes(useCases: OutcomesUseCases): MountedApi {
  return mountApi('Outcomes', outcomesApi, {
    answer: async ({ params, query }) => {
      const asOf = query.asOf === undefined ? null : new Date(query.asOf);
      const report = await useCases.answer(await useCases.require(params.slug), asOf);
      return { report, computedAt: useCases.now().toISOString() };
    },
    beliefs: async ({ params }) => {
      const { framingVersion, beliefs } = await useCases.beliefs(await useCases.require(params.slug));
      return { framingVersion, beliefs: [...beliefs] };
    },
    take: async ({ params, body }, { principal }) =>
      present(await useCases.take(principal, await useCases.require(params.slug), body.note ?? null)),
    verdicts: async ({ params }) => ({
      verdicts: [...(await useCases.list(await useCases.require(params.slug)))],
    }),
    verdict: async ({ params }) => present(await useCases.find(await useCases.require(params.slug), params.number)),
    replay: async ({ params }) => {
      const replay = await useCases.replay(await useCases.require(params.slug), params.number);
      return {
        isIdentical: replay.differences.length === 0,
        differences: [...replay.differences],
        inputsHash: { stored: replay.stored.entry.inputsHash, measured: replay.inputsHash },
        report: replay.report,
      };
    },
    signOff: async ({ params, body }, { principal }) =>
      useCases.signOff(principal, await useCases.require(params.slug), {
        number: params.number,
        label: body.label,
        note: body.note ?? null,
      }),
  });
}

function present({ entry, report }: StoredVerdict) {
  return { verdict: entry, report };
}
