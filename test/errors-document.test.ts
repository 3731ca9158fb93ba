import { describe, expect, it } from 'vitest';
import { ERROR_TABLE } from '../src/error-table.ts';

/** The document that `docs/errors.md` must equal; `npx vitest run test/errors-document.test.ts -u` writes it. */
function document(): string {
  const parts = ERROR_TABLE.map(({ part, rows }) => {
    const lines = Object.entries(rows).map(
      ([code, row]) => `| \`${code}\` | ${row.status} | ${row.sentence} | ${row.remedy} |`,
    );
    return [`## ${part}`, '', '| code | status | what happened | what to do |', '|---|---|---|---|', ...lines].join(
      '\n',
    );
  });
  return [
    '# Errors',
    '',
    'Every refusal is `application/problem+json` with a code of this table, the sentence in `detail`, what to do in `remedy`,',
    'and the refused fields in `fields`. `{name}` is filled in.',
    '',
    parts.join('\n\n'),
    '',
  ].join('\n');
}

describe('the error table', () => {
  it('is what docs/errors.md says', async () => {
    await expect(document()).toMatchFileSnapshot('../docs/errors.md');
  });

  it('has each code once', () => {
    const codes = ERROR_TABLE.flatMap(({ rows }) => Object.keys(rows));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('says what happened and what to do in whole sentences', () => {
    for (const row of ERROR_TABLE.flatMap(({ rows }) => Object.values(rows))) {
      expect(row.sentence).toMatch(/[.!?}]$/);
      expect(row.remedy).toMatch(/[.!?}]$/);
    }
  });
});
