/** A framing that is being written: any part may be missing or wrong. */
export type Draft = Readonly<Record<string, unknown>>;

/** Parts that mean something only as a whole, so that two people's changes to them are never mixed. */
const WHOLE_PARTS: readonly string[] = ['decisionPolicy.rule'];

/** The value at a path such as `kpi.target` or `successCriterion.guardrails[0].tolerance`; `undefined` when there is none. */
export function partAt(draft: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isRecord(value) ? value[part] : undefined;
  }, draft);
}

/** The draft with another value at a path; `undefined` takes the field away. */
export function withPart(draft: Draft, path: string, value: unknown): Draft {
  return replaced(draft, partsOf(path), value) as Draft;
}

function replaced(whole: unknown, parts: readonly string[], value: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) => (index === Number(part) ? replaced(item, rest, value) : item));
  }
  const { [part]: old, ...others } = isRecord(whole) ? whole : {};
  const next = replaced(old, rest, value);
  return next === undefined ? others : { ...others, [part]: next };
}

/** Every stated value by its path, as JSON, so that two drafts can be compared. Lists count as one value. */
export function statedValues(draft: unknown): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const visit = (value: unknown, path: string) => {
    if (value === undefined) return;
    if (isRecord(value) && !WHOLE_PARTS.includes(path)) {
      for (const [name, part] of Object.entries(value)) visit(part, path === '' ? name : `${path}.${name}`);
    } else {
      values.set(path, sayJson(value));
    }
  };
  visit(draft, '');
  return values;
}

/** A value as JSON whose fields have one order, so that equal values read the same; an absent one as nothing. */
export function sayJson(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(sorted(value));
}

/** Whether a path leads into the part at another one. */
export function isBelow(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/** Whether two drafts state the same. */
export function isSameDraft(one: unknown, other: unknown): boolean {
  const [a, b] = [statedValues(one), statedValues(other)];
  return a.size === b.size && [...a].every(([path, value]) => b.get(path) === value);
}

function partsOf(path: string): readonly string[] {
  return path.split(/[.[\]]+/).filter((part) => part !== '');
}

/** The database keeps no order of fields, so the order may not make a difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
