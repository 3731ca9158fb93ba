export { DeletedModels } from './deleted-models.tsx';
export { ModelPage, type ModelPageProps } from './model-page.tsx';
export { ModelsPage } from './models-page.tsx';
export { type PromptChoice, PromptPage } from './prompt-page.tsx';
export { RegisteredModels } from './registered-models.tsx';
export { RunFiles } from './run-files.tsx';
export { RunVersions } from './run-versions.tsx';
