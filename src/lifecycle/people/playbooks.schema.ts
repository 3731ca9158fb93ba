import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { playbookContentSchema, playbookKeySchema, stepIdSchema } from './playbook.schema.ts';
import { HELD_WORKS, PLAYBOOK_LIMITS, RISK_TIERS } from './playbook.ts';

/** A version's id, e.g. `standard@1`. */
export const playbookIdSchema = z
  .string()
  .max(PLAYBOOK_LIMITS.keyLength + 8)
  .regex(/^[a-z][a-z0-9-]*@[1-9]\d{0,5}$/, 'Use a key and a version, such as standard@1.');

/** Something that is wrong with a playbook. */
const findingSchema = z
  .object({ severity: z.enum(['error', 'warning']), step: stepIdSchema.nullable(), sentence: z.string() })
  .meta({ id: 'PlaybookFinding' });

const versionHeadSchema = z
  .object({
    id: playbookIdSchema,
    version: z.number().int().min(1),
    contentHash: z.string(),
    changeNote: z.string(),
    publishedByName: z.string(),
    publishedAt: instantSchema,
  })
  .meta({ id: 'PlaybookVersionHead' });

const draftSchema = z.object({
  content: playbookContentSchema,
  updatedByName: z.string(),
  updatedAt: instantSchema,
  findings: z.array(findingSchema),
});

/** That a playbook is not offered any more; `null` while it is. */
const retirementSchema = z
  .object({ reason: z.string(), retiredByName: z.string(), retiredAt: instantSchema })
  .nullable();

const savedDraftSchema = z.object({
  key: playbookKeySchema,
  revision: z.number().int().min(0),
});

const bookParams = z.object({ key: playbookKeySchema });
const versionParams = bookParams.extend({ version: z.coerce.number().int().min(1).max(999_999) });
const revision = z.number().int().min(0);

/** What a move to another playbook changes for one initiative, in sentences. */
const moveSchema = z.object({ to: playbookIdSchema, changes: z.array(z.string()), reopens: z.array(stepIdSchema) });

