import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginIteration } from '../initiatives/initiatives.store.ts';
import { answerAssumption } from './answer-assumption.use-case.ts';
import { translationHashOf } from './approve-translation.use-case.ts';
import { ANA, BEN, CLEO, DAN, FramingTest, outcomeOf, type Person } from './framing.fixture.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import { proposeFraming } from './propose-framing.use-case.ts';
import { changesOf, readFraming } from './read-framing.use-case.ts';
import { saveDraft } from './save-draft.use-case.ts';
import { takeOverTranslation } from './take-over-translation.use-case.ts';

let room: FramingTest;

beforeAll(async () => {
  room = await FramingTest.open();
});
beforeEach(() => room.another());
afterAll(() => room.database.close());

describe('a signature', () => {
  it('of every required role locks the version, once, and the log tells who', async () => {
    const version = await room.lock(0.05);
    expect(version).toMatchObject({ state: 'locked', lockedAt: room.now.toISOString() });
    expect(version.signOffs.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Ben data-scientist',
      'Ana sme',
      'Cleo sponsor',
    ]);
    expect(room.lockedVersions).toEqual([1]);
    expect(await room.kinds()).toEqual([
      'framing.drafted',
      'framing.proposed',
      'framing.translation-approved',
      'framing.signed',
      'framing.signed',
      'framing.signed',
      'framing.locked',
    ]);
  });

  it('that completes an amendment puts it in force in place of the former version', async () => {
    const first = await room.lock(0.05);
    const second = await room.lock(0.06, 'The calls got more expensive.');
    expect(room.lockedVersions).toEqual([1, 2]);
    const { current, versions } = await readFraming(room.database, room.initiative);
    expect(current?.version).toBe(2);
    expect(versions.map(({ state }) => state)).toEqual(['locked', 'superseded']);
    expect((await room.kinds()).at(-1)).toBe('framing.amended');
    expect(second.contentHash).not.toBe(first.contentHash);
    expect(await changesOf(room.database, room.initiative, 2)).toEqual({
      against: 1,
      changes: [
        { path: 'successCriterion.dmin', label: 'Smallest effect worth having', before: '0.05', after: '0.06' },
      ],
    });
  });

  it('given by the last two signers at once locks exactly once', async () => {
    const version = await room.propose(0.05);
    await room.sign(ANA, 'sme', version);
    const [one, two] = await Promise.all([
      room.sign(BEN, 'data-scientist', version),
      room.sign(CLEO, 'sponsor', version),
    ]);
    expect([one.state, two.state].toSorted()).toEqual(['locked', 'proposed']);
    expect(room.lockedVersions).toEqual([1]);
    expect((await room.kinds()).filter((kind) => kind === 'framing.locked')).toHaveLength(1);
  });

  it('counts once when it is sent twice', async () => {
    const version = await room.propose(0.05);
    await Promise.all([room.sign(ANA, 'sme', version), room.sign(ANA, 'sme', version)]);
    expect((await room.kinds()).filter((kind) => kind === 'framing.signed')).toHaveLength(1);
    const locked = await room.lock(0.06);
    expect(await room.sign(CLEO, 'sponsor', locked)).toEqual(locked);
  });

  it('is refused under another text, in a role not held, in a role that does not sign, and for no version', async () => {
    const version = await room.propose(0.05);
    expect(await outcomeOf(room.sign(ANA, 'sme', { ...version, contentHash: 'a'.repeat(64) }))).toBe(
      'FRAMING_HASH_DIFFERS',
    );
    expect(await outcomeOf(room.sign(ANA, 'sponsor', version))).toBe('FRAMING_ROLE_NOT_HELD');
    expect(await outcomeOf(room.sign(ANA, 'devops', version))).toBe('FRAMING_ROLE_DOES_NOT_SIGN');
    expect(await outcomeOf(room.sign(ANA, 'sme', { ...version, version: 7 }))).toBe('FRAMING_VERSION_UNKNOWN');
  });

  it('of the expert and of the data scientist are those of two people', async () => {
    await room.seat(ANA, 'data-scientist');
    const version = await room.propose(0.05);
    await room.sign(ANA, 'sme', version);
    expect(await outcomeOf(room.sign(ANA, 'data-scientist', version))).toBe('FRAMING_SIGNER_TWICE');
  });

  it('may be given as sponsor by the expert too, and of one role only once', async () => {
    await room.seat(ANA, 'sponsor');
    const version = await room.propose(0.05);
    await room.sign(ANA, 'sme', version);
    await room.sign(ANA, 'sponsor', version);
    await expect(room.sign(CLEO, 'sponsor', version)).rejects.toMatchObject({
      code: 'FRAMING_ROLE_SIGNED',
      message: 'Ana has already signed version 1 as Business sponsor.',
    });
    expect((await room.sign(BEN, 'data-scientist', version)).state).toBe('locked');
  });

  it('of the risk manager is welcome and does not lock', async () => {
    await room.seat(DAN, 'risk-manager');
    const version = await room.propose(0.05);
    expect((await room.sign(DAN, 'risk-manager', version)).state).toBe('proposed');
  });

  it('for a version of an iteration that is over is refused', async () => {
    const version = await room.propose(0.05);
    await room.database.transaction((tx) => beginIteration(tx, room.initiative.no, room.now));
    room.initiative = { ...room.initiative, iteration: 2 };
    expect(await outcomeOf(room.sign(ANA, 'sme', version))).toBe('FRAMING_NOT_OPEN');
  });

  it('is not stored when what follows from it fails', async () => {
    const version = await room.propose(0.05);
    await room.sign(ANA, 'sme', version);
    await room.sign(BEN, 'data-scientist', version);
    room.onLocked = async () => {
      throw new Error('the phase could not be opened');
    };
    await expect(room.sign(CLEO, 'sponsor', version)).rejects.toThrow('the phase could not be opened');
    const { current, versions } = await readFraming(room.database, room.initiative);
    expect(current).toBe(null);
    expect(versions[0]?.signOffs).toHaveLength(2);
    expect(await room.kinds()).not.toContain('framing.locked');
  });
});

