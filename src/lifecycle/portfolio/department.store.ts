import { sql } from 'kysely';
import type { Reader } from './line-fragments.store.ts';

/**
 * The same reader, looking only at the initiatives of a department: those that came from an idea which concerns it. What an
 * initiative concerns is said nowhere else.
 */
export function withinDepartment(reader: Reader, departmentId: string): Reader {
  return {
    ...reader,
    isVisible: sql<boolean>`(${reader.isVisible} and exists (
      select from ideas origin join departments d on d.no = origin.department_no
      where origin.initiative_no = i.no and d.id = ${departmentId}::uuid))`,
  };
}
