import { tokensOf, wordSet } from './question-tokens.ts';

/** What an idea is compared by: words of its subject for the search of whole words, and its text for the search of spellings. */
export interface SimilarSearch {
  /** Words joined by "or", as a web search takes them; empty when no word says anything. */
  readonly words: string;
  readonly text: string;
}

/** Words of asking and of wanting, which stand in most questions and make none of them similar. */
const SAYS_NOTHING = wordSet(`
  how can could what which why when where who whom would should shall will may might want wants need
  needs like please help make makes get gets getting give have has had does did done our your their
  the and for with from into onto that this these those than then they them about there here more
  less fewer most least reduce reducing increase increasing improve improving cut lower grow raise
  quarter quarters year years month months week weeks day days end next last within before until
  percent points point people idea question use using better without not are was were been being`);
const MOST_WORDS = 12;
const LONGEST_WORD = 40;
const TEXT_CHARACTERS = 300;

/** What to look for while somebody writes. */
export function similarSearch(sentence: string): SimilarSearch {
  const words = tokensOf(sentence)
    .filter(({ kind, text }) => kind === 'word' && text.length >= 3 && text.length <= LONGEST_WORD)
    .flatMap(({ text }) => text.split(/[-']/))
    .filter((word) => word.length >= 3 && !SAYS_NOTHING.has(word));
  return {
    words: [...new Set(words)].slice(0, MOST_WORDS).join(' or '),
    text: sentence.slice(0, TEXT_CHARACTERS),
  };
}
