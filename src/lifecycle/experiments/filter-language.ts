import {
  type AttributeRule,
  type FilterCondition,
  type FilterGrammar,
  type FilterKind,
  NUMBER_OPERATORS,
  type OrderTerm,
  TEXT_OPERATORS,
} from './filter-grammar.ts';
import { DATASET_KEYS, kindsInWords, PREFIXES, SPAN_ATTRIBUTE, SPAN_KEYS } from './filter-keys.ts';
import { cutTokens, type FilterToken } from './filter-tokens.ts';

/** Limits of filters, stated once. */
export const FILTER_LIMITS = {
  characters: 20_000,
  conditions: 100,
  listedValues: 1_000,
  orderTerms: 20,
  /** Of a regular expression, in characters. */
  patternLength: 500,
} as const;

/** A refused text: where the reader stumbled (characters from 0) and why, as a sentence. */
interface Refused {
  readonly kind: 'refused';
  readonly at: number;
  readonly message: string;
}

/** The conditions of a filter, all of which must hold, or why the text is none. */
export type FilterReading = { readonly kind: 'read'; readonly conditions: readonly FilterCondition[] } | Refused;

/** The terms of an order, the first one deciding first, or why the clauses are none. */
export type OrderReading = { readonly kind: 'read'; readonly terms: readonly OrderTerm[] } | Refused;

/**
 * Reads a filter: `condition (AND condition)*`, where a condition is `metrics.auc > 0.7`, `params.depth = '4'`,
 * `tags.team LIKE 'churn%'`, `status = 'FINISHED'`, `run_id IN ('a', 'b')` or `params.depth IS NOT NULL`. There is no
 * OR, no NOT before a condition and no bracket but that of a list. One AND at the end is let pass.
 */
export function readFilter(text: string, grammar: FilterGrammar): FilterReading {
  if (text.length > FILTER_LIMITS.characters)
    return refused(0, `it is longer than ${FILTER_LIMITS.characters} characters.`);
  const cut = cutTokens(text);
  if (cut.kind === 'refused') return cut;
  const reader = new TokenReader(cut.tokens, text.length, grammar);
  return reader.attempt(() => ({ kind: 'read', conditions: reader.conditions() }));
}

/** Reads the clauses of an order, one term each: `metrics.auc DESC`. Without a direction the smallest comes first. */
export function readOrder(clauses: readonly string[], grammar: FilterGrammar): OrderReading {
  if (clauses.length > FILTER_LIMITS.orderTerms)
    return refused(0, `there are more than ${FILTER_LIMITS.orderTerms} clauses.`);
  const terms: OrderTerm[] = [];
  for (const clause of clauses) {
    if (clause.length > FILTER_LIMITS.characters)
      return refused(0, `it is longer than ${FILTER_LIMITS.characters} characters.`);
    const cut = cutTokens(clause);
    if (cut.kind === 'refused') return cut;
    const reader = new TokenReader(cut.tokens, clause.length, grammar);
    const reading = reader.attempt(() => ({ kind: 'read' as const, term: reader.orderTerm() }));
    if (reading.kind === 'refused') return reading;
    const { term } = reading;
    if (terms.some((known) => known.kind === term.kind && known.key === term.key))
      return refused(0, `"${clause}" orders by a field that another clause orders by already.`);
    terms.push(term);
  }
  return { kind: 'read', terms };
}

function refused(at: number, message: string): Refused {
  return { kind: 'refused', at, message };
}

/** Carries a refusal out of the depth of the grammar to the one place that turns it into a value. */
class Stumble extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class TokenReader {
  readonly #tokens: readonly FilterToken[];
  readonly #length: number;
  readonly #grammar: FilterGrammar;
  #next = 0;

  constructor(tokens: readonly FilterToken[], length: number, grammar: FilterGrammar) {
    this.#tokens = tokens;
    this.#length = length;
    this.#grammar = grammar;
  }

  attempt<T>(read: () => T): T | Refused {
    try {
      return read();
    } catch (error) {
      if (error instanceof Stumble) return refused(error.at, error.message);
      throw error;
    }
  }

