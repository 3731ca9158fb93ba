import { Problem } from '../contract/index.ts';

/**
 * Whether a failure is that of the whole storage, which may be back later: it refuses, does not answer, broke off amid a
 * file, or its folder is not there. Everything else that goes wrong with a file is a fault of that file.
 */
export function isStorageAway(error: unknown): boolean {
  return error instanceof Problem && error.code === 'FILES_UNAVAILABLE';
}
