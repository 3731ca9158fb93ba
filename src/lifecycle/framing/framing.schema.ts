import { z } from 'zod';
import { daySchema, defineApi, instantSchema, personSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { roleSchema } from '../people/index.ts';
import { ASSUMPTION_FINDINGS, assumptionIdSchema } from './assumption.ts';
import { FRAMING_LIMITS, framingContentSchema } from './framing.ts';
import { VERSION_STATES } from './framing-version.ts';

/** A draft may be incomplete: any part, and any part of a part, may still be missing or wrong. */
export const framingDraftSchema = z.looseObject({
  translation: z.unknown().optional(),
  kpi: z.unknown().optional(),
  predictionTask: z.unknown().optional(),
  decisionPolicy: z.unknown().optional(),
  successCriterion: z.unknown().optional(),
  riskTier: z.unknown().optional(),
  assumptions: z.unknown().optional(),
});

/** A named expert's approval of one exact wording of the translation. */
export const translationApprovalSchema = z
  .object({
    /** SHA-256 of the question and the wording together. */
    textHash: z.string(),
    translation: z.string(),
    accountId: z.uuid(),
    name: z.string(),
    at: instantSchema,
  })
  .meta({ id: 'TranslationApproval' });

/** Where a wording of the translation stands. */
export const translationStateSchema = z
  .object({
    textHash: z.string(),
    writer: personSchema.nullable(),
    /** Approvals of exactly this wording; none of its writer. */
    approvals: z.array(translationApprovalSchema),
    /** The latest approval of another wording, made stale by the change. */
    stale: translationApprovalSchema.nullable(),
  })
  .meta({ id: 'TranslationState' });

/** What a person found out about an assumption. */
export const assumptionAnswerSchema = z
  .object({
    assumptionId: z.string(),
    finding: z.enum(ASSUMPTION_FINDINGS),
    reason: z.string(),
    accountId: z.uuid(),
    name: z.string(),
    at: instantSchema,
  })
  .meta({ id: 'AssumptionAnswer' });

/** A recorded decision by a named person, in a role, on an exact version. */
export const signOffSchema = z
  .object({ accountId: z.uuid(), name: z.string(), role: roleSchema, at: instantSchema, contentHash: z.string() })
  .meta({ id: 'SignOff' });

/** A version of the framing that was put forward for signature; its content never changes. */
export const framingVersionSchema = z
  .object({
    version: z.number().int().min(1),
    iteration: z.number().int().min(1),
    state: z.enum(VERSION_STATES),
    content: framingContentSchema,
    contentHash: z.string(),
    proposedBy: z.uuid(),
    /** The name as it was then. */
    proposedByName: z.string(),
    proposedAt: instantSchema,
    /** Why a signed framing was changed; absent for the first version. */
    amendmentReason: z.string().nullable(),
    lockedAt: instantSchema.nullable(),
    signOffs: z.array(signOffSchema),
    /** Roles whose signature is still missing before it locks. */
    missingSignatures: z.array(roleSchema),
  })
  .meta({ id: 'FramingVersion' });

/** One difference between two versions, for the reader of an amendment. */
export const framingChangeSchema = z
  .object({ path: z.string(), label: z.string(), before: z.string(), after: z.string() })
  .meta({ id: 'FramingChange' });

const lowHighSchema = z.object({ low: z.number(), high: z.number() });

/** What the planner answers about a success criterion. */
export const designCheckSchema = z
  .object({
    /** Units needed in all so that zero can be told from `dmin` at the read-out. */
    unitsNeeded: z.number().nullable(),
    /** Smallest effect that the planned units can show, per unit reached. */
    detectableEffect: z.number().nullable(),
    /** Whether the planned read-out is known to be able to answer; the sentences say what is missing when it is not. */
    canAnswer: z.boolean(),
    /** What leaving the holdout alone costs if the action is worth exactly `dmin`. */
    costOfKnowingCents: z.number().nullable(),
    /** Effect at which the money comes out even, per unit acted upon. */
    breakEvenEffect: z.number().nullable(),
    /** The same as ranges: 20% fewer or more come than planned, and the effect is `dmin` or twice that. */
    ranges: z
      .object({
        detectableEffect: lowHighSchema.nullable(),
        /** Days from today until `dmin` can be told from no effect. */
        days: lowHighSchema.nullable(),
        /** The first day on which a read-out could answer at the pace of the plan. */
        possibleOn: daySchema.nullable(),
        costOfKnowingCents: lowHighSchema.nullable(),
        /** What those left alone would have added to the KPI, in its unit. */
        kpiForgone: lowHighSchema.nullable(),
      })
      .nullable(),
    sentences: z.array(z.string()),
  })
  .meta({ id: 'DesignCheck' });

/** The endpoints of the framing. */
export const framingApi = defineApi({
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug/framing',
    summary: 'The framing: the draft, every version with its signatures, and what is missing.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      draft: z.object({
        content: framingDraftSchema,
        revision: z.number().int(),
        updatedAt: instantSchema.nullable(),
        updatedBy: z.string().nullable(),
      }),
      /** Where the wording of the draft's translation stands; `null` while nothing is written. */
      translation: translationStateSchema.nullable(),
      /** Whether an expert has to approve the translation of a version before anybody signs it. */
      needsApprovedTranslation: z.boolean(),
      /** Where the translation of the version that waits for signatures stands; `null` when none waits. */
      waitingTranslation: translationStateSchema.nullable(),
      /** Where the translation of the version in force stands; `null` before there is one. */
      currentTranslation: translationStateSchema.nullable(),
      /** What keeps the draft from being put forward, by field. */
      gaps: z.array(z.object({ path: z.string(), message: z.string() })),
      /** The signed version that holds now, also while an amendment waits for signatures. */
      current: framingVersionSchema.nullable(),
      /** Newest first. */
      versions: z.array(framingVersionSchema),
    }),
  },
  saveDraft: {
    method: 'PUT',
    path: '/api/initiatives/:slug/framing/draft',
    summary: 'Saves the draft; refused when somebody else saved a newer one meanwhile.',
    access: { action: 'framing.draft' },
    params: initiativeParams,
    body: z.object({ content: framingDraftSchema, revision: z.number().int().min(0) }),
    bodyLimitBytes: FRAMING_LIMITS.draftBytes,
    response: z.object({
      revision: z.number().int(),
      gaps: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  },
  check: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/check',
    summary: 'What the success criterion of the draft can and cannot show, how long it takes and what knowing costs.',
    access: { action: 'initiative.see' },
    scope: 'read',
    params: initiativeParams,
    body: z.object({ content: framingDraftSchema }),
    bodyLimitBytes: FRAMING_LIMITS.draftBytes,
    response: designCheckSchema,
  },
  approveTranslation: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/translation/approvals',
    summary: 'An expert approves exactly this wording of the translation, beside the question as it was asked.',
    access: { action: 'framing.approve-translation' },
    params: initiativeParams,
    body: z.object({ textHash: z.string().length(64) }),
    response: translationStateSchema,
    status: 201,
  },
  takeOverTranslation: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/translation/take-over',
    summary: 'A data scientist takes over exactly this wording, so that whoever wrote it may approve it.',
    access: { action: 'framing.take-over-translation' },
    params: initiativeParams,
    body: z.object({ textHash: z.string().length(64) }),
    response: translationStateSchema.nullable(),
  },
  answerAssumption: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/versions/:version/assumptions/:assumptionId/answers',
    summary: 'Says whether an assumption of a signed framing held, with the reason; the latest answer counts.',
    access: { action: 'framing.answer-assumption' },
    params: initiativeParams.extend({
      version: z.coerce.number().int().min(1),
      assumptionId: assumptionIdSchema,
    }),
    body: z.object({
      finding: z.enum(ASSUMPTION_FINDINGS),
      reason: z.string().trim().min(5).max(FRAMING_LIMITS.findingLength),
    }),
    response: z.object({ answers: z.array(assumptionAnswerSchema) }),
    status: 201,
  },
  propose: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/versions',
    summary:
      'Puts the draft forward for signature as a new version; after a signed one it is an amendment and needs a reason.',
    access: { action: 'framing.draft' },
    params: initiativeParams,
    body: z.object({
      revision: z.number().int().min(0),
      amendmentReason: z.string().trim().min(5).max(1_000).optional(),
    }),
    response: framingVersionSchema,
    status: 201,
  },
  sign: {
    method: 'POST',
    path: '/api/initiatives/:slug/framing/versions/:version/signatures',
    summary: "Signs exactly this version in one of the signer's roles; the last missing signature locks it.",
    access: { action: 'framing.sign' },
    params: initiativeParams.extend({ version: z.coerce.number().int().min(1) }),
    body: z.object({ role: roleSchema, contentHash: z.string().length(64) }),
    response: framingVersionSchema,
    status: 201,
  },
  changes: {
    method: 'GET',
    path: '/api/initiatives/:slug/framing/versions/:version/changes',
    summary: 'What a version changed against the signed one before it, field by field.',
    access: { action: 'initiative.see' },
    params: initiativeParams.extend({ version: z.coerce.number().int().min(1) }),
    response: z.object({
      /** The version compared with: the last signed one before it, else the one just before it; `null` for the first. */
      against: z.number().int().min(1).nullable(),
      changes: z.array(framingChangeSchema),
    }),
  },
});
