import { expect, it } from 'vitest';
import { type KeptMappings, keepMapping, readRecordsAs, readRowsAs } from './kept-mappings.ts';
import { blankWide, type WideDraft } from './wide-roles.ts';

const from = (column: string) => ({ from: 'column', column }) as const;
const said: WideDraft = { ...blankWide('file-1-'), unit: from('customer'), stratum: from('region'), source: 'crm' };
const start = { guess: said, linePrefix: 'file-1-' };

/** What was said of the records of a file, in the reading that is shown. */
function withFields(kept: KeptMappings, fields: Readonly<Record<string, ReturnType<typeof from>>>): KeptMappings {
  if (kept.draft.shape !== 'narrow') throw new Error('The rows are no records.');
  return { ...kept, draft: { ...kept.draft, fields: { ...kept.draft.fields, ...fields } } };
}

it('what was said of the columns is there again after another way to read the rows was looked at', () => {
  const narrow = readRowsAs(keepMapping(said), 'narrow', start);
  expect(readRowsAs(narrow, 'wide', start).draft).toEqual(said);
  const filled = withFields(narrow, { value: from('left') });
  const back = readRowsAs(readRowsAs(filled, 'wide', start), 'narrow', start);
  expect(back.draft).toEqual(filled.draft);
});

it('what holds in both ways goes along: who it is, where the data come from, whether they correct', () => {
  const narrow = readRowsAs(keepMapping(said), 'narrow', start);
  expect(narrow.draft).toMatchObject({ fields: { unitId: from('customer') }, source: 'crm', corrects: false });
  const other = withFields(narrow, { unitId: from('account') });
  expect(readRowsAs(other, 'wide', start).draft).toMatchObject({ unit: from('account'), stratum: from('region') });
  const taken = withFields(narrow, { unitId: from('region') });
  expect(readRowsAs(taken, 'wide', start).draft).toMatchObject({ unit: from('customer'), stratum: from('region') });
});

it('the fields of a kind of record are there again when one comes back to it', () => {
  const outcomes = withFields(readRowsAs(keepMapping(said), 'narrow', start), { value: from('left') });
  const actions = readRecordsAs(outcomes, 'actions');
  expect(actions.draft).toMatchObject({ kind: 'actions', fields: { unitId: from('customer') } });
  expect(actions.draft).not.toHaveProperty('fields.value');
  const named = withFields(actions, { unitId: from('account') });
  expect(readRecordsAs(named, 'outcomes').draft).toMatchObject({
    kind: 'outcomes',
    fields: { unitId: from('account'), value: from('left') },
  });
});
