import type { Queryable } from '../../platform/database/queryable.ts';
import { addressOfModel, addressOfPrompt } from '../registry/index.ts';
import { findEverything, type SearchReader } from './search.store.ts';
import { excerptOf, SEARCH_KINDS, type SearchKind, searchWords, textWithWord } from './search-words.ts';

/** Something found, as the page shows it. */
export interface Found {
  readonly title: string;
  /** The text around the words; empty where the title says it all. */
  readonly excerpt: string;
  readonly path: string;
  readonly place: string | null;
}

/** Where things are whose address follows from their name. */
const ADDRESS_BY_NAME: Readonly<Partial<Record<SearchKind, (name: string) => string>>> = {
  model: addressOfModel,
  prompt: addressOfPrompt,
};

/** Finds whatever the reader may see and that has all of the words, by kind; one statement. */
export async function findForViewer(
  queryable: Queryable,
  reader: SearchReader,
  text: string,
): Promise<readonly { readonly kind: SearchKind; readonly found: readonly Found[] }[]> {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const rows = await findEverything(queryable, reader, words);
  return SEARCH_KINDS.map((kind) => ({
    kind,
    found: rows
      .filter((row) => row.kind === kind)
      .map(({ title, body, path, place }) => ({
        title,
        // A question is shown also when only the name has the words.
        excerpt: excerptOf(typeof body === 'string' ? body : textWithWord(body, words), words),
        path: ADDRESS_BY_NAME[kind]?.(title) ?? path,
        place,
      })),
  })).filter(({ found }) => found.length > 0);
}
