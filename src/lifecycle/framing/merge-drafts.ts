import { type Draft, isBelow, partAt, sayJson, statedValues, withPart } from './draft-path.ts';

/** A field that two people changed at the same time. Mine stays in the form until one of them is chosen. */
export interface Clash {
  readonly path: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** What comes of two people's changes of the same draft. */
export interface Merge {
  readonly content: Draft;
  readonly clashes: readonly Clash[];
  /** Fields that were taken over from the other. */
  readonly taken: readonly string[];
}

/**
 * Joins two people's changes of a draft, field by field. What only one of them changed is kept from that one; a field
 * that both changed differently is a clash, which keeps mine and carries theirs. So no word of either is ever lost.
 */
export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Merge {
  const clashes: Clash[] = [];
  const taken: string[] = [];
  let content: Draft = { ...mine };
  for (const path of comparedPaths(base, mine, theirs)) {
    const [before, my, their] = [base, mine, theirs].map((draft) => sayJson(partAt(draft, path)));
    if (my === their || their === before) continue;
    if (my === before) {
      taken.push(path);
      content = withPart(content, path, partAt(theirs, path));
    } else {
      clashes.push({ path, mine: partAt(mine, path), theirs: partAt(theirs, path) });
    }
  }
  return { content, clashes, taken };
}

/**
 * The paths at which drafts are compared: every stated value by itself, except that a part is compared as a whole where
 * one of them holds a plain value in its place, and an assumption as a whole where one of them took it away. Otherwise
 * half an assumption would be left of what one person wrote and another removed.
 */
function comparedPaths(base: Draft, mine: Draft, theirs: Draft): readonly string[] {
  const paths = [...new Set([base, mine, theirs].flatMap((draft) => [...statedValues(draft).keys()]))];
  const wholes = [...paths, ...removedAssumptions([base, mine, theirs])];
  const outermost = wholes.filter((path) => !wholes.some((other) => isBelow(path, other)));
  return [...new Set(outermost)];
}

function removedAssumptions(drafts: readonly Draft[]): readonly string[] {
  const registers = drafts.map((draft) => partAt(draft, 'assumptions'));
  const ids = new Set(registers.flatMap((register) => (isRecord(register) ? Object.keys(register) : [])));
  return [...ids]
    .map((id) => `assumptions.${id}`)
    .filter((path) => drafts.some((draft) => partAt(draft, path) === undefined));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
