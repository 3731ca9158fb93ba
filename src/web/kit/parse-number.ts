/**
 * Reads a number as people type it: `1,234.5`, `12.5`, `1 234`, `-3`, `−3`.
 * A comma is accepted only as a separator of thousands, because `1,5` means fifteen tenths to one reader and fifteen
 * to another: such a text is refused.
 * @returns the number, `null` for an empty text, or `undefined` when the text is not a number.
 */
export function parseNumber(text: string): number | null | undefined {
  const compact = text
    .trim()
    .replaceAll('−', '-')
    .replace(/(\d)[\s'’](?=\d{3}(\D|$))/g, '$1');
  if (compact === '') return null;
  if (/^-?\d+(\.\d+)?$/.test(compact) || /^-?\.\d+$/.test(compact)) return Number(compact);
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return Number(compact.replaceAll(',', ''));
  return undefined;
}
