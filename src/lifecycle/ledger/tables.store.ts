import { hash } from 'node:crypto';
import type { JsonValue } from '../../platform/events/event.ts';
import { canonicalJson } from '../../platform/events/hash-chain.ts';
import type { RecordKind, RowOf } from './ledger.ts';

/** A checked row on its way into its table. */
export interface PreparedRow<Row> {
  /** Place of the row in what was delivered. */
  readonly index: number;
  readonly row: Row;
  readonly unitNo: number;
  readonly metricNo: number;
  readonly phaseNumber: number;
  /** First 16 bytes of SHA-256 of the canonical row: two deliveries with the same body have the same. */
  readonly bodyHash: Buffer;
}

/** A column that a row fills. */
interface Column<Row> {
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'int' | 'float8' | 'boolean' | 'timestamptz' | 'date' | 'jsonb' | 'bytea';
  readonly of: (prepared: PreparedRow<Row>) => string | number | boolean | Buffer | null | undefined;
}

/** How the rows of one kind lie in their table. */
export interface TableShape<Row> {
  readonly table: string;
  readonly columns: readonly Column<Row>[];
  /** Columns of the business key, after the initiative and without the revision. */
  readonly key: readonly Column<Row>[];
  /** The record in words, for the refusal of a key that is taken, and what to do then. */
  readonly record: (row: Row) => string;
  readonly advice: string;
}

type Fields<Row> = Column<Row>['of'];

function column<Row>(name: string, type: Column<Row>['type'], of: Fields<Row>): Column<Row> {
  return { name, type, of };
}

/** Every table keeps the hash of the body beside its own columns. */
function shape<Row>(parts: {
  readonly table: string;
  readonly key: readonly Column<Row>[];
  readonly rest: readonly Column<Row>[];
  readonly record: (row: Row) => string;
  readonly advice: string;
}): TableShape<Row> {
  const { rest, ...kept } = parts;
  const bodyHash = column<Row>('body_hash', 'bytea', (prepared) => prepared.bodyHash);
  return { ...kept, columns: [...kept.key, ...rest, bodyHash] };
}

const NEW_ID = 'Nothing was changed. A record is kept as it first came: send what is new about it under a new id.';
const NEW_REVISION = 'Nothing was changed. Send a correction with a higher revision.';

