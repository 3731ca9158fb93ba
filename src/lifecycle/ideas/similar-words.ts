import { tokensOf, wordSet } from './question-tokens.ts';

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

/** The words of a sentence that say what it is about, in lower case; the first ones of a long sentence. */
export function wordsOfSubject(sentence: string): readonly string[] {
  const words = tokensOf(sentence)
    .filter(({ kind }) => kind === 'word')
    .flatMap(({ text }) => text.split(/[-']/))
    .filter((word) => word.length >= 3 && word.length <= LONGEST_WORD && !SAYS_NOTHING.has(word));
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** A search for any of these words, as `websearch_to_tsquery` takes it. */
export function anyOf(words: readonly string[]): string {
  return words.join(' or ');
}
