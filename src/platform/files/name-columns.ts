/**
 * Makes the cells of a header into column names: trimmed, blank ones named by their place (`column 3`), repeated ones
 * numbered (`price (2)`), so that every name is unique.
 */
export function nameColumns(cells: readonly string[]): string[] {
  const written = new Set(cells.map((cell) => cell.trim()));
  const taken = new Set<string>();
  return cells.map((cell, i) => {
    const trimmed = cell.trim();
    const base = trimmed === '' ? `column ${i + 1}` : trimmed;
    let name = base;
    // A number that the header itself uses elsewhere, such as a real "price (2)", is left to its owner.
    for (let n = 2; taken.has(name) || (name !== trimmed && written.has(name)); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}
