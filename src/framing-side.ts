import { type ConversationModule, conversationModule } from './lifecycle/conversation/conversation.module.ts';
import { type CandidatesModule, candidatesModule } from './lifecycle/framing/candidates.module.ts';
import { type FramingDependencies, type FramingModule, framingModule } from './lifecycle/framing/framing.module.ts';
import { type IdeasDependencies, ideasModule } from './lifecycle/ideas/ideas.module.ts';
import { type InitiativesModule, initiativesModule } from './lifecycle/initiatives/initiatives.module.ts';
import { type PeopleDependencies, type PeopleModule, peopleModule } from './lifecycle/people/people.module.ts';
import { type WorkshopDependencies, workshopModule } from './lifecycle/workshop/workshop.module.ts';
import type { Database } from './platform/database/database.ts';
import type { Documents, DocumentsOptions } from './platform/documents/documents.ts';
import type { MountedApi } from './platform/http/handlers.ts';
import type { RightsGuard } from './rights-guard.ts';

/** What the rooms from the question to the signed framing need of the rest of the installation. */
export interface FramingSideDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly findPerson: PeopleDependencies['findPerson'];
  /** The one guard, which asks these rooms for seats: it is made after them. */
  readonly rights: Pick<RightsGuard, 'inWords'>;
  readonly mayDo: WorkshopDependencies['mayDo'];
  /** The shared documents, whose rules come from the workshop: they are opened after it. */
  readonly documents: Pick<Documents, 'change' | 'read' | 'names'>;
  /** What later rooms hold as evidence for the gates. */
  readonly evidenceOf: PeopleDependencies['evidenceOf'];
  /** A signed framing opens a phase of acting. */
  readonly onLocked: FramingDependencies['onLocked'];
  /** What became of ideas, over all lines. */
  readonly overview: Pick<IdeasDependencies, 'cameOf' | 'similarInitiatives' | 'progressOf'>;
  /** Tells pages that a topic changed. */
  readonly announce: (topic: string) => void;
}

/** What the rooms from the question to the signed framing give to the composition. */
export interface FramingSide {
  readonly mounted: readonly MountedApi[];
  readonly initiatives: InitiativesModule;
  readonly people: PeopleModule;
  readonly framing: FramingModule;
  readonly candidates: CandidatesModule;
  readonly flag: ConversationModule['flag'];
  /** The rules of the shared documents. */
  readonly documentRules: Pick<DocumentsOptions, 'kindOf' | 'rightOf' | 'besides'>;
  /** Data wait for the signed framing where the playbook says so; throws when they do. */
  refuseHeldData(initiativeId: string): Promise<void>;
  /** Tells pages that something of an initiative changed. */
  announceInitiative(id: string): void;
}

/** Wires the line itself, the people at it, what they say and propose, and what they frame and sign together. */
export function composeFramingSide(dependencies: FramingSideDependencies): FramingSide {
  const { database, now, findPerson, announce } = dependencies;
  const initiatives: InitiativesModule = initiativesModule({
    database,
    now,
    playbookFor: (queryable, key) => people.playbookFor(queryable, key),
    stepsOf: async (initiative) => (await people.playbookOf(database, initiative)).steps,
    onStarted: (tx, initiative, actor, expert) => people.seatFounder(tx, initiative, actor, expert),
    rights: dependencies.rights.inWords,
  });
  const people: PeopleModule = peopleModule({
    database,
    now,
    require: initiatives.require,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    reopen: initiatives.steps.reopen,
    repin: initiatives.steps.repin,
    hold: initiatives.steps.hold,
    findPerson,
    evidenceOf: dependencies.evidenceOf,
    riskTierOf: (queryable, initiative) => framing.riskTier(initiative, queryable),
    signedRoles: (initiative) => framing.signedRoles(initiative),
    onPlaybooksChanged: () => announce('playbooks'),
  });
  const conversation = conversationModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    namesByRole: people.namesByRole,
    requireStep: people.requireStep,
    isReader: people.readers.isReaderOf,
  });
  const ideas = ideasModule({
    database,
    now,
    onChanged: () => announce('ideas'),
    findPerson,
    require: initiatives.require,
    start: initiatives.start,
    beginFraming: (...begun) => framing.beginDraft(...begun),
    ...dependencies.overview,
  });
  const workshop = workshopModule({
    database,
    now,
    documents: dependencies.documents,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    mayDo: dependencies.mayDo,
    onTold: (slug) => announce(`initiative:${slug}`),
  });
  const framing: FramingModule = framingModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    playbookOf: people.playbookOf,
    onLocked: dependencies.onLocked,
  });
  const candidates = candidatesModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    readBoard: workshop.readBoard,
  });
  return {
    mounted: [
      initiatives.mounted,
      people.mounted,
      conversation.mounted,
      people.playbooksMounted,
      ideas.mounted,
      workshop.mounted,
      framing.mounted,
      candidates.mounted,
    ],
    initiatives,
    people,
    framing,
    candidates,
    flag: conversation.flag,
    documentRules: { kindOf: workshop.kindOf, rightOf: workshop.rightOf, besides: workshop.besides },
    refuseHeldData: async (id) => {
      const initiative = await initiatives.byId(id);
      if (initiative) await people.refuseHeld(initiative, 'data');
    },
    announceInitiative: (id) => {
      void initiatives.byId(id).then((found) => found && announce(`initiative:${found.slug}`));
    },
  };
}
