const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Every limit on files, in one place. Sizes in bytes unless the name says characters, rows or cells. */
export const FILE_LIMITS = {
  /** An upload, as it arrives. A caller may pass a smaller limit, never a larger one. */
  uploadBytes: 2 * GIB,
  /** What a gzip file may become when it is expanded. */
  expandedBytes: 8 * GIB,
  /** Bytes out for each byte in. Repetitive exports reach about 100; a bomb approaches 1,030, the most that gzip can do. */
  expansionRatio: 250,
  /** The ratio is judged only after this much output, because tiny files reach any ratio. */
  expansionGraceBytes: 16 * MIB,
  /** How much is read from disk at once. */
  readBlockBytes: 256 * KIB,
  /** How much text is looked at to find the format, the delimiter and the header. */
  headChars: 256 * KIB,
  /** Records looked at to choose a delimiter. */
  sniffedRecords: 200,
  columns: 2_000,
  columnNameChars: 500,
  /** One record, quoted line breaks included. */
  recordChars: 1_000_000,
  cellChars: 100_000,
  /** How much of a malformed record is shown. */
  rawChars: 500,
  /** Files inside of an Excel workbook. */
  workbookParts: 10_000,
  /** The list of files at the end of a workbook. */
  workbookListBytes: 8 * MIB,
  /** Texts that the cells of a workbook share, together. Excel keeps each text once, and all of them are needed at once. */
  sharedTextChars: 128 * MIB,
  /** One row of a sheet as it is written. */
  sheetRowChars: 16 * MIB,
  /** The footer of a Parquet file. */
  parquetFooterBytes: 16 * MIB,
  /** Nodes of the schema, the inner ones of lists and structs included. */
  parquetSchemaElements: 8_000,
  /** One row group of a Parquet file, expanded. A row group is the least that can be read at once. */
  parquetRowGroupBytes: 256 * MIB,
  /** Values of one row group: rows times columns, because a run of equal values takes no bytes. */
  parquetRowGroupCells: 32_000_000,
  /** One page of a Parquet column, expanded. Usual is 1 MiB. */
  parquetPageBytes: 64 * MIB,
} as const;