describe('the translation of the question', () => {
  const write = async (actor: Person, translation: string) => {
    const { draft } = await readFraming(room.database, room.initiative);
    const content = { ...draft.content, translation };
    await saveDraft(room.ports, actor, room.initiative, { content, revision: draft.revision });
  };

  it('is approved by an expert on exactly its wording, once, and the log tells', async () => {
    await write(BEN, 'Predict who leaves.');
    await Promise.all([room.approve(ANA, 'Predict who leaves.'), room.approve(ANA, 'Predict who leaves.')]);
    const { translation } = await readFraming(room.database, room.initiative);
    expect(translation).toMatchObject({ writer: { name: 'Ben' }, approvals: [{ name: 'Ana' }], stale: null });
    expect((await room.kinds()).filter((kind) => kind === 'framing.translation-approved')).toHaveLength(1);
  });

  it('needs a new approval after any change, and the old one is shown as stale', async () => {
    await write(BEN, 'Predict who leaves.');
    await room.approve(ANA, 'Predict who leaves.');
    await write(BEN, 'Predict who stays.');
    const { translation } = await readFraming(room.database, room.initiative);
    expect(translation).toMatchObject({ approvals: [], stale: { name: 'Ana', translation: 'Predict who leaves.' } });
    expect(await outcomeOf(room.approve(ANA, 'Predict who leaves.'))).toBe('FRAMING_TRANSLATION_CHANGED');
  });

  it('stays approved when something else of the framing changes', async () => {
    await room.lock(0.05);
    const second = await proposeFraming(room.ports, BEN, room.initiative, {
      revision: await room.save(0.06),
      amendmentReason: 'The calls got more expensive.',
    });
    expect((await room.sign(ANA, 'sme', second)).signOffs).toHaveLength(1);
  });

  it('is never approved by whoever wrote it, until a data scientist takes it over word for word', async () => {
    await write(ANA, 'Predict who leaves.');
    expect(await outcomeOf(room.approve(ANA, 'Predict who leaves.'))).toBe('FRAMING_TRANSLATION_OWN');
    const textHash = translationHashOf(room.initiative.question, 'Predict who leaves.');
    expect(await outcomeOf(takeOverTranslation(room.ports, BEN, room.initiative, 'a'.repeat(64)))).toBe(
      'FRAMING_TRANSLATION_CHANGED',
    );
    expect(await takeOverTranslation(room.ports, BEN, room.initiative, textHash)).toMatchObject({
      writer: { name: 'Ben' },
    });
    expect((await room.approve(ANA, 'Predict who leaves.')).approvals).toHaveLength(1);
  });

  it('keeps its writer when somebody else changes another field', async () => {
    await write(BEN, 'Predict who leaves.');
    const { draft } = await readFraming(room.database, room.initiative);
    const content = { ...draft.content, riskTier: 'low' };
    await saveDraft(room.ports, ANA, room.initiative, { content, revision: draft.revision });
    expect((await readFraming(room.database, room.initiative)).draft.writer).toMatchObject({ name: 'Ben' });
  });

  it('without an approval keeps everybody from signing', async () => {
    const version = await proposeFraming(room.ports, BEN, room.initiative, { revision: await room.save(0.05) });
    for (const [actor, role] of [
      [ANA, 'sme'],
      [BEN, 'data-scientist'],
      [CLEO, 'sponsor'],
    ] as const) {
      await expect(room.sign(actor, role, version)).rejects.toMatchObject({
        code: 'FRAMING_TRANSLATION_NOT_APPROVED',
        remedy: expect.stringContaining('Ben wrote it'),
      });
    }
  });
});

