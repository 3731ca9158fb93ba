import type { GuessedMapping, NarrowMapping } from '../import-mapping.ts';
import { NARROW_FIELDS } from '../narrow-fields.ts';
import { blankWide, roleOf, type WideDraft } from './wide-roles.ts';

/** What somebody says of a file: the reading that is shown, and what they said in the others, should they come back to one. */
export interface KeptMappings {
  readonly draft: GuessedMapping;
  readonly wide: WideDraft | null;
  readonly narrow: NarrowMapping | null;
  /** The fields of each kind of record that was shown before. */
  readonly fields: Partial<Record<NarrowMapping['kind'], NarrowMapping['fields']>>;
}

/** What is known of a file before anybody says something: a guess, and how its units are named without ids. */
export interface MappingStart {
  readonly guess: GuessedMapping;
  readonly linePrefix: string;
}

/** Begins with one mapping. */
export function keepMapping(draft: GuessedMapping): KeptMappings {
  return { draft, wide: null, narrow: null, fields: {} };
}

/** The rows read in another way: as it was said there before, else as guessed, and with what holds in both ways. */
export function readRowsAs(kept: KeptMappings, shape: GuessedMapping['shape'], start: MappingStart): KeptMappings {
  const { draft } = kept;
  if (draft.shape === shape) return kept;
  if (draft.shape === 'wide') {
    const before = kept.narrow ?? (start.guess.shape === 'narrow' ? start.guess : BLANK_NARROW);
    return { ...kept, wide: draft, draft: withSharedOfWide(before, draft) };
  }
  const before = kept.wide ?? (start.guess.shape === 'wide' ? start.guess : blankWide(start.linePrefix));
  return { ...kept, narrow: draft, draft: withSharedOfNarrow(before, draft) };
}

/** Every row is a record of another kind: with the fields that were given for it before, and those that both kinds have. */
export function readRecordsAs(kept: KeptMappings, kind: NarrowMapping['kind']): KeptMappings {
  const { draft } = kept;
  if (draft.shape === 'wide' || draft.kind === kind) return kept;
  const known = new Set(NARROW_FIELDS[kind].map(({ name }) => name));
  const both = Object.entries(draft.fields).filter(([name]) => known.has(name));
  return {
    ...kept,
    fields: { ...kept.fields, [draft.kind]: draft.fields },
    draft: { ...draft, kind, fields: { ...kept.fields[kind], ...Object.fromEntries(both) } },
  };
}

const BLANK_NARROW: NarrowMapping = { shape: 'narrow', kind: 'outcomes', fields: {}, corrects: false, source: 'file' };

function withSharedOfWide(before: NarrowMapping, { unit, corrects, source }: WideDraft): NarrowMapping {
  const names = NARROW_FIELDS[before.kind].some(({ name }) => name === 'unitId') && unit.from === 'column';
  return { ...before, corrects, source, fields: { ...before.fields, ...(names ? { unitId: unit } : {}) } };
}

function withSharedOfNarrow(before: WideDraft, { fields, corrects, source }: NarrowMapping): WideDraft {
  const { unitId } = fields;
  // A column that is something else there stays what it is.
  const isFree = unitId?.from === 'column' && roleOf(before, unitId.column) === 'ignore';
  return { ...before, corrects, source, ...(isFree ? { unit: { from: 'column', column: unitId.column } } : {}) };
}
