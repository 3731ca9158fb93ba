import { z } from 'zod';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** The part of an address that names a model. */
export const modelParams = z.object({ name: z.string().min(1).max(REGISTRY_LIMITS.nameLength) });

/** The part of an address that names a version of a model. */
export const versionParams = modelParams.extend({ version: z.coerce.number().int().min(1).max(999_999_999) });

/** The part of an address that names a run. */
export const runParams = z.object({ runId: z.string().max(40) });

/** Where an initiative is, and what it is called. */
export const placeSchema = z.object({ slug: z.string(), name: z.string() });
