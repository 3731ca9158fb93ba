/** Currencies that stand first in the list; the others follow by their code. */
const FIRST = ['EUR', 'USD', 'GBP', 'CHF'] as const;

/** The currencies with their names, and the one that is stated even if the browser does not know it. */
export function currencyChoices(stated: unknown): readonly { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !FIRST.some((first) => first === code));
  const codes = [...FIRST, ...rest];
  const all = typeof stated === 'string' && !codes.includes(stated) ? [stated, ...codes] : codes;
  return all.map((value) => ({ value, label: `${value}, ${names.of(value) ?? value}` }));
}
