import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CONTRACT_LIMITS } from './contract-limits.ts';

const list = <T extends z.ZodType>(item: T) => z.array(item).max(5_000).optional();

const customSchema = z.looseObject({ property: z.string(), value: z.unknown().optional() });

/** A rule of quality, at a table or at a column. */
export const qualitySchema = z.looseObject({
  name: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  metric: z.string().optional(),
  /** What `metric` was called before 3.1. */
  rule: z.string().optional(),
  arguments: z.looseObject({}).optional(),
  unit: z.string().optional(),
  query: z.string().optional(),
  engine: z.string().optional(),
});

/** That the values of a column are those of another. */
export const relationshipSchema = z.looseObject({ type: z.string().optional(), to: z.unknown().optional() });

/** A column. */
export const propertySchema = z.looseObject({
  name: z.string().min(1),
  physicalName: z.string().optional(),
  description: z.string().optional(),
  logicalType: z.string().optional(),
  logicalTypeOptions: z.looseObject({}).optional(),
  classification: z.string().optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  primaryKey: z.boolean().optional(),
  primaryKeyPosition: z.number().optional(),
  quality: list(qualitySchema),
  relationships: list(relationshipSchema),
  customProperties: list(customSchema),
});

/** A table. */
export const objectSchema = z.looseObject({
  name: z.string().min(1),
  physicalName: z.string().optional(),
  properties: list(propertySchema),
  quality: list(qualitySchema),
});

/** A level of service. */
export const levelSchema = z.looseObject({
  property: z.string(),
  value: z.unknown().optional(),
  unit: z.string().optional(),
  element: z.string().optional(),
});

/** A data contract, as far as we read it; whatever else it says is kept as it is. */
export const contractSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  schema: z.array(objectSchema).min(1).max(1_000),
  slaProperties: list(levelSchema),
});

export type ContractQuality = z.output<typeof qualitySchema>;
export type ContractProperty = z.output<typeof propertySchema>;
export type ContractObject = z.output<typeof objectSchema>;
export type ContractLevel = z.output<typeof levelSchema>;
export type ContractRelationship = z.output<typeof relationshipSchema>;
export type ContractDocument = z.output<typeof contractSchema>;

/** What a file of a contract holds, or why it cannot be read, in sentences. */
export type ReadContractFile =
  | { readonly kind: 'read'; readonly document: ContractDocument }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the YAML of a contract of the Open Data Contract Standard 3.0 or 3.1. Aliases are followed a hundred times at
 * most, because a small file could unfold into a huge one with them.
 */
export function readContractFile(text: string): ReadContractFile {
  if (text.length > CONTRACT_LIMITS.fileChars) {
    return refused(`It is longer than ${CONTRACT_LIMITS.fileChars.toLocaleString('en-US')} characters.`);
  }
  const parsed = parseYaml(text);
  if (parsed.kind === 'refused') return parsed;
  const version = versionOf(parsed.value);
  if (version !== null) return refused(version);
  const flaw = flawOf(parsed.value, 0);
  if (flaw !== null) return refused(flaw);
  const read = contractSchema.safeParse(parsed.value);
  if (read.success) return { kind: 'read', document: read.data };
  const issues = read.error.issues.slice(0, 5).map(({ path, message }) => `${placeInWords(path)}: ${message}.`);
  return refused(issues.join(' ').replaceAll('..', '.'));
}

type ParsedYaml =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly why: string };

function parseYaml(text: string): ParsedYaml {
  // Nesting that no contract has would go deeper than the reader of YAML itself can follow.
  if (isTooDeep(text)) return refused('It is nested far deeper than a contract.');
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem)
    return refused(`It is not YAML that can be read. ${problem.message.split('\n')[0]?.replace(/:?$/, '.')}`);
  try {
    return { kind: 'parsed', value: document.toJS({ maxAliasCount: CONTRACT_LIMITS.aliases }) };
  } catch {
    return refused('It repeats more by aliases (*) than a contract needs. Write it out.');
  }
}

function isTooDeep(text: string): boolean {
  let brackets = 0;
  for (const character of text) {
    if (character === '[' || character === '{') brackets++;
    else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    if (brackets > CONTRACT_LIMITS.depth) return true;
  }
  return /^(?: {200}|\s*(?:[-?:] ){40})/m.test(text);
}

function versionOf(value: unknown): string | null {
  const head = z.looseObject({ apiVersion: z.unknown().optional(), kind: z.unknown().optional() }).safeParse(value);
  if (!head.success) return 'It is not a data contract: there are no names with values at its top.';
  const { apiVersion, kind } = head.data;
  if (kind !== 'DataContract') return 'It is not a data contract: "kind: DataContract" is missing.';
  if (typeof apiVersion !== 'string') return 'It does not say its version: "apiVersion: v3.1.0" is missing.';
  return /^v3\.[01]\.\d+$/.test(apiVersion)
    ? null
    : `It is written in version ${apiVersion.slice(0, 20)} of the standard; 3.0 and 3.1 are read.`;
}

/** What makes a value unfit to be kept: nesting, names that mean something else to programs, text that no database stores. */
function flawOf(value: unknown, depth: number): string | null {
  if (depth > CONTRACT_LIMITS.depth) return 'It is nested far deeper than a contract.';
  if (typeof value === 'string') {
    return /[\0\p{Cs}]/u.test(value) ? 'It has characters that are not text.' : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (name === '__proto__' || /[\0\p{Cs}]/u.test(name)) return 'It has a name that no contract has.';
    const flaw = flawOf(inner, depth + 1);
    if (flaw !== null) return flaw;
  }
  return null;
}

function placeInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'The contract';
  return path.map((part) => (typeof part === 'number' ? `number ${part + 1}` : String(part))).join(', ');
}

function refused(why: string): { readonly kind: 'refused'; readonly why: string } {
  return { kind: 'refused', why };
}
