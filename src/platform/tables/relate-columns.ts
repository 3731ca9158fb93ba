import { z } from 'zod';
import { type Duck, openDuck, parquetAt, quoteName } from './duck.ts';
import { type GroupCount, relationStrength } from './relation-strength.ts';
import { TableRefusal } from './table-refusal.ts';
import type { Relation, TaskContext, TaskInput, TaskOutput } from './tables.schema.ts';

type Column = TaskInput<'relate'>['columns'][number];

/** Groups of a column: parts of equal size of a number or a time, or its most frequent words. */
const PARTS = 10;
const LEVELS = 30;
const TARGET_LEVELS = 20;

const groupRow = z.object({
  label: z.string(),
  sort: z.number(),
  rows: z.number().int(),
  mean: z.number().nullable(),
  square: z.number().nullable(),
  level: z.string().nullable(),
});

/**
 * How much each column tells of the target on its own: the share of the target's spread that lies between the groups of
 * the column, each column cut into at most thirty groups. It is a first look and no model.
 * @throws TableRefusal when nothing can be said about the target.
 */
export async function relateColumns(task: TaskInput<'relate'>, { folder }: TaskContext): Promise<TaskOutput<'relate'>> {
  const target = task.columns.find(({ name }) => name === task.target);
  if (!target) throw new TableRefusal(`The table has no column "${task.target}".`);
  const duck = await openDuck({ folder, files: [task.path], isOnDisk: true });
  try {
    const relations: Relation[] = [];
    for (const column of task.columns) {
      if (column.name === target.name) continue;
      relations.push(await relate(duck, parquetAt(task.path), column, target));
    }
    return { relations: relations.sort((a, b) => b.strength - a.strength) };
  } finally {
    duck.close();
  }
}

async function relate(duck: Duck, from: string, column: Column, target: Column): Promise<Relation> {
  const isNumeric = target.type === 'number' || target.type === 'yes-no';
  const outcome = isNumeric ? `${quoteName(target.name)}::double` : levelsSql(from, target, TARGET_LEVELS);
  const group = groupSql(from, column);
  const values = isNumeric
    ? 'avg(outcome) as mean, avg(outcome * outcome) as square, null as level'
    : 'null as mean, null as square, outcome as level';
  const found = await duck.rows(
    `select label, min(sort)::double as sort, count(*) as rows, ${values}
     from (select ${group.label} as label, ${group.sort} as sort, ${outcome} as outcome from ${group.from})
     where outcome is not null group by label${isNumeric ? '' : ', outcome'} order by sort, label`,
  );
  const groups: GroupCount[] = found.map((row) => groupRow.parse(row));
  const { strength, direction } = relationStrength(groups, group.isOrdered);
  const shown = isNumeric ? groups.map(({ label, rows, mean }) => ({ label, rows, mean })) : [];
  return { column: column.name, strength, direction, groups: shown };
}

/** The most frequent words of a column, all others as one. */
function levelsSql(from: string, { name }: Column, most: number): string {
  const column = quoteName(name);
  const top = `select v from (select ${column} as v, count(*) as n from ${from} where ${column} is not null group by 1 order by n desc, v limit ${most})`;
  return `case when ${column} is null then null when ${column} in (${top}) then ${column}::varchar else 'all others' end`;
}

function groupSql(from: string, column: Column) {
  const name = quoteName(column.name);
  if (column.type === 'number' || column.type === 'time') {
    const value = column.type === 'time' ? `epoch_ms(${name})::double` : `${name}::double`;
    // Equal values stay in one group, so that a group is a rule that somebody can follow.
    const part = `floor(${PARTS} * (rank() over (order by ${value} nulls last) - 1) / count(${name}) over ())`;
    const cut = `(select *, case when ${name} is null then -1 else least(${PARTS - 1}, ${part}) end as part from ${from})`;
    const shown =
      column.type === 'time' ? `strftime(min(${name}) over (partition by part), '%Y-%m-%d')` : rangeOf(name);
    return {
      from: cut,
      label: `case when part = -1 then 'missing' else ${shown} end`,
      sort: `case when part = -1 then 1e9 else part end`,
      isOrdered: true,
    };
  }
  return {
    from,
    label: `coalesce(${column.type === 'yes-no' ? `case when ${name} then 'yes' when not ${name} then 'no' end` : levelsSql(from, column, LEVELS)}, 'missing')`,
    sort: '0',
    isOrdered: false,
  };
}

function rangeOf(name: string): string {
  const low = `min(${name}) over (partition by part)`;
  const high = `max(${name}) over (partition by part)`;
  const shown = (value: string) => `printf('%.6g', ${value}::double)`;
  return `case when ${low} = ${high} then ${shown(low)} else concat(${shown(low)}, ' to ', ${shown(high)}) end`;
}
