import { ARMS } from '../actions/index.ts';
import { ACTION_STATUSES, type RecordKind } from './ledger.ts';

/** What a field of a narrow record is. */
type FieldType = 'id' | 'text' | 'number' | 'whole' | 'yes-no' | 'moment' | 'day' | 'choice' | 'money';

/** A field of a record, as a file may bring it. */
export interface NarrowField {
  readonly name: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  /** The meanings that a value may have. */
  readonly choices?: readonly string[];
  /** Names that columns have for it in practice, in lower case without separators; its own name is one of them. */
  readonly synonyms: readonly string[];
}

function field(
  name: string,
  type: FieldType,
  isRequired: boolean,
  synonyms: readonly string[] = [],
  choices?: readonly string[],
): NarrowField {
  return { name, type, isRequired, synonyms: [plainName(name), ...synonyms], ...(choices ? { choices } : {}) };
}

/** A name without what people write differently: case, separators, brackets. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const UNIT = field('unitId', 'id', true, [
  'unit',
  'customer',
  'customerid',
  'client',
  'clientid',
  'user',
  'userid',
  'machine',
  'machineid',
  'asset',
  'assetid',
  'account',
  'accountid',
  'contactid',
  'subscriberid',
  'deviceid',
  'storeid',
  'id',
]);
const WHEN = field('occurredAt', 'moment', true, ['datetime', 'date', 'timestamp', 'time', 'at', 'when', 'eventtime']);
const REVISION = field('revision', 'whole', false);

/**
 * The fields of every kind of record. Ids of records may be left to us: they are then derived from the record, which
 * merges two records that say the same about the same unit at the same moment.
 */
export const NARROW_FIELDS: Readonly<Record<RecordKind, readonly NarrowField[]>> = {
  predictions: [
    field('predictionId', 'id', false),
    UNIT,
    WHEN,
    field('score', 'number', true, ['prediction', 'risk', 'propensity']),
    field('flagged', 'yes-no', true, ['flag', 'selected', 'targeted']),
    field('threshold', 'number', false, ['cutoff']),
    field('rank', 'whole', false),
    field('listSize', 'whole', false),
    field('probability', 'number', false, ['pcalibrated']),
    field('deployment', 'text', false),
    field('modelVersion', 'text', false, ['version', 'model']),
    field('preValue', 'number', false),
  ],
  assignments: [
    UNIT,
    field('arm', 'choice', true, ['group', 'segment', 'variant', 'treatment'], ARMS),
    field('propensity', 'number', true, ['probability', 'share']),
    field('assignedAt', 'moment', true, ['date', 'datetime', 'timestamp', 'assigned']),
    field('stratum', 'text', false),
    field('cluster', 'text', false),
  ],
  actions: [
    field('actionId', 'id', false),
    UNIT,
    WHEN,
    field('actionType', 'text', true, ['action', 'type', 'comp']),
    field('status', 'choice', true, ['result', 'state'], ACTION_STATUSES),
    field('actor.id', 'text', false, ['actor', 'agent', 'by']),
    field('actor.role', 'text', false, ['role']),
    field('actor.team', 'text', false, ['team']),
    field('predictionId', 'id', false),
    field('costCents', 'money', false, ['cost']),
    field('currency', 'text', false),
    field('channel', 'text', false),
    field('minutes', 'number', false, ['duration']),
    field('note', 'text', false, ['comment', 'remark']),
    field('reasonNotActed', 'text', false, ['reason']),
  ],
  outcomes: [
    field('outcomeId', 'id', false, ['eventid']),
    REVISION,
    UNIT,
    WHEN,
    field('metric', 'text', true, ['event', 'eventtype', 'outcome']),
    field('value', 'number', true, ['amount']),
    field('denominator', 'number', false),
    field('currency', 'text', false),
    field('voided', 'yes-no', false),
  ],
  'kpi-points': [
    field('kpiId', 'id', false, ['kpi']),
    field('periodStart', 'day', true, ['from', 'start']),
    field('periodEnd', 'day', true, ['to', 'end', 'until']),
    field('segment', 'text', false),
    REVISION,
    field('value', 'number', true, ['amount']),
    field('numerator', 'number', false),
    field('denominator', 'number', false),
  ],
  watermarks: [
    field('source', 'text', true),
    field('metric', 'text', true),
    field('completeThrough', 'moment', true, ['through', 'until']),
    field('rowCount', 'whole', false, ['rows']),
  ],
  costs: [
    field('costId', 'id', false),
    field('occurredAt', 'moment', true, ['date', 'datetime', 'timestamp']),
    field('amountCents', 'money', true, ['amount', 'cost']),
    field('currency', 'text', true),
    field('team', 'text', false, ['department']),
    field('note', 'text', false, ['comment', 'description']),
  ],
};
