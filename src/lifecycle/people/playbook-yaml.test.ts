import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorTimeOf } from '../../../test/processor-time.ts';
import { STEPS } from '../line-order.ts';
import { playbookFileJsonSchema } from './playbook.schema.ts';
import { DUTIES, EVIDENCE_KINDS, HELD_WORKS, KEBAB, PLAYBOOK_LIMITS, type PlaybookContent } from './playbook.ts';
import { readPlaybookFile, writePlaybookFile } from './playbook-yaml.ts';
import { ROLES } from './roles.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

const STANDARD_FILE = writePlaybookFile('standard', SHIPPED_PLAYBOOKS.standard);

const gate = fc.record({
  heard: fc.uniqueArray(fc.constantFrom(...ROLES)),
  evidence: fc.uniqueArray(fc.constantFrom(...EVIDENCE_KINDS)),
  approvals: fc.uniqueArray(fc.constantFrom(...ROLES)),
});
/** Text as people and machines write it: quotes, colons, emoji, line breaks, things that look like YAML. */
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.constantFrom(
      '',
      'yes',
      'null',
      '1.0',
      '2026-01-01',
      '- a: b',
      '# no comment',
      'a: "b"',
      "it's",
      '&a *a !!x',
      'two\nlines\n',
    ),
  );
const playbooks: fc.Arbitrary<PlaybookContent> = fc.record({
  name: text(PLAYBOOK_LIMITS.nameLength),
  purpose: text(PLAYBOOK_LIMITS.purposeLength),
  holds: fc.uniqueArray(fc.constantFrom(...HELD_WORKS)),
  steps: fc.uniqueArray(
    fc.record({
      step: fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,2}$/),
      part: fc.constantFrom(...STEPS),
      name: text(PLAYBOOK_LIMITS.nameLength),
      question: text(PLAYBOOK_LIMITS.questionLength),
      seats: fc
        .uniqueArray(fc.tuple(fc.constantFrom(...ROLES), fc.constantFrom(...DUTIES)), { selector: ([role]) => role })
        .map((pairs) => Object.fromEntries(pairs)),
      gate: fc.record({ low: gate, medium: gate, high: gate }),
    }),
    { selector: ({ step }) => step, minLength: 1, maxLength: PLAYBOOK_LIMITS.steps },
  ),
});

function problemsOf(file: string) {
  const read = readPlaybookFile(file);
  return read.kind === 'refused' ? read.problems : [];
}

describe('a playbook file', () => {
  it('reads back as exactly the playbook that was written, whatever it says', () => {
    fc.assert(
      fc.property(playbooks, (content) => {
        const read = readPlaybookFile(writePlaybookFile('own', content));
        expect(read).toEqual({ kind: 'read', key: 'own', content });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order of the seats, which is the order on screen', () => {
    const read = readPlaybookFile(STANDARD_FILE);
    const [, frame] = read.kind === 'read' ? read.content.steps : [];
    expect(Object.keys(frame?.seats ?? {})).toEqual(Object.keys(SHIPPED_PLAYBOOKS.standard.steps[1]?.seats ?? {}));
  });

  it('may state a gate once for every tier of risk', () => {
    expect(STANDARD_FILE).toContain('all:');
    expect(STANDARD_FILE).toContain('high:');
  });

  it('tells a fault with its line and column, and what to do', () => {
    const broken = STANDARD_FILE.replace('sponsor: signs', 'sponsor: decides');
    const line = broken.split('\n').findIndex((row) => row.includes('sponsor: decides')) + 1;
    expect(problemsOf(broken)[0]).toMatchObject({
      line,
      message: expect.stringContaining('Choose one of: does, signs'),
    });
    expect(problemsOf(broken)[0]?.column).toBeGreaterThan(1);
    expect(problemsOf('format: throughline-playbook/1\nname: [unclosed')[0]).toMatchObject({
      line: 2,
      message: expect.stringContaining('Correct the YAML here'),
    });
  });

  it('names an unknown role, an unknown field and what is missing, at their places', () => {
    expect(problemsOf(STANDARD_FILE.replace('sponsor: signs', 'king: signs'))[0]?.message).toMatch(
      /steps, number 1, seats/,
    );
    expect(problemsOf(`${STANDARD_FILE}extra: 1\n`)[0]?.message).toContain('Remove what is not known here: extra');
    expect(problemsOf('format: throughline-playbook/1\nkey: own\n').map(({ message }) => message)).toContain(
      'name: Fill this in.',
    );
    expect(problemsOf('just words')[0]?.message).toContain('named fields');
    expect(problemsOf('')).toHaveLength(1);
  });

  it.each([
    ['an anchor', 'a: &x [1]\nb: *x', 'alias|anchor'],
    ['a tag', 'a: !!js/function "x"', 'tag|unresolved|Unresolved'],
    ['a name from the prototype', '__proto__: { polluted: true }', 'named|known|Fill'],
    ['nesting without end', `a: ${'['.repeat(5_000)}`, 'nested'],
    ['lines without end', 'x'.repeat(70_000), 'characters'],
    ['a name twice', 'format: a\nformat: b', 'unique'],
  ])('with %s is refused', (_, file, why) => {
    expect(problemsOf(file)[0]?.message).toMatch(new RegExp(why));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('that would unfold into a billion words is refused at once', () => {
    const layers = Array.from(
      { length: 30 },
      (_, index) => `a${index}: &a${index} [${`*a${index - 1},`.repeat(index ? 9 : 0)}x]`,
    );
    const spentMs = processorTimeOf(() => expect(problemsOf(layers.join('\n'))).toHaveLength(1));
    expect(spentMs).toBeLessThan(2_000);
  });

  it('is described by a JSON Schema', () => {
    const schema = JSON.stringify(playbookFileJsonSchema());
    for (const word of [...ROLES, ...DUTIES, ...STEPS, 'approvals', 'additionalProperties'])
      expect(schema).toContain(word);
  });

  it('has ids that can stand in an address', () => {
    for (const id of ['legal-check', 'a', 'x2']) expect(id).toMatch(KEBAB);
    for (const id of ['Legal', '-a', 'a--b', 'a b', '__proto__']) expect(id).not.toMatch(KEBAB);
  });
});
