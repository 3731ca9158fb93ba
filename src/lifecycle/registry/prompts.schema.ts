import { z } from 'zod';
import {
  createdShape,
  cursorSchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { modelParams, versionParams } from './model-address.schema.ts';
import { modelLineSchema } from './models.schema.ts';

const labelsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

/** One prompt of the list. */
export const promptLineSchema = modelLineSchema
  .omit({ initiatives: true, openProposals: true })
  .meta({ id: 'PromptLine' });

/** One version of a prompt in the list of them. */
export const promptVersionSchema = z
  .object({
    version: z.number().int().min(1),
    /** What whoever registered it said about it. */
    message: z.string(),
    registeredBy: z.string(),
    registeredAt: instantSchema,
    aliases: z.array(z.string()),
  })
  .meta({ id: 'PromptVersion' });

/** What is sent to a model: a text, or the messages of a conversation, with variables as they stand in it. */
export const promptContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('chat'), messages: z.array(z.object({ role: z.string(), text: z.string() })) }),
]);

/** Prompts: texts with numbered versions, which clients register beside models. */
export const promptsApi = defineApi({
  prompts: {
    method: 'GET',
    path: '/api/prompts',
    summary: 'The prompts that the caller may see, by name.',
    access: 'signed-in',
    query: pageQuerySchema.extend({ q: z.string().max(200).optional() }),
    response: z.object({ prompts: z.array(promptLineSchema), nextCursor: nextCursorSchema }),
  },
  prompt: {
    method: 'GET',
    path: '/api/prompts/:name',
    summary: 'A prompt: its description, its aliases, and who decides about it.',
    access: 'signed-in',
    params: modelParams,
    response: promptLineSchema.extend({
      labels: labelsSchema,
      ...createdShape,
      /** Whether the caller may change it: its name, labels and aliases. */
      mayChange: z.boolean(),
      /** Who may change what, as a sentence. */
      rule: z.string(),
    }),
  },
  promptVersions: {
    method: 'GET',
    path: '/api/prompts/:name/versions',
    summary: 'The versions of a prompt without their texts, newest first.',
    access: 'signed-in',
    params: modelParams,
    query: pageQuerySchema.extend({ cursor: cursorSchema(/^\d{1,9}$/) }),
    response: z.object({ versions: z.array(promptVersionSchema), nextCursor: nextCursorSchema }),
  },
  promptVersion: {
    method: 'GET',
    path: '/api/prompts/:name/versions/:version',
    summary: 'A version of a prompt with its text, its settings, and where traces used it.',
    access: 'signed-in',
    params: versionParams,
    response: promptVersionSchema.extend({
      /** The version before it; `null` for the first. */
      previous: z.number().int().nullable(),
      content: promptContentSchema,
      /** Which model it is for and how that is set, as JSON in lines; `null` where nothing was said. */
      modelSettings: z.string().nullable(),
      /** The form that the answer is to have, as JSON in lines; `null` where nothing was said. */
      answerForm: z.string().nullable(),
      labels: labelsSchema,
      /** The experiments with traces that used it, those used in last first, as far as the caller may see them. */
      uses: z.array(
        z.object({
          experiment: z.object({ id: z.string(), name: z.string() }),
          /** How many of its traces used it. */
          traces: z.number().int(),
        }),
      ),
    }),
  },
});
