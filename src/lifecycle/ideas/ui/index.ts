export { AskPage } from './ask-page.tsx';
export { DepartmentChoice } from './department-field.tsx';
export { IdeaPage } from './idea-page.tsx';
export { IDEA_VIEWS, IdeasPage } from './ideas-page.tsx';
