const TEXT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/plain',
  mlmodel: 'text/plain',
  py: 'text/plain',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  yaml: 'text/plain',
  yml: 'text/plain',
};

const BINARY_TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  zip: 'application/zip',
};

/** The media type that the name of a file promises; bytes of unknown kind otherwise. The content is never looked at. */
export function mediaTypeOf(name: string): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const text = TEXT_TYPES[ending];
  return text === undefined ? (BINARY_TYPES[ending] ?? 'application/octet-stream') : `${text}; charset=utf-8`;
}
