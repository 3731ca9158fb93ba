import type { Answer } from '../answer.ts';

/** The headline as it is set: what is read at a glance, and what is read next. */
export interface HeadlineParts {
  readonly lead: string;
  readonly rest: readonly string[];
}

/** A lead shorter than this, in characters, is a bare "It works." and takes the next sentence along. */
const BARE_LEAD = 70;

/**
 * Sets the headline: its first sentence is large, together with the first of the next statement where it says little by
 * itself; everything else follows. A statement that only repeats the one ask is left to the ask.
 */
export function partHeadline({ headline, ask }: Pick<Answer, 'headline' | 'ask'>): HeadlineParts {
  const statements = headline.filter((statement) => !repeats(statement, ask.what));
  const many = splitFirstSentence(statements[0] ?? '').first.length < BARE_LEAD ? 2 : 1;
  const leading = statements.slice(0, many).map(splitFirstSentence);
  return {
    lead: leading.map(({ first }) => first).join(' '),
    rest: [...leading.flatMap(({ others }) => (others === '' ? [] : [others])), ...statements.slice(many)],
  };
}

function splitFirstSentence(statement: string): { readonly first: string; readonly others: string } {
  const end = /[.?!] (?=[A-Z0-9])/.exec(statement);
  if (end === null) return { first: statement, others: '' };
  return { first: statement.slice(0, end.index + 1), others: statement.slice(end.index + 2) };
}

/** Whether a statement ends with the same words as the ask: "Back to Ana: another action?" and "Go back: another action?". */
function repeats(statement: string, ask: string): boolean {
  const tail = behindColon(ask);
  return tail !== '' && behindColon(statement) === tail;
}

function behindColon(text: string): string {
  const colon = text.indexOf(': ');
  return colon < 0 ? '' : text.slice(colon + 2);
}
