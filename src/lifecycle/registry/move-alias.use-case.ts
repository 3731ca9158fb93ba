import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { approversInWords, whereToPropose } from './alias-gate.ts';
import { aliasVersion, listProtectedAliases, moveAliasRow } from './deployments.store.ts';
import { requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { type RegistryPorts, requireRightOnModel, requireRightOnVersion } from './judge-right.use-case.ts';
import { type InitiativeOfModel, initiativeOfExperiment, initiativesOfModel } from './lineage.store.ts';
import type { AliasMove, Caller } from './model-registry.ts';
import type { Reviewer } from './proposal.ts';
import { type RegisteredModel, refuseAlias } from './registered-model.ts';
import { holdModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { tellWebhooks, type WebhookReaders } from './tell-webhooks.use-case.ts';

/** What moving aliases needs. */
export interface AliasPorts extends RegistryPorts {
  /** The roles that sign at Review of an initiative, and who holds them. */
  readonly reviewersOf: (queryable: Queryable, initiativeNo: number) => Promise<readonly Reviewer[]>;
  /** The address that people use, where it is known. */
  readonly publicUrl: string | undefined;
}

/**
 * Moves an alias that is free to move. Setting it where it is, and taking away one that is not there, changes nothing.
 * @throws Problem ALIAS_PROTECTED with who can approve and where, MODEL_UNKNOWN, MODEL_VERSION_UNKNOWN, ALIAS_INVALID,
 * MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER
 */
export async function moveAlias(ports: AliasPorts, caller: Caller, move: AliasMove): Promise<void> {
  if (move.version !== null) checkAlias(move.alias);
  await ports.database.transaction(async (tx) => {
    const model = await requireModel(tx, ports.isVisible(caller), move.name);
    const version =
      move.version === null ? null : await requireVersion(tx, ports.isVisible(caller), move.name, move.version);
    // Asked for first: whoever may not move it learns nothing of where it is.
    await requireRightOnModel(ports, tx, caller, model);
    await holdModel(tx, model.no);
    const present = await aliasVersion(tx, model.no, move.alias);
    if (present === move.version) return;
    if (await isProtected(tx, move.alias)) throw await protectedRefusal(ports, tx, model, move, version);
    if (version) await requireRightOnVersion(ports, tx, caller, version);
    const at = ports.now();
    await moveAliasRow(
      tx,
      {
        modelNo: model.no,
        alias: move.alias,
        version: move.version,
        movedBy: caller.accountId,
        movedByName: caller.name,
        proposalId: null,
      },
      at,
    );
    const initiative = await initiativeOfExperiment(tx, version?.experimentNo ?? null);
    await recordMove(ports, tx, caller, model, move, initiative, at);
  });
}

/** @throws Problem ALIAS_INVALID */
export function checkAlias(alias: string): void {
  const why = refuseAlias(alias);
  if (why !== null) throw refuseRegistry('ALIAS_INVALID', { alias: alias.slice(0, 100), why });
}

/** Whether an alias moves only by approval; capital letters make no other alias of it. */
export async function isProtected(queryable: Queryable, alias: string): Promise<boolean> {
  return (await listProtectedAliases(queryable)).includes(alias.toLowerCase());
}

async function protectedRefusal(
  ports: AliasPorts,
  tx: Transaction,
  model: RegisteredModel,
  move: AliasMove,
  version: { readonly experimentNo: number | null } | null,
) {
  const initiative = version
    ? await initiativeOfExperiment(tx, version.experimentNo)
    : ((await initiativesOfModel(tx, model.no))[0] ?? null);
  const reviewers = initiative ? await ports.reviewersOf(tx, initiative.no) : [];
  return refuseRegistry('ALIAS_PROTECTED', {
    alias: move.alias,
    name: model.name,
    who: approversInWords(reviewers),
    where: whereToPropose(ports.publicUrl ?? move.reachedAt, model.name),
  });
}

/** Notes a move and lets webhooks be told of it; `proposal` is what approved it. */
export async function recordMove(
  ports: WebhookReaders,
  tx: Transaction,
  caller: { readonly accountId: string; readonly name: string },
  model: { readonly no: number; readonly name: string },
  move: Omit<AliasMove, 'name'>,
  initiative: InitiativeOfModel | null,
  at: Date,
  proposal?: { readonly id: string; readonly reason: string },
): Promise<void> {
  const sentence =
    move.version === null
      ? `took the alias "${move.alias}" of the model "${model.name}" away`
      : `moved the alias "${move.alias}" of the model "${model.name}" to version ${move.version}`;
  await appendEvent(
    tx,
    {
      kind: 'alias.moved',
      sentence,
      actorId: caller.accountId,
      actorName: caller.name,
      ...(initiative ? { subjectId: initiative.id, section: proposal ? 'review' : 'build' } : {}),
      objectType: 'registered-model',
      objectId: String(model.no),
      ...(proposal ? { reason: proposal.reason } : {}),
      detail: {
        model: model.name,
        alias: move.alias,
        version: move.version,
        slug: initiative?.slug ?? null,
        proposalId: proposal?.id ?? null,
      },
    },
    at,
  );
  const told =
    move.version === null
      ? ({ event: 'MODEL_VERSION_ALIAS.DELETED', data: { alias: move.alias } } as const)
      : ({
          event: 'MODEL_VERSION_ALIAS.CREATED',
          data: { alias: move.alias, version: String(move.version) },
        } as const);
  const initiatives = initiative ? [initiative] : await initiativesOfModel(tx, model.no);
  await tellWebhooks(ports, tx, { ...told, modelNo: model.no, model: model.name }, initiatives, at);
}
