/** Endings of the files that can be read as a table; text also as gzip. */
export const ENDINGS = ['.csv', '.tsv', '.txt', '.xlsx', '.ndjson', '.jsonl', '.parquet', '.gz'] as const;