describe('an assumption', () => {
  const believed = {
    statement: 'The call saves 5 of every 100.',
    kind: 'effect' as const,
    believedBy: 'Ana',
    reason: 'So it was in the pilot.',
    low: 0.05,
    check: 'Compare with those left alone.',
  };
  const withAssumption = { ...CHURN_FRAMING, assumptions: { a1: believed } };
  const answer = (assumptionId: string, reason = 'Three of 100 in the records.', version = 1) =>
    answerAssumption(room.ports, ANA, room.initiative, { version, assumptionId, finding: 'did-not-hold', reason });

  async function lockWith(content: Readonly<Record<string, unknown>>): Promise<void> {
    const { draft } = await readFraming(room.database, room.initiative);
    const revision = await saveDraft(room.ports, BEN, room.initiative, { content, revision: draft.revision });
    const version = await proposeFraming(room.ports, BEN, room.initiative, { revision });
    await room.approve(ANA, version.content.translation);
    expect(await outcomeOf(answer('a1'))).toBe('FRAMING_ASSUMPTION_NOT_SIGNED');
    await room.sign(ANA, 'sme', version);
    await room.sign(BEN, 'data-scientist', version);
    await room.sign(CLEO, 'sponsor', version);
  }

  it('is locked with its framing, and answered with a reason by people: the latest answer counts, none is lost', async () => {
    await lockWith(withAssumption);
    await answer('a1', 'First look at the records.');
    const register = await answer('a1');
    expect(register).toMatchObject({
      version: 1,
      assumptions: [{ id: 'a1', believedBy: 'Ana' }],
      answers: [{ assumptionId: 'a1', finding: 'did-not-hold', reason: 'Three of 100 in the records.', name: 'Ana' }],
    });
    expect((await room.kinds()).filter((kind) => kind === 'framing.assumption-answered')).toHaveLength(2);
    await expect(room.database.query('delete from framing_assumption_answers')).rejects.toThrow('stays');
  });

  it('that is not there, or of no version, is refused', async () => {
    await lockWith(withAssumption);
    expect(await outcomeOf(answer('a2'))).toBe('FRAMING_ASSUMPTION_UNKNOWN');
    expect(await outcomeOf(answer('a1', 'Whatever it is.', 9))).toBe('FRAMING_VERSION_UNKNOWN');
  });
});
