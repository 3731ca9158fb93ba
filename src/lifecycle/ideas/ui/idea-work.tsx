import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, RadioField, Section } from '../../../web/kit/index.ts';
import { RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { answerGaps } from '../kpi-answers.ts';
import type { QuestionReading } from '../read-question.ts';
import { DepartmentField } from './department-field.tsx';
import type { IdeaPageData } from './idea-queries.ts';
import { answersOfForm } from './kpi-form.ts';
import { KpiQuestions } from './kpi-questions.tsx';
import { PromotionFields } from './promotion-fields.tsx';
import { readingSummary } from './reading-words.ts';
import { useIdeaWork } from './use-idea-work.ts';

export interface IdeaWorkProps {
  readonly page: IdeaPageData;
  readonly reading: QuestionReading;
  readonly me: { readonly accountId: string };
  readonly onStarted: (slug: string) => void;
}

const KINDS = [
  { value: 'defined', label: 'It has a number to reach', help: 'A few plain questions turn it into a goal.' },
  {
    value: 'open',
    label: 'It is an open question',
    help: 'People look together for the number that would show an answer.',
  },
] as const;

const HEAD = {
  defined: {
    title: 'Make it a goal that can be checked',
    lead: 'What you do not know yet can stay empty: the people at the table fill it in later.',
  },
  open: {
    title: 'Look for the answer together',
    lead: 'It needs no number yet. At the table, people who know the matter look for what could be predicted and changed.',
  },
} as const;

/** What turns an idea into an initiative: the plain questions, what can be chosen about it, and the button. */
export function IdeaWork({ page, reading, me, onStarted }: IdeaWorkProps) {
  const work = useIdeaWork(page, onStarted);
  const { kind, form, saving, starting } = work;
  const given = answersOfForm(form);
  const gaps = kind === 'defined' ? answerGaps(given) : [];
  const send = (event: FormEvent) => {
    event.preventDefault();
    starting.mutate();
  };
  return (
    <Section {...HEAD[kind]}>
      <form className="tl-stack" onSubmit={send}>
        {reading.doubt !== null && <p className="tl-muted">{readingSummary(reading)}</p>}
        <RadioField
          label="What kind of question is it?"
          options={KINDS}
          value={kind}
          onChange={(value) => work.setKind(value === 'defined' ? 'defined' : 'open')}
        />
        {kind === 'defined' && (
          <KpiQuestions
            form={form}
            onForm={work.setForm}
            reading={reading}
            gaps={gaps.filter(({ field }) => given[field] !== undefined)}
          />
        )}
        <DepartmentField value={work.departmentId} onChange={work.setDepartmentId} />
        <Disclosure label="Name it, choose its expert and playbook, or say who may read it" isPrinted={false}>
          <PromotionFields
            idea={page.idea}
            me={me}
            kind={kind}
            promotion={work.promotion}
            onPromotion={work.setPromotion}
          />
        </Disclosure>
        <ProblemNotice error={starting.error ?? saving.error} />
        {gaps.length > 0 && (
          <p className="tl-muted">
            Still open: {gaps.map(({ sentence }) => sentence).join(' ')} It can start without them.
          </p>
        )}
        <div className="tl-row">
          <RightButton
            right={rightTo(page.rights, 'idea.promote')}
            type="submit"
            variant="filled"
            loading={starting.isPending}
          >
            Start the initiative
          </RightButton>
          <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
            Save for later
          </Button>
          {saving.isSuccess && !saving.isPending && <span role="status">Saved</span>}
        </div>
      </form>
    </Section>
  );
}
