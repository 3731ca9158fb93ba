import { formatBytes } from '../../words/index.ts';

/** Why a file cannot be taken, as a sentence with what to do; `undefined` when it can. */
export function refuseFile(
  file: { readonly name: string; readonly size: number },
  endings: readonly string[],
  maxBytes: number,
): string | undefined {
  const name = file.name.toLowerCase();
  if (!endings.some((ending) => name.endsWith(ending.toLowerCase()))) {
    return `${file.name} is not of a kind that can be read here. Bring a file that ends in ${endings.join(' or ')}.`;
  }
  if (file.size === 0) return `${file.name} is empty. Save it again and bring it once more.`;
  if (file.size > maxBytes) {
    return `${file.name} is ${formatBytes(file.size)}; at most ${formatBytes(maxBytes)} can be taken. Split it, or bring fewer columns.`;
  }
  return undefined;
}
