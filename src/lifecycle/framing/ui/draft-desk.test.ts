import { expect, it } from 'vitest';
import { isSameDraft, partAt, withPart } from '../draft-path.ts';
import { mergeDrafts } from '../merge-drafts.ts';
import { openDraftDesk } from './draft-desk.ts';

const base = { kpi: { name: 'Churn', target: 12, unit: '%' }, decisionPolicy: { rule: { kind: 'list', size: 10 } } };
const deskOn = (content: object) => openDraftDesk({ content: { ...content }, revision: 1, updatedBy: 'Ana', gaps: [] });

it('what only one of two people changed is kept, from both', () => {
  const mine = withPart(base, 'kpi.target', 11);
  const theirs = withPart(base, 'kpi.name', 'Customers who leave');
  const { content, clashes, taken } = mergeDrafts(base, mine, theirs);
  expect(content).toEqual({ ...base, kpi: { name: 'Customers who leave', target: 11, unit: '%' } });
  expect([clashes, taken]).toEqual([[], ['kpi.name']]);
});

it('a field that both changed keeps mine until one is chosen, and nothing of theirs is lost', () => {
  const desk = deskOn(base);
  desk.edit('kpi.target', 11);
  const theirs = withPart(withPart(base, 'kpi.target', 10), 'kpi.unit', undefined);
  desk.receive({ content: theirs, revision: 2, updatedBy: 'Ben', gaps: [] });
  expect(desk.state().clashes).toEqual([{ path: 'kpi.target', mine: 11, theirs: 10 }]);
  expect(desk.state().content).toMatchObject({ kpi: { name: 'Churn', target: 11 } });
  desk.settle('kpi.target', 'theirs');
  expect(desk.state()).toMatchObject({ clashes: [], revision: 2, content: theirs });
});

it('a rule of action is one value: the size of one is never mixed with the kind of another', () => {
  const mine = withPart(base, 'decisionPolicy.rule', { kind: 'list', size: 20 });
  const theirs = withPart(base, 'decisionPolicy.rule', { kind: 'everybody' });
  expect(mergeDrafts(base, mine, theirs).clashes.map(({ path }) => path)).toEqual(['decisionPolicy.rule']);
});

it('my own words that come back while I write on are no news', () => {
  const desk = deskOn(base);
  desk.edit('kpi.name', 'Churn r');
  desk.sending(desk.state().content);
  const onTheWay = desk.state().content;
  desk.edit('kpi.name', 'Churn rate');
  desk.receive({ content: structuredClone(onTheWay), revision: 2, updatedBy: 'Me', gaps: [] });
  desk.sent(onTheWay, { revision: 2, gaps: [] });
  expect(desk.state()).toMatchObject({
    clashes: [],
    news: null,
    revision: 2,
    content: { kpi: { name: 'Churn rate' } },
  });
});

it('an older answer changes nothing', () => {
  const desk = deskOn(base);
  desk.receive({ content: {}, revision: 1, updatedBy: 'Ben', gaps: [] });
  expect(desk.state().content).toEqual(base);
});

it('two drafts are the same whatever the order of their fields', () => {
  expect(isSameDraft({ a: { x: 1, y: [{ p: 1, q: 2 }] } }, { a: { y: [{ q: 2, p: 1 }], x: 1 } })).toBe(true);
  expect(isSameDraft({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(isSameDraft({ a: 1 }, { a: 2 })).toBe(false);
});

it('a field inside a list is read and written by its place', () => {
  const draft = { list: [{ tolerance: 1 }, { tolerance: 2 }] };
  expect(partAt(withPart(draft, 'list[1].tolerance', 3), 'list[1].tolerance')).toBe(3);
  expect(partAt(draft, 'list[4].tolerance')).toBeUndefined();
});

it('a choice that is still open stays open when a third person changes something else', () => {
  const desk = deskOn(base);
  desk.edit('kpi.target', 11);
  const first = withPart(base, 'kpi.target', 10);
  desk.receive({ content: first, revision: 2, updatedBy: 'Ben', gaps: [] });
  desk.receive({ content: withPart(first, 'kpi.unit', 'points'), revision: 3, updatedBy: 'Cleo', gaps: [] });
  expect(desk.state().clashes).toEqual([{ path: 'kpi.target', mine: 11, theirs: 10 }]);
  expect(desk.state().content).toMatchObject({ kpi: { unit: 'points', target: 11 } });
});

it('what was written without a connection is joined with what others saved meanwhile, from every tab', () => {
  const desk = openDraftDesk({
    content: withPart(base, 'kpi.name', 'Leavers'),
    revision: 4,
    updatedBy: 'Ben',
    gaps: [],
  });
  desk.restore([
    { base, written: withPart(base, 'kpi.target', 11) },
    { base, written: withPart(base, 'kpi.unit', 'points') },
    { base, written: withPart(base, 'kpi.name', 'Churn rate') },
  ]);
  expect(desk.state().content).toMatchObject({ kpi: { name: 'Churn rate', target: 11, unit: 'points' } });
  expect(desk.state().clashes).toEqual([{ path: 'kpi.name', mine: 'Churn rate', theirs: 'Leavers' }]);
});