  conditions(): readonly FilterCondition[] {
    const conditions: FilterCondition[] = [];
    while (this.#peek() !== undefined) {
      conditions.push(this.#condition());
      if (conditions.length > FILTER_LIMITS.conditions)
        throw new Stumble(0, `it has more than ${FILTER_LIMITS.conditions} conditions.`);
      const join = this.#peek();
      if (join !== undefined && !this.#takeWord('AND'))
        throw this.#stumble(join, `expected AND before "${join.text}"; OR, NOT and brackets are not part of filters.`);
    }
    return conditions;
  }

  orderTerm(): OrderTerm {
    const start = this.#peek();
    const { kind, key, rule } = this.#subject();
    const isSortable = kind === 'attribute' ? rule?.isSortable !== false : this.#grammar.sortableKinds.includes(kind);
    if (!isSortable) throw this.#stumble(start, `nothing can be ordered by "${key}".`);
    const isDescending = this.#takeWord('DESC');
    if (!isDescending) this.#takeWord('ASC');
    const rest = this.#peek();
    if (rest) throw this.#stumble(rest, `"${rest.text}" is too much: one clause is a key and ASC or DESC.`);
    return { kind, key, isDescending };
  }

  #condition(): FilterCondition {
    const start = this.#peek();
    const { kind, key, rule } = this.#subject();
    if (rule?.isComparable === false) throw this.#stumble(start, `"${key}" cannot be part of a filter.`);
    const subject = { kind, key };
    if (this.#takeWord('IS')) return this.#presence(subject, start, rule);
    const isNegated = this.#takeWord('NOT');
    if (this.#takeWord('IN')) {
      if (kind !== 'dataset' && kind !== 'span' && !rule?.allowsLists)
        throw this.#stumble(start, `IN is not possible for "${key}".`);
      return { ...subject, test: 'list', isNegated, values: this.#list() };
    }
    if (isNegated) throw this.#stumble(this.#peek(), 'expected IN after NOT.');
    if (kind === 'feedback' || kind === 'expectation') return this.#assessmentTest(subject);
    const isNumber = kind === 'metric' || rule?.type === 'number';
    return isNumber ? this.#numberTest(subject, rule?.allowsQuotes) : this.#textTest(subject, rule);
  }

  #presence(
    subject: { readonly kind: FilterKind; readonly key: string },
    start: FilterToken | undefined,
    rule: AttributeRule | undefined,
  ): FilterCondition {
    const isPresent = this.#takeWord('NOT');
    if (!this.#takeWord('NULL')) throw this.#stumble(this.#peek(), 'expected NULL or NOT NULL after IS.');
    const isAlwaysThere = subject.kind === 'attribute' && !rule?.canBeAbsent;
    if (isAlwaysThere || subject.kind === 'dataset' || subject.kind === 'span')
      throw this.#stumble(start, 'only what is found by a key, such as params and tags, can be absent.');
    return { ...subject, test: 'presence', isPresent };
  }

  #numberTest(subject: { readonly kind: FilterKind; readonly key: string }, allowsQuotes?: true): FilterCondition {
    const token = this.#take();
    const operator = NUMBER_OPERATORS.find((known) => known === token?.text);
    if (token?.kind !== 'mark' || !operator)
      throw this.#stumble(token, `expected one of ${NUMBER_OPERATORS.join(' ')} after "${subject.key}".`);
    const value = this.#take();
    const isNumber = value?.kind === 'number' || (allowsQuotes && value?.kind === 'quoted' && /^\d+$/.test(value.text));
    if (!value || !isNumber) throw this.#stumble(value, `expected a number without quotation marks after ${operator}.`);
    return { ...subject, test: 'number', operator, value: Number(value.text) };
  }

  #textTest(subject: { readonly kind: FilterKind; readonly key: string }, rule?: AttributeRule): FilterCondition {
    const token = this.#take();
    const isOperator = token?.kind === 'mark' || token?.kind === 'word';
    const operators = rule?.form
      ? (['='] as const)
      : TEXT_OPERATORS.filter((known) => known !== 'RLIKE' || this.#grammar.allowsPatterns);
    const operator = operators.find((known) => known === token?.text.toUpperCase());
    if (!isOperator || !operator)
      throw this.#stumble(
        token,
        `expected ${operators.length > 1 ? 'one of ' : ''}${operators.join(' ')} after "${subject.key}".`,
      );
    const value = this.#quoted(`after ${operator}`);
    if (operator === 'RLIKE' && value.length > FILTER_LIMITS.patternLength)
      throw this.#stumble(token, `a regular expression has at most ${FILTER_LIMITS.patternLength} characters.`);
    if (rule?.form && !rule.form.pattern.test(value))
      throw this.#stumble(token, `"${value}" is none: it is written like ${rule.form.example}.`);
    return { ...subject, test: 'text', operator, value };
  }

  /** What was said of a trace is a number or a text, which the value on the right side tells. */
  #assessmentTest(subject: { readonly kind: FilterKind; readonly key: string }): FilterCondition {
    const isNumber = this.#tokens[this.#next + 1]?.kind === 'number';
    const isOrder = ['>', '>=', '<', '<='].includes(this.#peek()?.text ?? '');
    return isNumber || isOrder ? this.#numberTest(subject) : this.#textTest(subject);
  }

  #list(): readonly string[] {
    this.#takeMark('(');
    const values = [this.#quoted('in the list')];
    while (this.#peek()?.text === ',') {
      this.#take();
      // Python writes a list of one as ('a',).
      if (this.#peek()?.text === ')') break;
      values.push(this.#quoted('in the list'));
      if (values.length > FILTER_LIMITS.listedValues)
        throw this.#stumble(this.#peek(), `a list has at most ${FILTER_LIMITS.listedValues} values.`);
    }
    this.#takeMark(')');
    return values;
  }

  #quoted(where: string): string {
    const token = this.#take();
    if (token?.kind !== 'quoted') throw this.#stumble(token, `expected a text in quotation marks ${where}.`);
    return token.text;
  }

  /** The left side: `metrics.auc`, `` params.`my key` ``, `"run name"` or `status`. */
  #subject(): { readonly kind: FilterKind; readonly key: string; readonly rule: AttributeRule | undefined } {
    const token = this.#take();
    if (token?.kind === 'quoted' || token?.kind === 'backticked') return this.#attribute(token, token.text);
    if (token?.kind !== 'word') throw this.#stumble(token, 'expected a key such as metrics.auc or params.depth.');
    const dot = token.text.indexOf('.');
    if (dot === -1) return this.#attribute(token, token.text);
    const kind = PREFIXES.get(token.text.slice(0, dot));
    if (kind === undefined || (kind !== 'attribute' && !this.#grammar.kinds.includes(kind)))
      throw this.#stumble(
        token,
        `"${token.text.slice(0, dot)}" is no kind of key here; use ${kindsInWords(this.#grammar)}.`,
      );
    if (kind === 'span') return { kind, key: this.#spanKey(token, token.text.slice(dot + 1)), rule: undefined };
    const key = token.text.slice(dot + 1) || this.#adjacentKey(token);
    if (kind === 'attribute') return this.#attribute(token, key);
    if (kind === 'dataset' && !DATASET_KEYS.includes(key))
      throw this.#stumble(token, `data sets have ${DATASET_KEYS.join(', ')}; not "${key}".`);
    return { kind, key, rule: undefined };
  }

  #adjacentKey(token: FilterToken): string {
    const quoted = this.#peek();
    const isKey = quoted?.kind === 'quoted' || quoted?.kind === 'backticked';
    if (!isKey || quoted.at !== token.end || quoted.text === '')
      throw this.#stumble(token, `a key must follow "${token.text}".`);
    this.#take();
    return quoted.text;
  }

  /** `name`, `attributes.model`, or `` attributes.`my model` ``. */
  #spanKey(token: FilterToken, written: string): string {
    const isOpen = written === '' || written === SPAN_ATTRIBUTE;
    const key = isOpen ? written + this.#adjacentKey(token) : written;
    const unanswered = this.#grammar.unanswered?.[`span.${key}`];
    if (unanswered !== undefined) throw this.#stumble(token, unanswered);
    if (!SPAN_KEYS.includes(key) && !key.startsWith(SPAN_ATTRIBUTE))
      throw this.#stumble(token, `spans have ${SPAN_KEYS.join(', ')} and ${SPAN_ATTRIBUTE}<key>; not "${key}".`);
    return key;
  }

  #attribute(token: FilterToken, spelling: string) {
    const { attributes, unanswered } = this.#grammar;
    const why = unanswered?.[spelling];
    if (why !== undefined) throw this.#stumble(token, why);
    const found = Object.entries(attributes).find(
      ([name, rule]) => name === spelling || rule.synonyms?.includes(spelling),
    );
    if (!found)
      throw this.#stumble(
        token,
        `there is no attribute "${spelling}"; there are ${Object.keys(attributes).join(', ')}.`,
      );
    const [key, rule] = found;
    return { kind: 'attribute' as const, key, rule };
  }

  #peek(): FilterToken | undefined {
    return this.#tokens[this.#next];
  }

  #take(): FilterToken | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    if (token?.kind !== 'word' || token.text.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #takeMark(mark: string): void {
    const token = this.#take();
    if (token?.kind !== 'mark' || token.text !== mark) throw this.#stumble(token, `expected "${mark}".`);
  }

  #stumble(token: FilterToken | undefined, message: string): Stumble {
    const at = token?.at ?? this.#length;
    return new Stumble(at, `at character ${at + 1}, ${message}`);
  }
}
