import { describe, expect, it } from 'vitest';
import { curlOf, fieldsOf, openApiSchema, operationsByTag, typeWords } from './openapi.ts';

const document = openApiSchema.parse({
  openapi: '3.1.0',
  info: { title: 'Line', version: '1' },
  paths: {
    '/api/things/{id}': {
      patch: {
        operationId: 'Things_change',
        summary: 'Changes a thing.',
        tags: ['Things'],
        security: [{ token: [] }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['thing', 'mode'],
                properties: {
                  thing: { $ref: '#/components/schemas/Thing' },
                  mode: { type: 'string', enum: ['soft', 'hard'] },
                  note: { type: 'string', maxLength: 20 },
                },
              },
            },
          },
        },
      },
      get: { summary: 'Reads a thing.', tags: ['Things'] },
    },
    '/api/open': { get: { summary: 'Is open.' } },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['parts'],
        properties: {
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
          size: { type: 'number' },
        },
      },
    },
  },
});
const [things, other] = operationsByTag(document);
const change = things?.operations[0];

describe('the API reference', () => {
  it('groups the endpoints by tag', () => {
    expect(things?.operations.map(({ method, anchor }) => [method, anchor])).toEqual([
      ['PATCH', 'Things_change'],
      ['GET', 'get-/api/things/{id}'],
    ]);
    expect(other?.tag).toBe('Other');
  });

  it('lists every field of a body by its path, and ends although a schema contains itself', () => {
    const schema = change?.requestBody?.content?.['application/json']?.schema ?? {};
    const fields = fieldsOf(schema, document);
    expect(fields[0]).toEqual({ path: 'thing', type: 'Thing', isRequired: true, notes: '' });
    expect(fields.find(({ path }) => path === 'thing.parts')?.type).toBe('list of Thing');
    expect(fields.find(({ path }) => path === 'mode')?.type).toBe('one of: soft, hard');
    expect(fields.find(({ path }) => path === 'note')).toMatchObject({
      isRequired: false,
      notes: 'at most 20 characters',
    });
  });

  it('says types in words', () => {
    expect(typeWords({ anyOf: [{ type: 'integer' }, { type: 'null' }] })).toBe('whole number or nothing');
    expect(typeWords({ type: ['string', 'null'] })).toBe('text or nothing');
  });

  it('shows a call that can be pasted', () => {
    const call = change && curlOf(change, 'http://localhost:4400', document);
    expect(call).toContain("curl -X PATCH 'http://localhost:4400/api/things/<id>'");
    expect(call).toContain('authorization: Bearer');
    expect(call).toContain('"mode":"soft"');
  });
});
