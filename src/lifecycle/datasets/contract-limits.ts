/** Limits of data contracts that are brought, stated once. */
export const CONTRACT_LIMITS = {
  fileChars: 500_000,
  /** How deep a contract may nest; the deepest thing in the standard is about ten. */
  depth: 40,
  /** How often values may be repeated by aliases. */
  aliases: 100,
  meaningChars: 1_000,
  nameChars: 200,
} as const;
