/** What a condition or an order may speak of. */
export type FilterKind =
  | 'attribute'
  | 'metric'
  | 'param'
  | 'tag'
  | 'dataset'
  /** What a client said of a trace beside its tags. */
  | 'metadata'
  /** What was said of a trace, and what should have come out of it, by its name. */
  | 'feedback'
  | 'expectation'
  /** What a span of a trace is: its name, its type, its status, or one of its attributes (`attributes.model`). */
  | 'span';

/** One attribute that a kind of entity can be asked about. */
export interface AttributeRule {
  readonly type: 'text' | 'number';
  /** Other spellings that mean the same. */
  readonly synonyms?: readonly string[];
  /** Whether `IN ('a', 'b')` is possible. */
  readonly allowsLists?: true;
  /** Whether a number may stand in quotation marks, as one that clients know as a text does. */
  readonly allowsQuotes?: true;
  /** Whether a list can be ordered by it; yes unless stated. */
  readonly isSortable?: false;
  /** Whether it can be asked for; yes unless stated. Some attributes order only. */
  readonly isComparable?: false;
  /** Whether it may be absent, which `IS NULL` asks for. */
  readonly canBeAbsent?: true;
  /** How a text is written that it is compared with, and only by `=`. */
  readonly form?: { readonly pattern: RegExp; readonly example: string };
}

/** What one kind of entity (runs, experiments, models) can be asked about. */
export interface FilterGrammar {
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** The kinds of keys that it has beside attributes. */
  readonly kinds: readonly Exclude<FilterKind, 'attribute'>[];
  /** Those of its kinds by which a list can be ordered. */
  readonly sortableKinds: readonly Exclude<FilterKind, 'attribute'>[];
  /** Whether texts are compared with regular expressions (`RLIKE`) too. */
  readonly allowsPatterns?: true;
  /** Attributes that clients know and that are not answered here, each with a sentence that says what to do. */
  readonly unanswered?: Readonly<Record<string, string>>;
}

/** How numbers are compared. */
export const NUMBER_OPERATORS = ['=', '!=', '>', '>=', '<', '<='] as const;

/**
 * How texts are compared; LIKE has `%` for any characters and `_` for one, ILIKE takes no notice of case, and RLIKE has a
 * regular expression of PostgreSQL that a part of the text satisfies.
 */
export const TEXT_OPERATORS = ['=', '!=', 'LIKE', 'ILIKE', 'RLIKE'] as const;

interface Subject {
  readonly kind: FilterKind;
  /** The canonical name of an attribute, or the key as it was logged. */
  readonly key: string;
}

/** One condition of a filter. */
export type FilterCondition = Subject &
  (
    | { readonly test: 'number'; readonly operator: (typeof NUMBER_OPERATORS)[number]; readonly value: number }
    | { readonly test: 'text'; readonly operator: (typeof TEXT_OPERATORS)[number]; readonly value: string }
    | { readonly test: 'list'; readonly isNegated: boolean; readonly values: readonly string[] }
    | { readonly test: 'presence'; readonly isPresent: boolean }
  );

/** One term of an order. */
export type OrderTerm = Subject & { readonly isDescending: boolean };

/** What runs can be asked about. */
export const RUN_GRAMMAR: FilterGrammar = {
  kinds: ['metric', 'param', 'tag', 'dataset'],
  sortableKinds: ['metric', 'param', 'tag'],
  attributes: {
    run_id: { type: 'text', allowsLists: true },
    run_name: { type: 'text', synonyms: ['run name', 'Run name', 'Run Name'] },
    status: { type: 'text' },
    artifact_uri: { type: 'text' },
    user_id: { type: 'text' },
    start_time: { type: 'number', synonyms: ['created', 'Created'] },
    end_time: { type: 'number' },
  },
};

/** What experiments can be asked about. */
export const EXPERIMENT_GRAMMAR: FilterGrammar = {
  kinds: ['tag'],
  sortableKinds: [],
  attributes: {
    name: { type: 'text', allowsLists: true },
    experiment_id: { type: 'text', allowsLists: true },
    creation_time: { type: 'number' },
    last_update_time: { type: 'number' },
  },
};

/** What logged models can be asked about. */
export const LOGGED_MODEL_GRAMMAR: FilterGrammar = {
  kinds: ['metric', 'param', 'tag'],
  sortableKinds: ['metric'],
  attributes: {
    name: { type: 'text', allowsLists: true },
    model_id: { type: 'text', allowsLists: true },
    model_type: { type: 'text', allowsLists: true },
    status: { type: 'number' },
    source_run_id: { type: 'text', allowsLists: true },
    experiment_id: { type: 'text', allowsLists: true },
    creation_timestamp: { type: 'number', synonyms: ['creation_time', 'creation_timestamp_ms'] },
    last_updated_timestamp: { type: 'number', synonyms: ['last_updated_timestamp_ms'] },
  },
};
