import type { FieldProblem } from '../../platform/contract/index.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { GivenFinding } from './answer-assumption.use-case.ts';
import type { AssumptionRegister } from './assumption.ts';
import type { DesignCheck } from './design-check.ts';
import { framingApi } from './framing.schema.ts';
import type { FramingChange } from './framing-changes.ts';
import type { FramingVersion } from './framing-version.ts';
import type { Proposal } from './propose-framing.use-case.ts';
import type { FramingReading } from './read-framing.use-case.ts';
import { missingSigners } from './required-signers.ts';
import type { Signature } from './sign-framing.use-case.ts';
import type { TranslationState } from './translation.ts';

/** What the routes of the framing call. */
export interface FramingUseCases {
  require(slug: string): Promise<StoredInitiative>;
  requiredSigners(initiative: StoredInitiative): Promise<readonly Role[]>;
  read(initiative: StoredInitiative): Promise<FramingReading>;
  /** Saves the draft and returns its revision. */
  save(
    actor: Actor,
    initiative: StoredInitiative,
    given: { readonly content: Readonly<Record<string, unknown>>; readonly revision: number },
  ): Promise<number>;
  gaps(content: unknown): readonly FieldProblem[];
  check(content: unknown): DesignCheck;
  propose(actor: Actor, initiative: StoredInitiative, proposal: Proposal): Promise<FramingVersion>;
  sign(actor: Actor, initiative: StoredInitiative, signature: Signature): Promise<FramingVersion>;
  needsApprovedTranslation(initiative: StoredInitiative): Promise<boolean>;
  approveTranslation(actor: Actor, initiative: StoredInitiative, textHash: string): Promise<TranslationState>;
  takeOverTranslation(actor: Actor, initiative: StoredInitiative, textHash: string): Promise<TranslationState | null>;
  answerAssumption(actor: Actor, initiative: StoredInitiative, given: GivenFinding): Promise<AssumptionRegister>;
  changes(
    initiative: StoredInitiative,
    version: number,
  ): Promise<{ readonly against: number | null; readonly changes: readonly FramingChange[] }>;
}

/** The routes of the framing. */
export function framingRoutes(useCases: FramingUseCases): MountedApi {
  const present = async (initiative: StoredInitiative, version: FramingVersion) =>
    presentVersion(version, await useCases.requiredSigners(initiative));
  return mountApi('Framing', framingApi, {
    read: async ({ params }) => {
      const initiative = await useCases.require(params.slug);
      const { draft, gaps, current, versions, translation, translationOf } = await useCases.read(initiative);
      const waiting = versions.find(({ state }) => state === 'proposed');
      const required = await useCases.requiredSigners(initiative);
      return {
        translation: translation && presentTranslation(translation),
        needsApprovedTranslation: await useCases.needsApprovedTranslation(initiative),
        waitingTranslation: waiting ? presentTranslation(translationOf(waiting)) : null,
        currentTranslation: current && presentTranslation(translationOf(current)),
        draft: {
          content: draft.content,
          revision: draft.revision,
          updatedAt: draft.saved?.at.toISOString() ?? null,
          updatedBy: draft.saved?.byName ?? null,
        },
        gaps: [...gaps],
        current: current && presentVersion(current, required),
        versions: versions.map((version) => presentVersion(version, required)),
      };
    },
    saveDraft: async ({ params, body }, { principal }) => {
      const revision = await useCases.save(principal, await useCases.require(params.slug), body);
      return { revision, gaps: [...useCases.gaps(body.content)] };
    },
    check: async ({ params, body }) => {
      await useCases.require(params.slug);
      const check = useCases.check(body.content);
      return { ...check, sentences: [...check.sentences] };
    },
    approveTranslation: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return presentTranslation(await useCases.approveTranslation(principal, initiative, body.textHash));
    },
    takeOverTranslation: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const state = await useCases.takeOverTranslation(principal, initiative, body.textHash);
      return state && presentTranslation(state);
    },
    answerAssumption: async ({ params, body }, { principal }) => {
      const { slug, ...at } = params;
      const given = { ...at, ...body };
      const { answers } = await useCases.answerAssumption(principal, await useCases.require(slug), given);
      return { answers: [...answers] };
    },
    propose: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return present(initiative, await useCases.propose(principal, initiative, body));
    },
    sign: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const signature = { ...body, version: params.version };
      return present(initiative, await useCases.sign(principal, initiative, signature));
    },
    changes: async ({ params }) => {
      const { against, changes } = await useCases.changes(await useCases.require(params.slug), params.version);
      return { against, changes: [...changes] };
    },
  });
}

function presentTranslation(state: TranslationState) {
  return { ...state, approvals: [...state.approvals] };
}

function presentVersion({ writer: _, ...version }: FramingVersion, required: readonly Role[]) {
  const signed = version.signOffs.map(({ role }) => role);
  return {
    ...version,
    signOffs: [...version.signOffs],
    missingSignatures: version.state === 'proposed' ? [...missingSigners(required, signed)] : [],
  };
}
