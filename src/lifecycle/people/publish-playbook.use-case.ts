import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { type DrawingPorts, requireNewestDraft } from './draft-playbook.use-case.ts';
import { PLAYBOOK_LIMITS, playbookId } from './playbook.ts';
import { playbookChanges } from './playbook-changes.ts';
import { isError, lintPlaybook } from './playbook-lint.ts';
import { refusePlaybook } from './playbooks.errors.ts';
import {
  contentHashOf,
  findPlaybook,
  insertVersion,
  latestVersion,
  type PlaybookVersion,
  removePlaybookDraft,
} from './playbooks.store.ts';

/**
 * Publishes the draft as the next version, for good. Initiatives that are under way stay on the version they have.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_NO_DRAFT, PLAYBOOK_DRAFT_CHANGED when somebody saved or published meanwhile,
 * PLAYBOOK_NOT_SOUND with every error, PLAYBOOK_UNCHANGED, PLAYBOOK_VERSIONS_FULL
 */
export async function publishPlaybook(
  ports: DrawingPorts,
  actor: Actor,
  key: string,
  asked: { readonly revision: number; readonly changeNote: string },
): Promise<PlaybookVersion> {
  return ports.database.transaction(async (tx) => {
    const book = await findPlaybook(tx, key, true);
    if (!book) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
    requireNewestDraft(book, asked.revision);
    if (!book.draft) throw refusePlaybook('PLAYBOOK_NO_DRAFT', { key });
    const { content } = book.draft;
    const errors = lintPlaybook(content).filter(isError);
    const [first] = errors;
    if (first) {
      const fields = errors.map(({ step, sentence }) => ({ path: step ?? 'playbook', message: sentence }));
      throw refusePlaybook('PLAYBOOK_NOT_SOUND', { first: first.sentence }, fields);
    }
    const latest = await latestVersion(tx, key);
    const changes = latest ? playbookChanges(latest.content, content) : [];
    if (latest && changes.length === 0) throw refusePlaybook('PLAYBOOK_UNCHANGED', { key });
    const version = (latest?.version ?? 0) + 1;
    if (version > PLAYBOOK_LIMITS.versions) {
      throw refusePlaybook('PLAYBOOK_VERSIONS_FULL', { key, limit: PLAYBOOK_LIMITS.versions });
    }
    const published: PlaybookVersion = {
      id: playbookId(key, version),
      key,
      version,
      content,
      contentHash: contentHashOf(content),
      changeNote: asked.changeNote,
      publishedByName: actor.name,
      publishedAt: ports.now(),
    };
    await insertVersion(tx, { ...published, publishedBy: actor.accountId });
    await removePlaybookDraft(tx, key);
    await appendEvent(
      tx,
      {
        kind: 'playbook.published',
        sentence: `published version ${version} of the playbook "${content.name}"`,
        actorId: actor.accountId,
        actorName: actor.name,
        objectType: 'playbook',
        objectId: published.id,
        reason: asked.changeNote,
        detail: { key, version, contentHash: published.contentHash, changes },
      },
      published.publishedAt,
    );
    return published;
  });
}
