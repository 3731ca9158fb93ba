import type { UploadStore } from '../files/upload-store.ts';

/** Where the bytes of artifacts are: under names of ours, each written once and never changed. */
export type BlobStore = Omit<UploadStore, 'find'>;
