import { newId } from '../../platform/database/new-id.ts';
import type { Database, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { type Department, IDEA_LIMITS } from './idea.ts';
import { insertDepartment, listDepartments, lockDepartments, renameDepartment } from './idea-settings.store.ts';
import { refuseIdea } from './ideas.errors.ts';

/** What changing the settings of ideas needs. */
export interface SettingPorts {
  readonly database: Database;
  readonly now: () => Date;
}

/** Adds a department. @throws Problem DEPARTMENT_TAKEN, DEPARTMENTS_FULL */
export async function addDepartment(ports: SettingPorts, actor: Actor, name: string): Promise<Department> {
  return ports.database.transaction(async (tx) => {
    const department = { id: newId(), name };
    const known = await requireFreeName(tx, department);
    if (known.length >= IDEA_LIMITS.departments) {
      throw refuseIdea('DEPARTMENTS_FULL', { most: IDEA_LIMITS.departments });
    }
    await insertDepartment(tx, department);
    await recordDepartment(ports, tx, actor, department, `added the department ${name}`);
    return department;
  });
}

/** Gives a department another name. @throws Problem DEPARTMENT_TAKEN, DEPARTMENT_UNKNOWN */
export async function nameDepartment(ports: SettingPorts, actor: Actor, department: Department): Promise<Department> {
  return ports.database.transaction(async (tx) => {
    await requireFreeName(tx, department);
    const before = await renameDepartment(tx, department);
    if (before === null) throw refuseIdea('DEPARTMENT_UNKNOWN');
    await recordDepartment(ports, tx, actor, department, `renamed the department ${before} to ${department.name}`);
    return department;
  });
}

async function requireFreeName(tx: Transaction, { id, name }: Department): Promise<readonly Department[]> {
  await lockDepartments(tx);
  const known = await listDepartments(tx);
  const isTaken = known.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw refuseIdea('DEPARTMENT_TAKEN', { name });
  return known;
}

async function recordDepartment(
  ports: SettingPorts,
  tx: Transaction,
  actor: Actor,
  { id, name }: Department,
  sentence: string,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: 'department.changed',
      sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      objectType: 'department',
      objectId: id,
      detail: { name },
    },
    ports.now(),
  );
}
