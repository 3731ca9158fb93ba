import type { ColumnProfile } from '../../platform/tables/tables.schema.ts';
import { type ColumnEntry, SENSITIVITY_NAME } from './dictionary.ts';

/** What the description of a version is written from. */
export interface CroissantParts {
  readonly name: string;
  readonly question: string;
  readonly version: number;
  /** Where people read about this version; an address of the web or the part of one. */
  readonly url: string;
  readonly createdBy: string;
  readonly readyAt: Date;
  /** The file that was brought. */
  readonly origin: { readonly fileName: string; readonly sha256: string };
  /** The table that was made of it. */
  readonly table: { readonly sha256: string; readonly sizeBytes: number; readonly rows: number };
  readonly columns: readonly Pick<ColumnProfile, 'name' | 'type' | 'shape'>[];
  readonly entries: ReadonlyMap<string, ColumnEntry>;
  /** Columns that together name each row once, where a check says so. */
  readonly key: readonly string[];
}

/** The name of the table beside its description: whoever keeps both in one folder can read it by the description. */
export const TABLE_FILE_NAME = 'table.parquet';

/** Terms that stand for the one of the same name in the vocabulary of Croissant. */
const TERMS = [
  'annotation',
  'arrayShape',
  'citeAs',
  'column',
  'containedIn',
  'equivalentProperty',
  'excludes',
  'extract',
  'field',
  'fileProperty',
  'fileObject',
  'fileSet',
  'format',
  'includes',
  'isArray',
  'isLiveDataset',
  'jsonPath',
  'key',
  'md5',
  'parentField',
  'path',
  'readLines',
  'recordSet',
  'references',
  'regex',
  'repeated',
  'replace',
  'samplingRate',
  'sdVersion',
  'separator',
  'source',
  'subField',
  'transform',
  'unArchive',
  'value',
] as const;

/**
 * The context of the specification (appendix 1), whole, because readers complain about one that is shorter. Its library
 * knows schema.org by `https` alone.
 */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  ...Object.fromEntries(TERMS.map((term) => [term, `cr:${term}`])),
};

const RECORDS = 'rows';

/**
 * A version as a description in Croissant 1.1 (JSON-LD): its table with size and fingerprint, and each column with its type
 * and what it means. No license is made up: the organisation has to give one before it hands the data on.
 * Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
 */
export function croissantOf(parts: CroissantParts): string {
  const description = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: parts.name,
    description: `Version ${parts.version} of the data set "${parts.name}", ${parts.table.rows.toLocaleString('en-US')} rows, brought for the question: ${parts.question}`,
    license: 'No license was given: for use within the organisation alone.',
    url: parts.url,
    creator: { '@type': 'sc:Person', name: parts.createdBy },
    datePublished: parts.readyAt.toISOString(),
    version: `${parts.version}.0.0`,
    citeAs: `${parts.createdBy}: ${parts.name}, version ${parts.version}, ${parts.readyAt.toISOString().slice(0, 10)}.`,
    isLiveDataset: false,
    isBasedOn: {
      '@type': 'sc:CreativeWork',
      name: parts.origin.fileName,
      identifier: `sha256:${parts.origin.sha256}`,
    },
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': TABLE_FILE_NAME,
        name: TABLE_FILE_NAME,
        description: 'Every row of this version.',
        contentUrl: TABLE_FILE_NAME,
        contentSize: `${parts.table.sizeBytes} B`,
        encodingFormat: 'application/x-parquet',
        sha256: parts.table.sha256,
      },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': RECORDS,
        name: RECORDS,
        description: 'One record for each row.',
        ...(parts.key.length > 0 ? { key: parts.key.map((name) => ({ '@id': fieldId(name) })) } : {}),
        field: parts.columns.map((column) => fieldOf(column, parts.entries.get(column.name))),
      },
    ],
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}

const DATA_TYPE = {
  number: 'sc:Float',
  'yes-no': 'sc:Boolean',
  time: 'sc:DateTime',
  text: 'sc:Text',
  id: 'sc:Text',
} as const;

function fieldOf({ name, type, shape }: CroissantParts['columns'][number], entry: ColumnEntry | undefined) {
  const isWhole = shape?.kind === 'number' && shape.isWhole;
  const description = entry && inWords(entry);
  return {
    '@type': 'cr:Field',
    '@id': fieldId(name),
    name,
    ...(description ? { description } : {}),
    dataType: isWhole ? 'sc:Integer' : DATA_TYPE[type],
    source: { fileObject: { '@id': TABLE_FILE_NAME }, extract: { column: name } },
  };
}

/** An id is read as an address, so that signs which mean something there are written otherwise; the name stays. */
function fieldId(name: string): string {
  return `${RECORDS}/${encodeURIComponent(name)}`;
}

function inWords({ meaning, unit, min, max, sensitivity }: ColumnEntry): string {
  const range = min === null && max === null ? null : `from ${min ?? 'any value'} to ${max ?? 'any value'}`;
  const said = [
    meaning,
    unit === null ? null : `in ${unit}`,
    range,
    sensitivity === null ? null : SENSITIVITY_NAME[sensitivity].toLowerCase(),
  ];
  return said.filter((part) => part !== null).join('; ');
}
