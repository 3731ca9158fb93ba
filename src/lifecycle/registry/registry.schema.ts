import { goingLiveApi } from './going-live.schema.ts';
import { modelFilesApi } from './model-files.schema.ts';
import { modelsApi } from './models.schema.ts';

/** The endpoints of registered models, of what was live when, and of their files. */
export const registryApi = { ...modelsApi, ...goingLiveApi, ...modelFilesApi };
