import { openTestInstallation } from '../../../test/installation.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { PlaybookContent, PlaybookStep } from './playbook.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

/** An installation with two administrators, who draw playbooks, and one person for each role that signs. */
export type PlaybooksTest = Awaited<ReturnType<typeof openPlaybooksTest>>;

/** Opens an installation with people who draw playbooks and go by them, and what tests of playbooks share. */
export async function openPlaybooksTest() {
  const installation = await openTestInstallation();
  const ada = installation.administrator;
  const bob = await installation.join('Bob', { isAdministrator: true });
  const expert = await installation.join('Expert');
  const sponsor = await installation.join('Sponsor');
  const scientist = await installation.join('Scientist');
  const risk = await installation.join('Risk');

  /** Begins a playbook like Standard under a name of its own. */
  async function begin(name: string): Promise<{ readonly key: string; readonly revision: number }> {
    return installation.does(ada, 'POST /api/playbooks', { name, from: 'standard' });
  }

  async function publish(name: string, change: (content: PlaybookContent) => PlaybookContent) {
    const { key, revision } = await begin(name);
    const content = change({ ...SHIPPED_PLAYBOOKS.standard, name });
    const saved = await installation.does(ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
    const version = await installation.does(ada, `POST /api/playbooks/${key}/versions`, {
      revision: saved.revision,
      changeNote: 'Drawn for a test.',
    });
    return { key, version };
  }

  /** Signs the framing of the fixture, with its dates ahead of now, as expert, sponsor and data scientist. */
  async function signFraming(slug: string, riskTier: 'low' | 'high'): Promise<void> {
    const readOutOn = new Date(installation.now().getTime() + 300 * 86_400_000).toISOString().slice(0, 10);
    const content = {
      ...CHURN_FRAMING,
      riskTier,
      kpi: { ...CHURN_FRAMING.kpi, due: readOutOn },
      successCriterion: { ...CHURN_FRAMING.successCriterion, readOutOn },
    };
    const framing = `/api/initiatives/${slug}/framing`;
    const saved = await installation.does(scientist, `PUT ${framing}/draft`, { content, revision: 0 });
    const { translation } = await installation.does(expert, `GET ${framing}`);
    await installation.does(expert, `POST ${framing}/translation/approvals`, { textHash: translation.textHash });
    const { version, contentHash } = await installation.does(scientist, `POST ${framing}/versions`, {
      revision: saved.revision,
    });
    for (const [person, role] of [
      [expert, 'sme'],
      [sponsor, 'sponsor'],
      [scientist, 'data-scientist'],
    ] as const) {
      await installation.does(person, `POST ${framing}/versions/${version}/signatures`, { role, contentHash });
    }
  }

  return { installation, ada, bob, expert, sponsor, scientist, risk, begin, publish, signFraming };
}

/** Standard with a step of its own in Review, between the legal people and the release. */
export function withLegalCheck(content: PlaybookContent): PlaybookContent {
  const review = content.steps.find(({ step }) => step === 'review');
  if (!review) throw new Error('Standard has a review.');
  const gate = { heard: ['risk-manager'] as const, evidence: [], approvals: ['risk-manager'] as const };
  const legal: PlaybookStep = {
    step: 'legal-check',
    part: 'review',
    name: 'Legal check',
    question: 'May we do this?',
    seats: { 'risk-manager': 'signs', sme: 'told' },
    gate: { low: gate, medium: gate, high: gate },
  };
  return {
    ...content,
    steps: content.steps.flatMap((step) =>
      step.step === 'review' ? [review, legal] : step.step === 'prepare' ? [] : [step],
    ),
  };
}
