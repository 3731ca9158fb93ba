import { z } from 'zod';
import { defineApi } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { CONTRACT_LIMITS } from './contract-limits.ts';
import { checkRuleSchema } from './datasets.schema.ts';

const word = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** What bringing a contract changes. */
export const contractChangeSchema = z
  .object({
    words: z.array(
      z.object({
        column: z.string(),
        part: z.enum(['meaning', 'owner', 'unit', 'min', 'max', 'sensitivity', 'isActionable']),
        before: word,
        now: word,
      }),
    ),
    /** Checks that are set. */
    checks: z.array(z.object({ name: z.string(), rule: checkRuleSchema })),
    /** Rules of the contract that checks in force look at already. */
    sameChecks: z.number().int(),
    /** What has no effect here, with the reason; it is kept as it is written. */
    notes: z.array(z.object({ where: z.string(), why: z.string() })),
    /** Parts that nothing here stands for; they are kept, and written again. */
    kept: z.array(z.string()),
  })
  .meta({ id: 'ContractChange' });

const params = initiativeParams.extend({ id: z.uuid() });
const versionParams = params.extend({ number: z.coerce.number().int().min(1).max(1_000_000) });
/** A little more than a contract may have, so that a longer one is refused in a sentence. */
const body = z.object({ yaml: z.string().max(2 * CONTRACT_LIMITS.fileChars) });

/** The endpoints by which data sets are told to other programs: contracts, descriptions, tables. */
export const exchangeApi = defineApi({
  previewContract: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/contract/preview',
    summary: 'What a data contract (ODCS 3.0 or 3.1) would change in dictionary and checks, without changing anything.',
    access: { action: 'dataset.check' },
    params,
    body,
    response: contractChangeSchema,
    scope: 'read',
    bodyLimitBytes: 4_000_000,
  },
  bringContract: {
    method: 'PUT',
    path: '/api/initiatives/:slug/datasets/:id/contract',
    summary:
      'Brings a data contract (ODCS 3.0 or 3.1): its words go to the dictionary, its rules become checks, and the rest is kept.',
    access: { action: 'dataset.check' },
    params,
    body,
    response: contractChangeSchema,
    bodyLimitBytes: 4_000_000,
  },
  croissant: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/croissant.json',
    summary: 'A version as a description in Croissant 1.1 (JSON-LD); its table is beside it as table.parquet.',
    access: { action: 'initiative.see' },
    params: versionParams,
    response: z.string(),
    download: 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
  },
  table: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/table.parquet',
    summary: 'The table of a version as Parquet, exactly as it is kept.',
    access: { action: 'dataset.bring' },
    params: versionParams,
    response: z.string(),
    download: 'application/vnd.apache.parquet',
  },
});