/** The endpoints of the playbooks. */
export const playbooksApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/playbooks',
    summary: 'The playbooks of the organisation: when to choose each, and its latest version.',
    access: { action: 'playbook.read' },
    response: z.object({
      playbooks: z
        .array(
          z.object({
            key: playbookKeySchema,
            name: z.string(),
            purpose: z.string(),
            steps: z.number().int(),
            hasDraft: z.boolean(),
            latest: versionHeadSchema.nullable(),
            retirement: retirementSchema,
          }),
        )
        .max(PLAYBOOK_LIMITS.playbooks),
      /** Whether the caller may draw and publish, with the rule in words. */
      edit: z.object({ allowed: z.boolean(), rule: z.string() }),
    }),
  },
  read: {
    method: 'GET',
    path: '/api/playbooks/:key',
    summary: 'A playbook: its latest content, its draft with what is wrong in it, and its versions, the newest first.',
    access: { action: 'playbook.read' },
    params: bookParams,
    response: z.object({
      key: playbookKeySchema,
      revision,
      latest: playbookContentSchema.nullable(),
      draft: draftSchema.nullable(),
      versions: z.array(versionHeadSchema),
      retirement: retirementSchema,
    }),
  },
  retire: {
    method: 'PUT',
    path: '/api/playbooks/:key/retirement',
    summary: 'Retires a playbook, so that no new initiative begins with it, or offers it again; those on it keep it.',
    access: { action: 'playbook.edit' },
    params: bookParams,
    body: z.discriminatedUnion('isRetired', [
      z.object({ isRetired: z.literal(true), reason: z.string().trim().min(5).max(PLAYBOOK_LIMITS.noteLength) }),
      z.object({ isRetired: z.literal(false) }),
    ]),
    response: z.object({ key: playbookKeySchema, retirement: retirementSchema }),
  },
  begin: {
    method: 'POST',
    path: '/api/playbooks',
    summary: 'Begins a new playbook as a draft like the latest version of another one.',
    access: { action: 'playbook.edit' },
    body: z.object({ name: z.string().trim().min(3).max(PLAYBOOK_LIMITS.nameLength), from: playbookKeySchema }),
    response: savedDraftSchema,
    status: 201,
  },
  saveDraft: {
    method: 'PUT',
    path: '/api/playbooks/:key/draft',
    summary: 'Saves the draft; refused with the name of who saved a newer one when it did not begin with the newest.',
    access: { action: 'playbook.edit' },
    params: bookParams,
    body: z.object({ content: playbookContentSchema, revision }),
    response: savedDraftSchema,
  },
  discardDraft: {
    method: 'DELETE',
    path: '/api/playbooks/:key/draft',
    summary: 'Takes the draft away; published versions stay.',
    access: { action: 'playbook.edit' },
    params: bookParams,
    response: nothingSchema,
    status: 204,
  },
  publish: {
    method: 'POST',
    path: '/api/playbooks/:key/versions',
    summary: 'Publishes the draft as the next version, for good; initiatives under way stay on theirs.',
    access: { action: 'playbook.edit' },
    params: bookParams,
    body: z.object({ revision, changeNote: z.string().trim().min(5).max(PLAYBOOK_LIMITS.noteLength) }),
    response: versionHeadSchema,
    status: 201,
  },
  version: {
    method: 'GET',
    path: '/api/playbooks/:key/versions/:version',
    summary: 'A published version: its content, and the same as a YAML file.',
    access: { action: 'playbook.read' },
    params: versionParams,
    response: versionHeadSchema.extend({ content: playbookContentSchema, file: z.string() }),
  },
  changes: {
    method: 'GET',
    path: '/api/playbooks/:key/changes',
    summary: 'What differs between two versions, or between a version and the draft, in sentences.',
    access: { action: 'playbook.read' },
    params: bookParams,
    query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1).optional() }),
    response: z.object({ changes: z.array(z.string()) }),
  },
  importFile: {
    method: 'POST',
    path: '/api/playbook-files',
    summary: 'Takes a YAML file in as the draft of the playbook that it names; faults are told with line and column.',
    access: { action: 'playbook.edit' },
    body: z.object({
      text: z.string().min(1).max(PLAYBOOK_LIMITS.fileLength),
      /** The revision of the draft that it replaces; 0 for a playbook that is new. */
      revision,
    }),
    response: savedDraftSchema,
    status: 201,
  },
  fileSchema: {
    method: 'GET',
    path: '/api/playbook-schema',
    summary: 'The JSON Schema of a playbook file, for editors that help while one writes.',
    access: 'public',
    response: z.record(z.string(), z.unknown()),
  },
  ofInitiative: {
    method: 'GET',
    path: '/api/initiatives/:slug/playbook',
    summary: 'The playbook of an initiative, and each time it was moved, with what changed for it.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      id: playbookIdSchema,
      name: z.string(),
      purpose: z.string(),
      /** The newest version of the same playbook. */
      newest: playbookIdSchema,
      risk: z.object({ tier: z.enum(RISK_TIERS), isStated: z.boolean() }),
      /** What waits for the signed framing, for whose signatures in words, and both in a sentence; empty when nothing waits. */
      held: z.array(z.object({ work: z.enum(HELD_WORKS), missing: z.string(), sentence: z.string() })),
      moves: z.array(
        z.object({
          from: playbookIdSchema,
          to: playbookIdSchema,
          /** Both as they are called on screen. */
          fromName: z.string(),
          toName: z.string(),
          reason: z.string(),
          changes: z.array(z.string()),
          movedByName: z.string(),
          movedAt: instantSchema,
        }),
      ),
    }),
  },
  previewMove: {
    method: 'GET',
    path: '/api/initiatives/:slug/playbook/move',
    summary: 'What moving to another version would change for this initiative, without moving it.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: z.object({ to: playbookIdSchema }),
    response: moveSchema,
  },
  move: {
    method: 'POST',
    path: '/api/initiatives/:slug/playbook/move',
    summary: 'Moves an initiative to another published version, with the reason; what changed is recorded.',
    access: { action: 'playbook.move' },
    params: initiativeParams,
    body: z.object({ to: playbookIdSchema, reason: z.string().trim().min(5).max(PLAYBOOK_LIMITS.noteLength) }),
    response: moveSchema,
  },
});
