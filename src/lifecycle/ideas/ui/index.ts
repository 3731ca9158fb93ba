export { AskPage } from './ask-page.tsx';
export { IdeaPage } from './idea-page.tsx';
export { IDEA_VIEWS, IdeasPage } from './ideas-page.tsx';
