import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { DepartmentCounts, FollowedIdea } from './funnel.ts';
import { IDEA_LIMITS } from './idea.ts';

/** Ideas by department and fate, withdrawn ones left out; departments without ideas last. One statement. */
export async function countByDepartment(queryable: Queryable): Promise<readonly DepartmentCounts[]> {
  const { rows } = await sql<{
    id: string | null;
    name: string | null;
    proposed: number;
    open: number;
    promoted: number;
    merged: number;
    declined: number;
  }>`
    select d.id, d.name, count(i.no) as proposed,
      count(i.no) filter (where i.state = 'open') as open,
      count(i.no) filter (where i.state = 'promoted') as promoted,
      count(i.no) filter (where i.state = 'merged') as merged,
      count(i.no) filter (where i.state = 'declined') as declined
    from departments d
    full join (select * from ideas where state <> 'withdrawn') i on i.department_no = d.no
    group by d.no, d.id, d.name
    order by proposed desc, lower(d.name)`.execute(queryable.tables());
  return rows.map(({ id, name, ...counts }) => ({
    department: id === null || name === null ? null : { id, name },
    ...counts,
  }));
}

/** The newest ideas that became initiatives. One statement. */
export async function followedIdeas(queryable: Queryable): Promise<readonly FollowedIdea[]> {
  const { rows } = await sql<{
    department_id: string | null;
    initiative_no: number;
    created_at: Date;
    decided_at: Date;
  }>`
    select d.id as department_id, i.initiative_no, i.created_at, i.decided_at
    from ideas i left join departments d on d.no = i.department_no
    where i.state = 'promoted' order by i.no desc limit ${IDEA_LIMITS.followedIdeas}`.execute(queryable.tables());
  return rows.map((row) => ({
    departmentId: row.department_id,
    initiativeNo: row.initiative_no,
    proposedAt: row.created_at,
    promotedAt: row.decided_at,
  }));
}
