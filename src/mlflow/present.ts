/** A number as protobuf JSON writes it: what JSON has no number for travels as text. */
export function wireNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A list as protobuf JSON writes it: an empty one is left out. */
export function wireList<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** A text as protobuf JSON writes it: an empty one, and one that is not set, is left out. */
export function wireText(text: string | null | undefined): string | undefined {
  return text === null || text === '' ? undefined : text;
}
