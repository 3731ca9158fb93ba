import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { SavedPlaybookDraft } from './draft-playbook.use-case.ts';
import { playbookFileJsonSchema } from './playbook.schema.ts';
import type { HeldWork, Playbook, PlaybookContent, RiskTier } from './playbook.ts';
import { lintPlaybook } from './playbook-lint.ts';
import type { PlaybookMove } from './playbook-move.ts';
import type { RecordedMove } from './playbook-moves.store.ts';
import type { PlaybookRetirement } from './playbook-retirements.store.ts';
import { writePlaybookFile } from './playbook-yaml.ts';
import { playbooksApi } from './playbooks.schema.ts';
import type { PlaybookVersion, StoredPlaybook, VersionHead } from './playbooks.store.ts';

/** A playbook of the list. */
type ListedPlaybook = StoredPlaybook & {
  readonly latest: PlaybookVersion | null;
  readonly retirement: PlaybookRetirement | null;
};

/** What the routes of the playbooks call. */
export interface PlaybooksUseCases {
  require(slug: string): Promise<StoredInitiative>;
  list(): Promise<readonly ListedPlaybook[]>;
  mayEdit(isAdministrator: boolean): { readonly allowed: boolean; readonly rule: string };
  /** @throws Problem PLAYBOOK_UNKNOWN */
  read(key: string): Promise<ListedPlaybook & { readonly versions: readonly VersionHead[] }>;
  retire(actor: Actor, key: string, wish: z.infer<typeof playbooksApi.retire.body>): Promise<void>;
  begin(actor: Actor, asked: { readonly name: string; readonly from: string }): Promise<SavedPlaybookDraft>;
  save(
    actor: Actor,
    key: string,
    given: { readonly content: PlaybookContent; readonly revision: number },
  ): Promise<SavedPlaybookDraft>;
  discard(actor: Actor, key: string): Promise<void>;
  publish(
    actor: Actor,
    key: string,
    asked: { readonly revision: number; readonly changeNote: string },
  ): Promise<PlaybookVersion>;
  /** @throws Problem PLAYBOOK_UNKNOWN */
  version(key: string, version: number): Promise<PlaybookVersion>;
  /** @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_NO_DRAFT */
  changes(key: string, from: number, to: number | undefined): Promise<readonly string[]>;
  importFile(actor: Actor, given: { readonly text: string; readonly revision: number }): Promise<SavedPlaybookDraft>;
  ofInitiative(initiative: StoredInitiative): Promise<{
    readonly playbook: Playbook;
    readonly newest: string;
    readonly risk: { readonly tier: RiskTier; readonly isStated: boolean };
    readonly held: readonly { readonly work: HeldWork; readonly missing: string; readonly sentence: string }[];
    readonly moves: readonly (RecordedMove & { readonly fromName: string; readonly toName: string })[];
  }>;
  previewMove(initiative: StoredInitiative, to: string): Promise<PlaybookMove>;
  move(
    actor: Actor,
    initiative: StoredInitiative,
    asked: { readonly to: string; readonly reason: string },
  ): Promise<PlaybookMove>;
}

/** The routes of the playbooks. */
export function playbooksRoutes(useCases: PlaybooksUseCases): MountedApi {
  return mountApi('Playbooks', playbooksApi, {
    list: async (_input, { principal }) => ({
      playbooks: (await useCases.list()).map(presentBook),
      edit: useCases.mayEdit(principal.isAdministrator),
    }),
    read: async ({ params }) => {
      const { key, revision, draft, latest, versions, retirement } = await useCases.read(params.key);
      return {
        key,
        revision,
        latest: latest && presentContent(latest.content),
        draft: draft && {
          content: presentContent(draft.content),
          updatedByName: draft.updatedByName,
          updatedAt: draft.updatedAt.toISOString(),
          findings: [...lintPlaybook(draft.content)],
        },
        versions: versions.map(presentHead),
        retirement: presentRetirement(retirement),
      };
    },
    retire: async ({ params: { key }, body }, { principal }) => {
      await useCases.retire(principal, key, body);
      return { key, retirement: presentRetirement((await useCases.read(key)).retirement) };
    },
    begin: ({ body }, { principal }) => useCases.begin(principal, body),
    saveDraft: ({ params, body }, { principal }) => useCases.save(principal, params.key, body),
    discardDraft: ({ params }, { principal }) => useCases.discard(principal, params.key).then(() => undefined),
    publish: async ({ params, body }, { principal }) =>
      presentHead(await useCases.publish(principal, params.key, body)),
    version: async ({ params }) => {
      const version = await useCases.version(params.key, params.version);
      return {
        ...presentHead(version),
        content: presentContent(version.content),
        file: writePlaybookFile(version.key, version.content),
      };
    },
    changes: async ({ params, query }) => ({
      changes: [...(await useCases.changes(params.key, query.from, query.to))],
    }),
    importFile: ({ body }, { principal }) => useCases.importFile(principal, body),
    fileSchema: async () => playbookFileJsonSchema(),
    ofInitiative: async ({ params }) => {
      const { playbook, newest, risk, held, moves } = await useCases.ofInitiative(await useCases.require(params.slug));
      return {
        id: playbook.id,
        name: playbook.name,
        purpose: playbook.purpose,
        newest,
        risk,
        held: [...held],
        moves: moves.map((move) => ({ ...move, changes: [...move.changes], movedAt: move.movedAt.toISOString() })),
      };
    },
    previewMove: async ({ params, query }) =>
      presentMove(query.to, await useCases.previewMove(await useCases.require(params.slug), query.to)),
    move: async ({ params, body }, { principal }) =>
      presentMove(body.to, await useCases.move(principal, await useCases.require(params.slug), body)),
  });
}

function presentBook({ key, draft, latest, retirement }: ListedPlaybook) {
  const content = latest?.content ?? draft?.content;
  return {
    key,
    name: content?.name ?? key,
    purpose: content?.purpose ?? '',
    steps: content?.steps.length ?? 0,
    hasDraft: draft !== null,
    latest: latest && presentHead(latest),
    retirement: presentRetirement(retirement),
  };
}

function presentRetirement(retirement: PlaybookRetirement | null) {
  if (retirement === null) return null;
  const { reason, retiredByName, retiredAt } = retirement;
  return { reason, retiredByName, retiredAt: retiredAt.toISOString() };
}

function presentHead({ id, version, contentHash, changeNote, publishedByName, publishedAt }: VersionHead) {
  return { id, version, contentHash, changeNote, publishedByName, publishedAt: publishedAt.toISOString() };
}

function presentContent({ name, purpose, holds, steps }: PlaybookContent) {
  const gateOf = ({ heard, evidence, approvals }: PlaybookContent['steps'][number]['gate']['low']) => ({
    heard: [...heard],
    evidence: [...evidence],
    approvals: [...approvals],
  });
  return {
    name,
    purpose,
    holds: [...holds],
    steps: steps.map((step) => ({
      ...step,
      seats: { ...step.seats },
      gate: { low: gateOf(step.gate.low), medium: gateOf(step.gate.medium), high: gateOf(step.gate.high) },
    })),
  };
}

function presentMove(to: string, { sentences, reopened }: PlaybookMove) {
  return { to, changes: [...sentences], reopens: [...reopened] };
}
