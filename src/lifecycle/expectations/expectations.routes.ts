import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Caller } from '../experiments/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { tableShown } from '../training/index.ts';
import type { GroupsWish } from './compare-groups.use-case.ts';
import type { DataToday } from './data-today.ts';
import type { ExpectationContent, ExpectationVersion } from './expectation.ts';
import type { ExpectationPorts } from './expectation-ports.use-case.ts';
import type { WithheldOf } from './expectation-shown.ts';
import { expectationsApi } from './expectations.schema.ts';
import type { ModelGroups } from './groups.schema.ts';
import type { ExpectationsReport } from './model-report.ts';
import { presentExpectation, presentReport, presentReports, presentToday } from './present-expectations.ts';
import type { OfferedTable, readReportsOf } from './read-expectations.use-case.ts';
import type { WrittenExpectation } from './write-expectation.use-case.ts';

/** What the routes of expectations call. */
export interface ExpectationUseCases {
  require(slug: string): Promise<StoredInitiative>;
  readonly withheldFrom: ExpectationPorts['withheldFrom'];
  offer(initiative: StoredInitiative): Promise<readonly OfferedTable[]>;
  report(initiative: StoredInitiative): Promise<ExpectationsReport>;
  write(actor: Actor, initiative: StoredInitiative, written: WrittenExpectation): Promise<ExpectationVersion>;
  preview(
    reader: Actor,
    initiative: StoredInitiative,
    content: ExpectationContent,
  ): Promise<DataToday & { readonly version: number }>;
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
  groups(reader: Actor, initiative: StoredInitiative, wish: GroupsWish): Promise<ModelGroups>;
  ofRun(caller: Caller, runId: string): ReturnType<typeof readReportsOf>;
  ofVersion(caller: Caller, name: string, version: number): ReturnType<typeof readReportsOf>;
}

/** The routes of expectations. */
export function expectationsRoutes(useCases: ExpectationUseCases): MountedApi {
  const { require } = useCases;
  const withheldIn = async (
    reader: Actor,
    initiative: StoredInitiative,
    datasetIds: readonly string[],
  ): Promise<WithheldOf> => {
    const ids = [...new Set(datasetIds)];
    const found = await Promise.all(ids.map((id) => useCases.withheldFrom(reader, initiative, id)));
    const byId = new Map(ids.map((id, at) => [id, found[at] ?? new Set<string>()]));
    return (datasetId) => byId.get(datasetId) ?? new Set();
  };
  const withheldOfReport = (reader: Actor, initiative: StoredInitiative, { expectations }: ExpectationsReport) =>
    withheldIn(
      reader,
      initiative,
      expectations.map(({ content }) => content.datasetId),
    );
  const one = async (reader: Actor, initiative: StoredInitiative, version: ExpectationVersion) =>
    presentExpectation(version, await withheldIn(reader, initiative, [version.content.datasetId]));
  const reports = async (reader: Actor, found: Awaited<ReturnType<typeof readReportsOf>>) =>
    presentReports(
      await Promise.all(
        found.map(async ({ initiative, report }) => ({
          initiative,
          report,
          withheldOf: await withheldOfReport(reader, initiative, report),
        })),
      ),
    );
  return mountApi('Expectations', expectationsApi, {
    offer: async ({ params }, { principal }) => {
      const initiative = await require(params.slug);
      const tables = await useCases.offer(initiative);
      const withheldOf = await withheldIn(
        principal,
        initiative,
        tables.map(({ table }) => table.datasetId),
      );
      return {
        tables: tables.map(({ table, protectedColumns }) => {
          const { columns, ...rest } = tableShown(table, withheldOf(table.datasetId));
          return {
            table: { ...rest, columns: columns.map((column) => ({ ...column, values: [...column.values] })) },
            protectedColumns: [...protectedColumns],
          };
        }),
      };
    },
    report: async ({ params }, { principal }) => {
      const initiative = await require(params.slug);
      const report = await useCases.report(initiative);
      return presentReport(report, await withheldOfReport(principal, initiative, report));
    },
    write: async ({ params, body }, { principal }) => {
      const initiative = await require(params.slug);
      return one(principal, initiative, await useCases.write(principal, initiative, body));
    },
    preview: async ({ params, body }, { principal }) =>
      presentToday(await useCases.preview(principal, await require(params.slug), body.content)),
    change: async ({ params, body }, { principal }) => {
      const initiative = await require(params.slug);
      return one(principal, initiative, await useCases.change(principal, initiative, params.id, body));
    },
    retire: async ({ params, body }, { principal }) => {
      const initiative = await require(params.slug);
      return one(principal, initiative, await useCases.retire(principal, initiative, params.id, body));
    },
    story: async ({ params }, { principal }) => {
      const initiative = await require(params.slug);
      const versions = await useCases.story(initiative, params.id);
      const withheldOf = await withheldIn(
        principal,
        initiative,
        versions.map(({ content }) => content.datasetId),
      );
      return { versions: versions.map((version) => presentExpectation(version, withheldOf)) };
    },
    groups: async ({ params, body }, { principal }) => useCases.groups(principal, await require(params.slug), body),
    ofRun: async ({ params }, { principal }) => reports(principal, await useCases.ofRun(principal, params.runId)),
    ofVersion: async ({ params }, { principal }) =>
      reports(principal, await useCases.ofVersion(principal, params.name, params.version)),
  });
}
