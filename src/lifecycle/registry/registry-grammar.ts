import type { FilterGrammar } from '../experiments/index.ts';

/** What registered models can be asked about. */
export const REGISTERED_MODEL_GRAMMAR: FilterGrammar = {
  kinds: ['tag'],
  sortableKinds: [],
  attributes: {
    name: { type: 'text', allowsLists: true },
    creation_timestamp: { type: 'number', isComparable: false },
    last_updated_timestamp: { type: 'number', synonyms: ['timestamp'], isComparable: false },
  },
};

/** What versions of models can be asked about. */
export const MODEL_VERSION_GRAMMAR: FilterGrammar = {
  kinds: ['tag'],
  sortableKinds: [],
  attributes: {
    name: { type: 'text', allowsLists: true },
    run_id: { type: 'text', allowsLists: true },
    source_path: { type: 'text' },
    version_number: { type: 'number', allowsQuotes: true },
    creation_timestamp: { type: 'number', isComparable: false },
    last_updated_timestamp: { type: 'number', synonyms: ['timestamp'], isComparable: false },
  },
};
