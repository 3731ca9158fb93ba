import type { Readable } from 'node:stream';
import { type Download, type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Phase } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import type { ImportProgress, StoredImport } from './import.ts';
import type { ImportMapping } from './import-mapping.ts';
import { importsApi } from './imports.schema.ts';
import type { ImportPreview } from './map-import.use-case.ts';
import type { ImportNow } from './read-imports.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

type FullImport = ImportNow & { readonly loadedBefore: Date | null };
type ListedImport = ImportNow<Omit<StoredImport, 'layout'>>;

/** What the routes of bringing files call. */
export interface ImportsUseCases {
  /** The initiative at an address, with its open phase. */
  find(slug: string): Promise<{ readonly initiative: LedgerInitiative; readonly phase: Phase | null }>;
  receive(
    actor: Actor,
    initiative: LedgerInitiative,
    phase: Phase | null,
    upload: { readonly fileName: string; readonly stream: Readable },
  ): Promise<StoredImport>;
  list(
    initiative: LedgerInitiative,
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<readonly ListedImport[]>;
  read(initiative: LedgerInitiative, id: string): Promise<StoredImport>;
  now(file: StoredImport): Promise<FullImport>;
  map(initiative: LedgerInitiative, phase: Phase | null, id: string, mapping: ImportMapping): Promise<ImportPreview>;
  check(initiative: LedgerInitiative, id: string): Promise<StoredImport>;
  load(
    actor: Actor,
    initiative: LedgerInitiative,
    phase: Phase | null,
    id: string,
    leaveOutBad: boolean,
  ): Promise<StoredImport>;
  refusals(initiative: LedgerInitiative, id: string): Promise<Download>;
  cancel(actor: Actor, initiative: LedgerInitiative, id: string): Promise<void>;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The routes of bringing files. */
export function importRoutes(useCases: ImportsUseCases): MountedApi {
  const present = async (file: StoredImport) => presentImport(await useCases.now(file));
  return mountApi('Files', importsApi, {
    upload: async ({ params, query }, { principal, stream }) => {
      const { initiative, phase } = await useCases.find(params.slug);
      return present(await useCases.receive(principal, initiative, phase, { fileName: query.fileName, stream }));
    },
    list: async ({ params, query }) => {
      const { initiative } = await useCases.find(params.slug);
      const before = query.cursor !== undefined && UUID.test(query.cursor) ? query.cursor : null;
      const files = await useCases.list(initiative, { before, limit: query.limit + 1 });
      const page = files.slice(0, query.limit);
      const last = page.at(-1);
      return {
        imports: page.map(presentSummary),
        nextCursor: files.length > query.limit && last ? last.file.id : null,
      };
    },
    read: async ({ params }) => {
      const { initiative } = await useCases.find(params.slug);
      return present(await useCases.read(initiative, params.id));
    },
    map: async ({ params, body }) => {
      const { initiative, phase } = await useCases.find(params.slug);
      const { file, rows, unmapped, warnings } = await useCases.map(initiative, phase, params.id, body);
      return {
        import: await present(file),
        rows: rows.map((row) => ({
          ...row,
          records: row.records.map((record) => ({ ...record, row: { ...record.row } })),
        })),
        unmapped: [...unmapped],
        warnings: [...warnings],
      };
    },
    check: async ({ params }) => {
      const { initiative } = await useCases.find(params.slug);
      return present(await useCases.check(initiative, params.id));
    },
    load: async ({ params, body }, { principal }) => {
      const { initiative, phase } = await useCases.find(params.slug);
      return present(await useCases.load(principal, initiative, phase, params.id, body.leaveOutBad));
    },
    refused: async ({ params }) => {
      const { initiative } = await useCases.find(params.slug);
      return useCases.refusals(initiative, params.id);
    },
    cancel: async ({ params }, { principal }) => {
      const { initiative } = await useCases.find(params.slug);
      await useCases.cancel(principal, initiative, params.id);
      return undefined;
    },
  });
}

function presentSummary({ file, progress, refusedRows }: ListedImport) {
  return {
    id: file.id,
    state: file.state,
    fileName: file.fileName,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    format: file.format,
    broughtBy: file.broughtBy.name,
    broughtAt: file.broughtAt.toISOString(),
    finishedAt: file.finishedAt?.toISOString() ?? null,
    progress: progress && presentProgress(progress, file.sizeBytes),
    check: file.check && {
      ...file.check,
      records: [...file.check.records],
      arms: [...file.check.arms],
      values: [...file.check.values],
      refusals: [...file.check.refusals],
      notes: [...file.check.notes],
      blockers: [...file.check.blockers],
    },
    result: file.result && { ...file.result, records: [...file.result.records] },
    failure: file.failure,
    refusedRows,
  };
}

function presentProgress({ phase, rowsDone, bytesDone }: ImportProgress, sizeBytes: number) {
  const share = sizeBytes === 0 ? 1 : Math.min(1, bytesDone / sizeBytes);
  return { phase, rowsDone, bytesDone, sizeBytes, share };
}

function presentImport({ loadedBefore, ...now }: FullImport) {
  const { layout, mapping } = now.file;
  return {
    ...presentSummary(now),
    columns: layout.columns.map((column) => ({
      ...column,
      samples: [...column.samples],
      values: [...column.values],
    })),
    mapping,
    guess: layout.guess,
    questions: [...layout.questions],
    problems: [...layout.problems],
    loadedBefore: loadedBefore?.toISOString() ?? null,
  };
}
