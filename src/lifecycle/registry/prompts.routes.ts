import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { ModelLine } from './model-lines.store.ts';
import type { Caller, VersionName } from './model-registry.ts';
import { type promptLineSchema, promptsApi, type promptVersionSchema } from './prompts.schema.ts';
import type { ReadPrompt, ReadPromptVersion } from './read-prompt.use-case.ts';
import type { ModelVersion } from './registered-model.ts';

/** What the routes of prompts call. */
export interface PromptUseCases {
  prompts(caller: Caller, query: { text?: string; after?: string; limit: number }): Promise<readonly ModelLine[]>;
  prompt(caller: Caller, name: string): Promise<ReadPrompt>;
  versions(
    caller: Caller,
    name: string,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<readonly ModelVersion[]>;
  version(caller: Caller, named: VersionName): Promise<ReadPromptVersion>;
}

/** The routes of prompts. */
export function promptsRoutes(useCases: PromptUseCases): MountedApi {
  return mountApi('Prompts', promptsApi, {
    prompts: async ({ query }, { principal }) => {
      const { q, cursor, limit } = query;
      const lines = await useCases.prompts(principal, {
        ...(q === undefined ? {} : { text: q }),
        ...(cursor === undefined ? {} : { after: cursor }),
        limit: limit + 1,
      });
      const shown = lines.slice(0, limit);
      const last = lines.length > limit ? shown.at(-1) : undefined;
      return { prompts: shown.map(presentLine), nextCursor: last?.name ?? null };
    },
    prompt: async ({ params }, { principal }) => {
      const { line, labels, mayChange, rule } = await useCases.prompt(principal, params.name);
      return {
        ...presentLine(line),
        labels: [...labels],
        createdBy: line.createdByName,
        createdAt: line.createdAt.toISOString(),
        mayChange,
        rule,
      };
    },
    promptVersions: async ({ params, query }, { principal }) => {
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const versions = await useCases.versions(principal, params.name, { before, limit: query.limit + 1 });
      const shown = versions.slice(0, query.limit);
      const last = versions.length > query.limit ? shown.at(-1) : undefined;
      return { versions: shown.map(presentVersion), nextCursor: last ? String(last.version) : null };
    },
    promptVersion: async ({ params }, { principal }) => {
      const { version, previous, content, modelSettings, answerForm, labels, uses } = await useCases.version(
        principal,
        params,
      );
      return {
        ...presentVersion(version),
        previous,
        content:
          content.kind === 'text'
            ? content
            : { ...content, messages: content.messages.map((message) => ({ ...message })) },
        modelSettings,
        answerForm,
        labels: [...labels],
        uses: uses.map(({ experimentNo, experimentName, traces }) => ({
          experiment: { id: String(experimentNo), name: experimentName },
          traces,
        })),
      };
    },
  });
}

function presentLine(line: ModelLine): z.input<typeof promptLineSchema> {
  const { name, description, versionCount, newestVersion, updatedAt, aliases } = line;
  return {
    name,
    description,
    versionCount,
    newestVersion,
    updatedAt: updatedAt.toISOString(),
    aliases: [...aliases],
  };
}

function presentVersion(version: ModelVersion): z.input<typeof promptVersionSchema> {
  return {
    version: version.version,
    message: version.description,
    registeredBy: version.createdByName,
    registeredAt: version.createdAt.toISOString(),
    aliases: [...version.aliases],
  };
}
