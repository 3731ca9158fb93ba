import type { MlflowOperation } from './mlflow-operation.ts';

/** What clients ask about the server itself. */
export const serverOperations: readonly MlflowOperation[] = [
  {
    method: 'GET',
    path: '/mlflow/server-info',
    handle: async () => ({
      store_type: 'SqlStore',
      workspaces_enabled: false,
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
    }),
  },
];
