import { type FileOrigin, originsOfFiles } from './training-files.store.ts';
import type { TrainingPorts } from './training-ports.use-case.ts';

/** Whoever asks for files. */
interface Reader {
  readonly accountId: string;
}

/** What is asked about a reader. */
type Ports = Pick<TrainingPorts, 'database' | 'rolesOf' | 'withheldFrom'>;

/**
 * Those of the files at paths of the store of artifacts that somebody is not given: they hold what a first model learned
 * from columns that are marked as about a person, and this person has no seat at the table of the initiative that it was
 * made for. Marks and seats are read anew at each question. A file is known by where the training wrote it and by its
 * content, so that a copy elsewhere is no way around (decision 0111).
 */
export async function withheldFiles(
  ports: Ports,
  reader: Reader,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const origins = await originsOfFiles(ports.database, paths);
  const withheld = new Set<string>();
  for (const path of new Set(origins.map((origin) => origin.path))) {
    const ofPath = origins.filter((origin) => origin.path === path);
    if (await isWithheld(ports, reader, ofPath)) withheld.add(path);
  }
  return withheld;
}

/** Of a file as its training wrote it that training decides; of anything else its place decides, and its content too. */
async function isWithheld(ports: Ports, reader: Reader, origins: readonly FileOrigin[]): Promise<boolean> {
  const [place, others] = [origins.filter(({ isPlace }) => isPlace), origins.filter(({ isPlace }) => !isPlace)];
  if (await areWithholding(ports, reader, place)) return true;
  return !place.some(({ isContent }) => isContent) && (await areWithholding(ports, reader, others));
}

/** Whether one of the trainings withholds what it wrote, and the reader sits at the table of none of them. */
async function areWithholding(ports: Ports, reader: Reader, origins: readonly FileOrigin[]): Promise<boolean> {
  let isWithheld = false;
  for (const { initiativeNo: no, datasetId, columns } of origins) {
    if ((await ports.rolesOf(ports.database, no, reader.accountId)).length > 0) return false;
    const marked = await ports.withheldFrom(reader, { no }, datasetId);
    isWithheld ||= columns.some((column) => marked.has(column));
  }
  return isWithheld;
}
