import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { formatPlural } from '../../words/index.ts';
import { followSources } from './follow-sources.use-case.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import { dependentDatasets } from './links.store.ts';
import { isWarning, ruleInWords, type SourceJob, type SourceRule } from './source.ts';
import type { DependentDataset } from './source-views.ts';
import { jobsByNo, tablesByNo } from './tables.store.ts';
import { rulesOf, type Sender, usesOf } from './uses.store.ts';

/** How tables and a job stood before an event was stored. */
export interface Standing {
  readonly broken: readonly SourceRule[];
  readonly job: SourceJob | null;
}

/** A program says it, by the access that a person gave to it; the reader has to know whom to ask. */
const actorName = ({ name }: Sender): string => `The data pipeline (with the access of ${name})`;
const TOLD_RULES = 5;

/** How the tables and the job of an event stand now. Rules that only warn trouble nobody. */
export async function standingOf(
  tx: Transaction,
  tableNos: readonly number[],
  jobNo: number | null,
): Promise<Standing> {
  const broken = await rulesOf(tx, tableNos, 'broken');
  const [job] = jobNo === null ? [] : await jobsByNo(tx, [jobNo]);
  return { broken: broken.filter(({ rule }) => !isWarning(rule)), job: job ?? null };
}

/**
 * Writes into the story of every initiative whose data are made from these tables what has become of them: a rule that
 * broke or a run that failed since before, and that all is well again. Said once, however often the same test fails.
 */
export async function tellSources(
  tx: Transaction,
  ports: Pick<LineagePorts, 'now' | 'onChanged'>,
  before: Standing,
  after: Standing,
  tableNos: readonly number[],
  sender: Sender,
): Promise<void> {
  const tables = new Map((await tablesByNo(tx, tableNos)).map((table) => [table.no, table]));
  for (const no of tableNos) {
    const table = tables.get(no);
    const story = table && storyOfTable(table.name, brokenOf(before, no), brokenOf(after, no));
    if (table && story) await tellDependents(tx, ports, [no], { id: table.id, ...story }, sender);
  }
  const story = after.job && storyOfJob(before.job, after.job);
  if (!after.job || !story) return;
  const writes = await usesOf(tx, 'jobs', [after.job.no], 'writes', 500);
  await tellDependents(
    tx,
    ports,
    writes.map(({ tableNo }) => tableNo),
    { id: after.job.id, ...story },
    sender,
  );
}

interface Story {
  readonly kind: 'source.rule-broken' | 'source.run-failed' | 'source.recovered';
  /** Begins after the actor's name; the data set is said after it. */
  readonly sentence: string;
  readonly detail: JsonObject;
}

function brokenOf({ broken }: Standing, no: number): readonly SourceRule[] {
  return broken.filter(({ tableNo }) => tableNo === no);
}

function storyOfTable(name: string, before: readonly SourceRule[], after: readonly SourceRule[]): Story | null {
  const known = new Set(before.map(keyOf));
  const fresh = after.filter((rule) => !known.has(keyOf(rule)));
  const first = fresh[0];
  if (first) {
    const rules = fresh.slice(0, TOLD_RULES).map(({ rule }) => ruleInWords(rule));
    const more = fresh.length > TOLD_RULES ? ` and ${fresh.length - TOLD_RULES} more` : '';
    return {
      kind: 'source.rule-broken',
      sentence: `reported that ${name} breaks ${formatPlural(fresh.length, 'rule', 'rules')}: ${rules.join('; ')}${more}`,
      detail: { table: name, rules },
    };
  }
  return before.length > 0 && after.length === 0
    ? { kind: 'source.recovered', sentence: `reported that ${name} keeps its rules again`, detail: { table: name } }
    : null;
}

function storyOfJob(before: SourceJob | null, { name, lastEnd }: SourceJob): Story | null {
  const hadFailed = before?.lastEnd?.state === 'failed';
  if (lastEnd?.state === 'failed' && !hadFailed) {
    const why = lastEnd.error === null ? '' : `: ${lastEnd.error.split('\n')[0]?.slice(0, 300)}`;
    return { kind: 'source.run-failed', sentence: `reported that the job ${name} failed${why}`, detail: { job: name } };
  }
  return lastEnd?.state === 'complete' && hadFailed
    ? { kind: 'source.recovered', sentence: `reported that the job ${name} ran well again`, detail: { job: name } }
    : null;
}

function keyOf({ rule }: SourceRule): string {
  return JSON.stringify([rule.assertion, rule.column ?? null, rule.name ?? null]);
}

async function tellDependents(
  tx: Transaction,
  ports: Pick<LineagePorts, 'now' | 'onChanged'>,
  tableNos: readonly number[],
  story: Story & { readonly id: string },
  sender: Sender,
): Promise<void> {
  const { tableNos: affected } = await followSources(tx, tableNos, 'ahead');
  const dependents = await dependentDatasets(tx, affected, sql<boolean>`true`);
  const lines = new Map<string, DependentDataset[]>();
  for (const one of dependents) lines.set(one.initiativeId, [...(lines.get(one.initiativeId) ?? []), one]);
  for (const [initiativeId, datasets] of lines) {
    const names = [...new Set(datasets.map(({ datasetName }) => `"${datasetName}"`))];
    const made = names.length === 1 ? `the data set ${names[0]} is` : `the data sets ${names.join(', ')} are`;
    await appendEvent(
      tx,
      {
        kind: story.kind,
        sentence: `${story.sentence}; ${made} made from it`,
        actorId: null,
        actorName: actorName(sender),
        subjectId: initiativeId,
        section: 'prepare',
        objectType: 'source',
        objectId: story.id,
        detail: {
          ...story.detail,
          datasets: [...new Set(datasets.map(({ datasetId }) => datasetId))],
          sentBy: sender.name,
        },
      },
      ports.now(),
    );
    const slug = datasets[0]?.slug;
    if (slug !== undefined) tx.afterCommit(() => ports.onChanged(slug));
  }
}
