import { StartRefusal } from '../database/start-refusal.ts';
import { openUploadStore } from '../files/upload-store.ts';
import type { BlobStore } from './blob-store.ts';

/** Where artifacts are kept: a bucket with an optional prefix, or `null` for the data folder. */
export type BlobPlace = { readonly bucket: string; readonly prefix: string } | null;

/**
 * Reads the setting of where artifacts are kept: empty for the data folder, or `s3://bucket/prefix`.
 * @throws StartRefusal when it is neither.
 */
export function readBlobPlace(setting: string | undefined): BlobPlace {
  if (setting === undefined || setting === '') return null;
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]*))?$/.exec(setting) ?? [];
  if (bucket === undefined) {
    throw new StartRefusal(
      `The setting THROUGHLINE_ARTIFACTS names no place for artifacts ("${setting}"). Write s3://bucket/prefix, or leave it empty to keep them in the data folder.`,
    );
  }
  return { bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') };
}

/** Opens the store that the setting names. The library for S3 is loaded only where it is used. */
export async function openBlobStore(dataFolder: string, place: BlobPlace): Promise<BlobStore> {
  if (place === null) return openUploadStore(dataFolder, { folder: 'artifacts', mostBytes: Number.POSITIVE_INFINITY });
  const { openS3Blobs } = await import('./s3-blobs.ts');
  return openS3Blobs(place);
}
