export { deliverKeptChanges, type SharedDocument, type SharedState } from './shared-document.ts';
export { useSharedDocument, useSharedState } from './use-shared-document.ts';
