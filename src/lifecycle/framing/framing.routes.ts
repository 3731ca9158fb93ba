import type { FieldProblem } from '../../platform/contract/index.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { DesignCheck } from './design-check.ts';
import { framingApi } from './framing.schema.ts';
import type { FramingChange } from './framing-changes.ts';
import type { FramingVersion } from './framing-version.ts';
import type { Proposal } from './propose-framing.use-case.ts';
import type { FramingReading } from './read-framing.use-case.ts';
import { missingSigners } from './required-signers.ts';
import type { Signature } from './sign-framing.use-case.ts';

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
      const { draft, gaps, current, versions } = await useCases.read(initiative);
      const required = await useCases.requiredSigners(initiative);
      return {
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

function presentVersion(version: FramingVersion, required: readonly Role[]) {
  const signed = version.signOffs.map(({ role }) => role);
  return {
    ...version,
    signOffs: [...version.signOffs],
    missingSignatures: version.state === 'proposed' ? [...missingSigners(required, signed)] : [],
  };
}
