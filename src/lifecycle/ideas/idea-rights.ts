import { IDEA_STATE_NAME, type IdeaState } from './idea.ts';
import { ideasPolicy } from './ideas.policy.ts';

/** What can be done with one idea. */
export const IDEA_ACTIONS = [
  'idea.support',
  'idea.comment',
  'idea.answer',
  'idea.promote',
  'idea.merge',
  'idea.decline',
  'idea.reopen',
  'idea.withdraw',
] as const;

/** Something that can be done with one idea. */
export type IdeaAction = (typeof IDEA_ACTIONS)[number];

/** Whether somebody may do it, with the reason in words when not. */
export interface IdeaRight {
  readonly allowed: boolean;
  readonly rule: string;
}

/** Whoever looks at an idea. */
export interface IdeaViewer {
  readonly accountId: string;
  readonly isAdministrator: boolean;
  /** Named by an administrator to decide about ideas. */
  readonly isSteward: boolean;
}

/** What somebody may do with an idea, for its page and for the server alike. */
export function ideaRights(
  idea: { readonly state: IdeaState; readonly proposerId: string },
  viewer: IdeaViewer,
): Readonly<Record<IdeaAction, IdeaRight>> {
  const isProposer = idea.proposerId === viewer.accountId;
  const decides = viewer.isSteward || viewer.isAdministrator;
  const mayByWho: Readonly<Record<IdeaAction, boolean>> = {
    'idea.support': !isProposer,
    'idea.comment': true,
    'idea.answer': isProposer || decides,
    'idea.promote': isProposer || decides,
    'idea.merge': isProposer || decides,
    'idea.decline': decides,
    'idea.reopen': decides,
    'idea.withdraw': isProposer,
  };
  const right = (action: IdeaAction): IdeaRight => {
    const { sentence } = ideasPolicy[action];
    if (action === 'idea.reopen' && idea.state !== 'declined') {
      return { allowed: false, rule: `It is not declined: ${IDEA_STATE_NAME[idea.state].toLowerCase()}.` };
    }
    // What is said about an idea that was merged would be read by nobody; its story goes on at the other one.
    const isOver =
      action !== 'idea.reopen' && (action === 'idea.comment' ? idea.state === 'merged' : idea.state !== 'open');
    if (isOver) return { allowed: false, rule: `It is no longer open: ${IDEA_STATE_NAME[idea.state].toLowerCase()}.` };
    return { allowed: mayByWho[action], rule: sentence };
  };
  return {
    'idea.support': right('idea.support'),
    'idea.comment': right('idea.comment'),
    'idea.answer': right('idea.answer'),
    'idea.promote': right('idea.promote'),
    'idea.merge': right('idea.merge'),
    'idea.decline': right('idea.decline'),
    'idea.reopen': right('idea.reopen'),
    'idea.withdraw': right('idea.withdraw'),
  };
}
