import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Caller } from '../experiments/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { GroupsWish } from './compare-groups.use-case.ts';
import type { DataToday } from './data-today.ts';
import type { ExpectationContent, ExpectationVersion } from './expectation.ts';
import { expectationsApi } from './expectations.schema.ts';
import type { ModelGroups } from './groups.schema.ts';
import type { ExpectationsReport } from './model-report.ts';
import { presentExpectation, presentReport, presentReports, presentToday } from './present-expectations.ts';
import type { OfferedTable, readReportsOf } from './read-expectations.use-case.ts';
import type { WrittenExpectation } from './write-expectation.use-case.ts';

/** What the routes of expectations call. */
export interface ExpectationUseCases {
  require(slug: string): Promise<StoredInitiative>;
  offer(initiative: StoredInitiative): Promise<readonly OfferedTable[]>;
  report(initiative: StoredInitiative): Promise<ExpectationsReport>;
  write(actor: Actor, initiative: StoredInitiative, written: WrittenExpectation): Promise<ExpectationVersion>;
  preview(initiative: StoredInitiative, content: ExpectationContent): Promise<DataToday & { readonly version: number }>;
  change(
    actor: Actor,
    initiative: StoredInitiative,
    id: string,
    written: WrittenExpectation & { readonly read: number },
  ): Promise<ExpectationVersion>;
  retire(
    actor: Actor,
    initiative: StoredInitiative,
    id: string,
    asked: { readonly read: number; readonly reason: string | null },
  ): Promise<ExpectationVersion>;
  story(initiative: StoredInitiative, id: string): Promise<readonly ExpectationVersion[]>;
  groups(initiative: StoredInitiative, wish: GroupsWish): Promise<ModelGroups>;
  ofRun(caller: Caller, runId: string): ReturnType<typeof readReportsOf>;
  ofVersion(caller: Caller, name: string, version: number): ReturnType<typeof readReportsOf>;
}

/** The routes of expectations. */
export function expectationsRoutes(useCases: ExpectationUseCases): MountedApi {
  const { require } = useCases;
  return mountApi('Expectations', expectationsApi, {
    offer: async ({ params }) => {
      const tables = await useCases.offer(await require(params.slug));
      return {
        tables: tables.map(({ table, protectedColumns }) => ({
          table: { ...table, columns: table.columns.map((column) => ({ ...column, values: [...column.values] })) },
          protectedColumns: [...protectedColumns],
        })),
      };
    },
    report: async ({ params }) => presentReport(await useCases.report(await require(params.slug))),
    write: async ({ params, body }, { principal }) =>
      presentExpectation(await useCases.write(principal, await require(params.slug), body)),
    preview: async ({ params, body }) => presentToday(await useCases.preview(await require(params.slug), body.content)),
    change: async ({ params, body }, { principal }) =>
      presentExpectation(await useCases.change(principal, await require(params.slug), params.id, body)),
    retire: async ({ params, body }, { principal }) =>
      presentExpectation(await useCases.retire(principal, await require(params.slug), params.id, body)),
    story: async ({ params }) => ({
      versions: (await useCases.story(await require(params.slug), params.id)).map(presentExpectation),
    }),
    groups: async ({ params, body }) => useCases.groups(await require(params.slug), body),
    ofRun: async ({ params }, { principal }) => presentReports(await useCases.ofRun(principal, params.runId)),
    ofVersion: async ({ params }, { principal }) =>
      presentReports(await useCases.ofVersion(principal, params.name, params.version)),
  });
}
