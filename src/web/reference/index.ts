export { ApiReferencePage } from './api-reference-page.tsx';
export { ErrorsPage, type ErrorsPageProps } from './errors-page.tsx';