/** The tables of the ledger by kind of record. */
export const TABLES: { readonly [K in RecordKind]: TableShape<RowOf[K]> } = {
  predictions: shape({
    table: 'predictions',
    key: [column('prediction_id', 'text', ({ row }) => row.predictionId)],
    rest: [
      column('unit_no', 'bigint', ({ unitNo }) => unitNo),
      column('occurred_at', 'timestamptz', ({ row }) => row.occurredAt),
      column('score', 'float8', ({ row }) => row.score),
      column('threshold', 'float8', ({ row }) => row.threshold),
      column('probability', 'float8', ({ row }) => row.probability),
      column('pre_value', 'float8', ({ row }) => row.preValue),
      column('rank', 'int', ({ row }) => row.rank),
      column('list_size', 'int', ({ row }) => row.listSize),
      column('flagged', 'boolean', ({ row }) => row.flagged),
      column('deployment', 'text', ({ row }) => row.deployment),
      column('model_version', 'text', ({ row }) => row.modelVersion),
      column('covariates', 'jsonb', ({ row }) => row.covariates && JSON.stringify(row.covariates)),
    ],
    record: (row) => `prediction "${row.predictionId}"`,
    advice: NEW_ID,
  }),
  assignments: shape({
    table: 'assignments',
    key: [
      column('phase_number', 'int', ({ phaseNumber }) => phaseNumber),
      column('unit_no', 'bigint', ({ unitNo }) => unitNo),
    ],
    rest: [
      column('assigned_at', 'timestamptz', ({ row }) => row.assignedAt),
      column('arm', 'text', ({ row }) => row.arm),
      column('propensity', 'float8', ({ row }) => row.propensity),
      column('method', 'text', ({ row }) => row.method),
      column('stratum', 'text', ({ row }) => row.stratum),
      column('cluster', 'text', ({ row }) => row.cluster),
    ],
    record: (row) => `assignment of unit "${row.unitId}" of ${row.assignedAt}`,
    advice: 'Nothing was changed: a unit keeps its first assignment in the phase.',
  }),
  actions: shape({
    table: 'actions',
    key: [column('action_id', 'text', ({ row }) => row.actionId)],
    rest: [
      column('unit_no', 'bigint', ({ unitNo }) => unitNo),
      column('occurred_at', 'timestamptz', ({ row }) => row.occurredAt),
      column('cost_cents', 'bigint', ({ row }) => row.costCents),
      column('minutes', 'float8', ({ row }) => row.minutes),
      column('currency', 'text', ({ row }) => row.currency),
      column('status', 'text', ({ row }) => row.status),
      column('action_type', 'text', ({ row }) => row.actionType),
      column('actor_id', 'text', ({ row }) => row.actor.id),
      column('actor_role', 'text', ({ row }) => row.actor.role),
      column('actor_team', 'text', ({ row }) => row.actor.team),
      column('prediction_id', 'text', ({ row }) => row.predictionId),
      column('channel', 'text', ({ row }) => row.channel),
      column('note', 'text', ({ row }) => row.note),
      column('reason_not_acted', 'text', ({ row }) => row.reasonNotActed),
    ],
    record: (row) => `action "${row.actionId}"`,
    advice: NEW_ID,
  }),
  outcomes: shape({
    table: 'outcomes',
    key: [column('outcome_id', 'text', ({ row }) => row.outcomeId)],
    rest: [
      column('revision', 'int', ({ row }) => row.revision),
      column('metric_no', 'int', ({ metricNo }) => metricNo),
      column('unit_no', 'bigint', ({ unitNo }) => unitNo),
      column('occurred_at', 'timestamptz', ({ row }) => row.occurredAt),
      column('value', 'float8', ({ row }) => row.value),
      column('denominator', 'float8', ({ row }) => row.denominator),
      column('voided', 'boolean', ({ row }) => row.voided),
      column('currency', 'text', ({ row }) => row.currency),
    ],
    record: (row) => `revision ${row.revision} of outcome "${row.outcomeId}"`,
    advice: NEW_REVISION,
  }),
  'kpi-points': shape({
    table: 'kpi_points',
    key: [
      column('kpi_id', 'text', ({ row }) => row.kpiId),
      column('period_start', 'date', ({ row }) => row.periodStart),
      column('period_end', 'date', ({ row }) => row.periodEnd),
      column('segment', 'text', ({ row }) => row.segment),
    ],
    rest: [
      column('revision', 'int', ({ row }) => row.revision),
      column('value', 'float8', ({ row }) => row.value),
      column('numerator', 'float8', ({ row }) => row.numerator),
      column('denominator', 'float8', ({ row }) => row.denominator),
    ],
    record: (row) => `revision ${row.revision} of the KPI from ${row.periodStart} to ${row.periodEnd}`,
    advice: NEW_REVISION,
  }),
  watermarks: shape({
    table: 'watermarks',
    key: [
      column('metric_no', 'int', ({ metricNo }) => metricNo),
      column('source', 'text', ({ row }) => row.source),
      column('complete_through', 'timestamptz', ({ row }) => row.completeThrough),
    ],
    rest: [column('row_count', 'bigint', ({ row }) => row.rowCount)],
    record: (row) => `watermark of ${row.source} for ${row.metric} at ${row.completeThrough}`,
    advice: 'Nothing was changed. A watermark only moves forward: send the next one.',
  }),
  costs: shape({
    table: 'costs',
    key: [column('cost_id', 'text', ({ row }) => row.costId)],
    rest: [
      column('occurred_at', 'timestamptz', ({ row }) => row.occurredAt),
      column('amount_cents', 'bigint', ({ row }) => row.amountCents),
      column('currency', 'text', ({ row }) => row.currency),
      column('team', 'text', ({ row }) => row.team),
      column('note', 'text', ({ row }) => row.note),
    ],
    record: (row) => `cost "${row.costId}"`,
    advice: NEW_ID,
  }),
};

const HASH_BYTES = 16;

/** The hash of a checked row's body. Absent fields leave no trace, so a field that is added later changes no old hash. */
export function bodyHashOf(row: object): Buffer {
  return hash('sha256', canonicalJson(toJson(row)), 'buffer').subarray(0, HASH_BYTES);
}

function toJson(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || typeof value !== 'object') return null;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([name, field]) => [name, toJson(field)]));
}
