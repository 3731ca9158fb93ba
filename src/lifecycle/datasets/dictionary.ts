import type { ColumnProfile, Relation } from '../../platform/tables/tables.schema.ts';

/** How carefully a column has to be handled. */
export const SENSITIVITIES = ['open', 'internal', 'personal', 'protected'] as const;

/**
 * How carefully a column has to be handled: open, for the organisation alone, about a person, or about something for
 * which nobody may be treated differently (sex, origin, health, belief).
 */
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** The words on screen for each sensitivity. */
export const SENSITIVITY_NAME: Readonly<Record<Sensitivity, string>> = {
  open: 'Open',
  internal: 'For us alone',
  personal: 'About a person',
  protected: 'Protected: nobody may be treated differently for it',
};

/** What a column means, in the words of the business. */
export interface ColumnEntry {
  readonly name: string;
  readonly meaning: string | null;
  /** Who answers questions about it. */
  readonly owner: string | null;
  readonly unit: string | null;
  /** The values that can be right; null where there is no bound. */
  readonly min: number | null;
  readonly max: number | null;
  readonly sensitivity: Sensitivity | null;
  /** Whether somebody could change it by acting: a price can be changed, an age cannot. */
  readonly isActionable: boolean | null;
}

/** What an entry can lack; asked in this order. */
export const ASKED = ['meaning', 'sensitivity', 'unit', 'range', 'owner'] as const;

/** Something that an entry lacks. */
export type Asked = (typeof ASKED)[number];

/** A column that somebody is asked about. */
export interface AskedColumn {
  readonly column: string;
  readonly lacks: readonly Asked[];
  /** Why it is asked before others. */
  readonly why: 'target' | 'moment' | 'tells' | 'first';
}

/** Columns that are asked about at once: a few minutes of work, and not a form of a hundred rows. */
export const ASKED_AT_ONCE = 10;

/** An entry of which nothing is said. */
export function emptyEntry(name: string): ColumnEntry {
  return {
    name,
    meaning: null,
    owner: null,
    unit: null,
    min: null,
    max: null,
    sensitivity: null,
    isActionable: null,
  };
}

/** What an entry still lacks. Units and ranges are asked of numbers alone. */
export function lacksOf(entry: ColumnEntry, type: ColumnProfile['type']): readonly Asked[] {
  const isNumber = type === 'number';
  const lacks: Readonly<Record<Asked, boolean>> = {
    meaning: entry.meaning === null,
    sensitivity: entry.sensitivity === null,
    unit: isNumber && entry.unit === null,
    range: isNumber && entry.min === null && entry.max === null,
    owner: entry.owner === null,
  };
  return ASKED.filter((asked) => lacks[asked]);
}

/**
 * The columns to ask about first: what is to be predicted, the moment of the row, then what tells most of the target,
 * and without a target the order of the table.
 */
export function columnsToAsk(
  columns: readonly Pick<ColumnProfile, 'name' | 'type'>[],
  entries: ReadonlyMap<string, ColumnEntry>,
  about: { readonly target: string | null; readonly moment: string | null; readonly relations: readonly Relation[] },
): readonly AskedColumn[] {
  const strength = new Map(about.relations.map((relation) => [relation.column, relation.strength]));
  const weight = (name: string): number =>
    name === about.target ? 3 : name === about.moment ? 2 : (strength.get(name) ?? 0);
  return columns
    .map(({ name, type }, place) => ({ name, place, lacks: lacksOf(entries.get(name) ?? emptyEntry(name), type) }))
    .filter(({ lacks }) => lacks.length > 0)
    .sort((a, b) => weight(b.name) - weight(a.name) || a.place - b.place)
    .slice(0, ASKED_AT_ONCE)
    .map(({ name, lacks }) => ({ column: name, lacks, why: whyOf(name) }));

  function whyOf(name: string): AskedColumn['why'] {
    if (name === about.target) return 'target';
    if (name === about.moment) return 'moment';
    return strength.has(name) ? 'tells' : 'first';
  }
}
