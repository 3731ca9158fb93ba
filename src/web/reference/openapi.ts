import { z } from 'zod';

/** A JSON schema as our OpenAPI document writes it; what the page does not read is left out. */
export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
  readonly additionalProperties?: boolean | JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
}

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    items: jsonSchema.optional(),
    additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    allOf: z.array(jsonSchema).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
  }),
);

const contentSchema = z.record(z.string(), z.object({ schema: jsonSchema.optional() })).optional();

const operationSchema = z.object({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        description: z.string().optional(),
        schema: jsonSchema.optional(),
      }),
    )
    .optional(),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().optional(), content: contentSchema })).optional(),
});

/** The parts of an OpenAPI 3.1 document that the reference shows. */
export const openApiSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), jsonSchema).optional() }).optional(),
});

/** An OpenAPI document, as far as the reference reads it. */
export type OpenApi = z.infer<typeof openApiSchema>;

/** One endpoint of the document. */
export interface ApiOperation extends z.infer<typeof operationSchema> {
  readonly method: string;
  readonly path: string;
  /** Anchor on the page: the operation's id. */
  readonly anchor: string;
}

/** The endpoints by tag, in the order of the document. */
export function operationsByTag(
  document: OpenApi,
): readonly { readonly tag: string; readonly operations: readonly ApiOperation[] }[] {
  const tags = new Map<string, ApiOperation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'Other';
      const anchor = operation.operationId ?? `${method}-${path}`;
      tags.set(tag, [...(tags.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path, anchor }]);
    }
  }
  return [...tags].map(([tag, operations]) => ({ tag, operations }));
}

/** One field of a body, with its path from the outside: `kpi.baseline.value`, `rows[].unit`. */
export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly notes: string;
}

/** Deeper than this a body is described by the name of its schema only. */
const MAX_DEPTH = 5;

/** The fields of a body as rows of a table, references followed; one row without a path when the body is not an object. */
export function fieldsOf(schema: JsonSchema, document: OpenApi): readonly SchemaField[] {
  const resolved = resolve(schema, document);
  const fields = fieldsBelow(resolved, '', document, 0);
  return fields.length > 0
    ? fields
    : [{ path: '', type: typeWords(schema), isRequired: true, notes: notesOf(resolved) }];
}

function fieldsBelow(schema: JsonSchema, prefix: string, document: OpenApi, depth: number): readonly SchemaField[] {
  const resolved = resolve(schema, document);
  if (depth > MAX_DEPTH) return [];
  if (resolved.items) return fieldsBelow(resolved.items, `${prefix}[]`, document, depth);
  const variants = [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? []), ...(resolved.allOf ?? [])];
  if (variants.length > 0) {
    const rows = variants.flatMap((variant) => fieldsBelow(variant, prefix, document, depth + 1));
    // Variants repeat their common fields; a reader needs each path once.
    return rows.filter((row, index) => rows.findIndex(({ path }) => path === row.path) === index);
  }
  const required = new Set(resolved.required);
  return Object.entries(resolved.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const inner = resolve(property, document);
    return [
      { path, type: typeWords(property), isRequired: required.has(name), notes: notesOf(inner) },
      ...fieldsBelow(property, path, document, depth + 1),
    ];
  });
}

/** A schema's type in a few words: `text`, `list of Seat`, `one of: up, down`, `number or nothing`. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object';
  if (schema.enum) return `one of: ${schema.enum.map(String).join(', ')}`;
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`;
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map((variant) => typeWords(variant)))].join(' or ');
  if (schema.items) return `list of ${typeWords(schema.items)}`;
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['anything']);
  return types.map((type) => FORMAT_WORDS[schema.format ?? ''] ?? TYPE_WORDS[type] ?? type).join(' or ');
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'nothing',
};

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  'date-time': 'moment (ISO 8601)',
  date: 'day (YYYY-MM-DD)',
  uuid: 'id (UUID)',
  email: 'e-mail address',
};

function notesOf(schema: JsonSchema): string {
  const { description, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const safe = (bound: number | undefined) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
  return [
    description,
    rangeNote(safe(minimum), safe(maximum), ''),
    rangeNote(minLength, maxLength, ' characters'),
    rangeNote(minItems, maxItems, ' entries'),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ]
    .filter((note) => note !== undefined)
    .join('; ');
}

function rangeNote(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (to === undefined) return `at least ${from}${unit}`;
  return from === undefined ? `at most ${to}${unit}` : `${from} to ${to}${unit}`;
}

function resolve(schema: JsonSchema, document: OpenApi): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? schema);
}

/** A call of an endpoint that can be pasted into a shell. */
export function curlOf(operation: ApiOperation, origin: string, document: OpenApi): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => `<${name}>`);
  const isOpen = operation.security === undefined || operation.security.length === 0;
  const content = operation.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  const lines = [
    `curl${operation.method === 'GET' ? '' : ` -X ${operation.method}`} '${origin}${path}'`,
    ...(isOpen ? [] : ["-H 'authorization: Bearer tl_…'"]),
    ...(schema
      ? ["-H 'content-type: application/json'", `-d '${JSON.stringify(exampleOf(schema, document, 0))}'`]
      : []),
  ];
  return lines.join(' \\\n  ');
}

/** A smallest example of a body: required fields only. */
function exampleOf(schema: JsonSchema, document: OpenApi, depth: number): unknown {
  const resolved = resolve(schema, document);
  if (resolved.default !== undefined) return resolved.default;
  if (resolved.const !== undefined) return resolved.const;
  if (resolved.enum) return resolved.enum[0];
  const [variant] = [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? []), ...(resolved.allOf ?? [])];
  if (variant) return exampleOf(variant, document, depth);
  if (depth > MAX_DEPTH) return {};
  if (resolved.items) return [exampleOf(resolved.items, document, depth + 1)];
  if (resolved.properties) {
    const required = resolved.required ?? [];
    return Object.fromEntries(
      required.map((name) => [name, exampleOf(resolved.properties?.[name] ?? {}, document, depth + 1)]),
    );
  }
  if (resolved.format === 'date') return '2026-03-31';
  if (resolved.format === 'date-time') return '2026-03-31T09:00:00Z';
  if (resolved.format === 'uuid') return '0190c6f4-2d5e-7000-8000-000000000000';
  if (resolved.type === 'string') return 'text';
  if (resolved.type === 'number' || resolved.type === 'integer')
    return resolved.minimum !== undefined && resolved.minimum > 0 ? resolved.minimum : 0;
  return resolved.type === 'boolean' ? false : {};
}
