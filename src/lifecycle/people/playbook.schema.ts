// What is wrong in a file is told in people's words.
import '../../platform/contract/human-messages.ts';
import { z } from 'zod';
import { STEPS } from '../line-order.ts';
import {
  DUTIES,
  EVIDENCE_KINDS,
  type Gate,
  HELD_WORKS,
  KEBAB,
  PLAYBOOK_LIMITS,
  type PlaybookContent,
  type PlaybookStep,
  RISK_TIERS,
} from './playbook.ts';
import { ROLES } from './roles.ts';

/** The id of a step: the word of its part, or one that the organisation chose. */
export const stepIdSchema = z
  .string()
  .max(PLAYBOOK_LIMITS.stepIdLength)
  .regex(KEBAB, 'Use small letters, digits and hyphens, beginning with a letter, such as legal-check.');

/** The key of a playbook. */
export const playbookKeySchema = z
  .string()
  .max(PLAYBOOK_LIMITS.keyLength)
  .regex(KEBAB, 'Use small letters, digits and hyphens, beginning with a letter, such as high-risk.');

const rolesSchema = z.array(z.enum(ROLES)).max(ROLES.length).refine(isWithoutRepeats, 'Name each role once.');

const gateSchema = z.strictObject({
  heard: rolesSchema,
  evidence: z.array(z.enum(EVIDENCE_KINDS)).max(20).refine(isWithoutRepeats, 'Name each kind of evidence once.'),
  approvals: rolesSchema,
});

/** Words of a draft may still be empty; the check before publishing asks for them. */
const nameSchema = z.string().max(PLAYBOOK_LIMITS.nameLength);

const stepWords = {
  step: stepIdSchema,
  part: z.enum(STEPS),
  name: nameSchema,
  question: z.string().max(PLAYBOOK_LIMITS.questionLength),
  seats: z.partialRecord(z.enum(ROLES), z.enum(DUTIES)),
};

const playbookWords = {
  name: nameSchema,
  purpose: z.string().max(PLAYBOOK_LIMITS.purposeLength),
  holds: z.array(z.enum(HELD_WORKS)).max(HELD_WORKS.length).refine(isWithoutRepeats, 'Name each once.'),
};

/** A step of a playbook, with its gate for each tier of risk. */
const playbookStepSchema = z.strictObject({
  ...stepWords,
  gate: z.strictObject({ low: gateSchema, medium: gateSchema, high: gateSchema }),
});

/** A playbook as it is stored, compared and sent. */
export const playbookContentSchema = z
  .strictObject({
    ...playbookWords,
    steps: z
      .array(playbookStepSchema)
      .min(1)
      .max(PLAYBOOK_LIMITS.steps)
      .refine((steps) => isWithoutRepeats(steps.map(({ step }) => step)), 'Give each step an id of its own.'),
  })
  .meta({ id: 'PlaybookContent', description: 'Steps, seats and gates of a playbook.' });

/** The first line of every playbook file, so that a reader knows what it has. */
export const PLAYBOOK_FORMAT = 'throughline-playbook/1';

/** A gate in a file: one for every tier of risk, or one for each. */
const gateInFileSchema = z.union([
  z.strictObject({ all: gateSchema }),
  z.strictObject({ low: gateSchema, medium: gateSchema, high: gateSchema }),
]);

/** A playbook as a file; its JSON Schema is served, so that an editor can help while one writes. */
export const playbookFileSchema = z
  .strictObject({
    format: z.literal(PLAYBOOK_FORMAT),
    key: playbookKeySchema,
    ...playbookWords,
    steps: z
      .array(z.strictObject({ ...stepWords, gate: gateInFileSchema }))
      .min(1)
      .max(PLAYBOOK_LIMITS.steps)
      .refine((steps) => isWithoutRepeats(steps.map(({ step }) => step)), 'Give each step an id of its own.'),
  })
  .meta({ title: 'Throughline playbook', description: 'Steps, seats and gates of an organisation, as a file.' });

/** A playbook with its key, as a file holds it. */
type PlaybookFile = z.infer<typeof playbookFileSchema>;

/** The content of a file: a gate that is stated once counts at every tier. */
export function contentOfFile({ name, purpose, holds, steps }: PlaybookFile): PlaybookContent {
  return {
    name,
    purpose,
    holds,
    steps: steps.map(
      ({ gate, ...step }): PlaybookStep => ({
        ...step,
        gate: 'all' in gate ? { low: gate.all, medium: gate.all, high: gate.all } : gate,
      }),
    ),
  };
}

/** The file of a playbook: a gate that is the same at every tier is stated once. */
export function fileOfContent(key: string, { name, purpose, holds, steps }: PlaybookContent): PlaybookFile {
  return {
    format: PLAYBOOK_FORMAT,
    key,
    name,
    purpose,
    holds: [...holds],
    steps: steps.map(({ step, part, name: words, question, seats, gate }) => {
      const [low, medium, high] = RISK_TIERS.map((tier) => writable(gate[tier]));
      if (!low || !medium || !high) throw new RangeError('A gate has three tiers.');
      const isSame = [medium, high].every((other) => JSON.stringify(other) === JSON.stringify(low));
      return {
        step,
        part,
        name: words,
        question,
        seats: { ...seats },
        gate: isSame ? { all: low } : { low, medium, high },
      };
    }),
  };
}

/** The JSON Schema of a playbook file. */
export function playbookFileJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(playbookFileSchema, { target: 'draft-2020-12' }) };
}

function writable({ heard, evidence, approvals }: Gate) {
  return { heard: [...heard], evidence: [...evidence], approvals: [...approvals] };
}

function isWithoutRepeats(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}
