import type { Arm } from '../actions/index.ts';
import type { ImportColumn } from './import-column.ts';
import { ACTION_STATUSES } from './ledger.ts';

/** Columns of a file that no meaning was found for yet; each can be taken once. */
export class FreeColumns {
  readonly #free: Map<string, ImportColumn>;

  constructor(columns: readonly ImportColumn[]) {
    this.#free = new Map(columns.map((column) => [column.name, column]));
  }

  /** The first column that fits, by the first pattern that any fits; it is not found again. */
  take(patterns: readonly RegExp[], fits: (column: ImportColumn) => boolean = () => true): ImportColumn | undefined {
    for (const pattern of patterns) {
      const found = this.list().find((column) => pattern.test(wordsOf(column.name)) && fits(column));
      if (found) return this.claim(found);
    }
    return undefined;
  }

  claim(column: ImportColumn): ImportColumn {
    this.#free.delete(column.name);
    return column;
  }

  list(): readonly ImportColumn[] {
    return [...this.#free.values()];
  }
}

/** The name of a column as lower-case words between single blanks: `customerID` and `customer_id` are `customer id`. */
export function wordsOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A name that a metric may have, made from the name of a column. */
export function metricIdOf(name: string): string {
  const id = wordsOf(name)
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return id === '' ? 'outcome' : id;
}

export const isNumeric = ({ format }: ImportColumn): boolean => format.type === 'number';
export const isDated = ({ format }: ImportColumn): boolean => format.type === 'date' || format.type === 'epoch';
export const isYesNo = ({ format }: ImportColumn): boolean => format.type === 'boolean';
export const hasFewValues = ({ values }: ImportColumn): boolean => values.length >= 2 && values.length <= 12;

const ID_NAME =
  /(?:^| )(?:id|ids|uuid|guid|key)$|^(?:customer|client|user|machine|asset|unit|account|contact|subscriber|device|store|member|patient|kunde|kunden nr|kundennummer|udi)(?: (?:id|no|nr|number|key))?$/;

/** The column whose values name the units: by its name, unique ones first; or else unique codes, whatever their name. */
export function takeUnitColumn(free: FreeColumns): ImportColumn | undefined {
  const canName = (column: ImportColumn): boolean => !isDated(column) && !isYesNo(column) && column.missingShare < 0.5;
  const isCode = (column: ImportColumn): boolean =>
    column.format.type === 'text' && column.samples.every((sample) => /\d/.test(sample) && !/\s/.test(sample));
  return (
    free.take([ID_NAME], (column) => canName(column) && column.isUnique) ??
    free.take([ID_NAME], canName) ??
    free.take(
      [/./],
      (column) =>
        !isDated(column) && column.missingShare === 0 && column.isUnique && column.distinct > 1 && isCode(column),
    )
  );
}

const LEFT_ALONE =
  /\b(?:control|controls|holdout|hold out|held out|placebo|untreated|kontrolle|kontrollgruppe|left alone|business as usual|bau|no (?:e ?mail|mail|treatment|action|contact|offer|call|campaign|message|discount|coupon|intervention))\b|^not? (?:treated|contacted)/;
const ARM_NAME =
  /^(?:arm|group|grp|gruppe|treatment|treated|treat|variant|segment|test group|assignment|holdout|control)$/;
const ARM_WORD = /\b(?:arm|group|treatment|variant|segment|holdout|control)\b/;
const REVERSED_NAME = /\b(?:holdout|control)\b/;
const NO_VALUE = /^(?:0|no|n|false|f|nein|non|off)$/;
/** Only where a column speaks of arms as the ledger does is "none" an arm; elsewhere it says that nothing is known. */
const OWN_WORDS = /^(?:action|explore|holdout)$/;
/** What puts nobody into a group: nothing at all, a mark for a missing value, or a word that says so. */
const NO_GROUP =
  /^(?:|na|n a|nan|null|nil|none|unknown|unassigned|not assigned|undefined|others?|excluded?|left out|leave out|ineligible|not eligible|pending|tbd|sonstige|unbekannt|inconnu)$/;
/** How databases write a missing value into a file; as words it would be "n", which says no. */
const MISSING_MARK = /^\s*\\n\s*$/i;

/** The column that says who was put into which group: one with a word for "left alone" among its values goes first. */
export function takeArmColumn(free: FreeColumns): ImportColumn | undefined {
  const speaks = (column: ImportColumn): boolean =>
    hasFewValues(column) && column.values.some(({ value }) => LEFT_ALONE.test(wordsOf(value)));
  return (
    free.take([ARM_NAME, ARM_WORD, /./], speaks) ??
    free.take([ARM_NAME], hasFewValues) ??
    free.take([ARM_WORD], (column) => column.values.length === 2)
  );
}

/**
 * The meaning of each value of a column of groups, as far as words tell. A value that names no group, such as a blank, is
 * left out: a unit must never be counted in a group into which nobody put it.
 */
export function armMeanings(column: ImportColumn): { value: string; arm: Arm | 'leave-out' }[] {
  const usesOurWords = column.values.some(({ value }) => OWN_WORDS.test(wordsOf(value)));
  const namesGroup = (value: string): boolean =>
    (usesOurWords && wordsOf(value) === 'none') || !(MISSING_MARK.test(value) || NO_GROUP.test(wordsOf(value)));
  const isReversed =
    REVERSED_NAME.test(wordsOf(column.name)) && column.values.filter(({ value }) => namesGroup(value)).length === 2;
  return column.values.map(({ value }) => ({
    value,
    arm: namesGroup(value) ? armOf(wordsOf(value), isReversed) : 'leave-out',
  }));
}

function armOf(words: string, isReversed: boolean): Arm {
  if (words === 'explore' || words === 'none' || words === 'action' || words === 'holdout') return words;
  if (LEFT_ALONE.test(words)) return 'holdout';
  return NO_VALUE.test(words) === isReversed ? 'action' : 'holdout';
}

const REACHED_NAMES = [
  /\b(?:reached|contacted|delivered|treated|called|emailed|mailed|sent|received)\b/,
  /\b(?:action status|status of action|outreach status|contact result)\b/,
];
const REACHED_VALUE = /^(?:1|yes|y|true|t|ja|oui|done|reached|contacted|sent|received|called|opened|completed)$/;

/** The column that says who was reached. */
export function takeReachedColumn(free: FreeColumns): ImportColumn | undefined {
  return free.take(REACHED_NAMES, (column) => hasFewValues(column));
}

/** How far the action got, for each value of a column. */
export function statusMeanings(
  column: ImportColumn,
): { value: string; status: (typeof ACTION_STATUSES)[number] | 'none' }[] {
  return column.values.map(({ value }) => {
    const words = wordsOf(value);
    const status = ACTION_STATUSES.find((known) => known === words);
    return { value, status: status ?? (REACHED_VALUE.test(words) ? 'delivered' : 'none') };
  });
}
