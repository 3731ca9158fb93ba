import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import {
  AppLink,
  ConfirmButton,
  CopyField,
  Disclosure,
  Facts,
  formatAgo,
  Notice,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { datasetAddress } from '../../datasets/ui/index.ts';
import { initiativeKey, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { settled } from '../../people/ui/index.ts';
import { whyWords } from '../answer-words.ts';
import { isUnderWay } from '../training.ts';
import type { TrainingResult } from '../training-result.schema.ts';
import { answerWords, calibrationWords, choiceWords, qualityWords, rowsWords, ruleWords } from '../training-words.ts';
import { CourseCharts } from './course-charts.tsx';
import { FamilyBars } from './family-bars.tsx';
import { FirstPart } from './first-part.tsx';
import { LearnedColumns } from './learned-columns.tsx';
import { MoneyPart } from './money-part.tsx';
import { RegisterForm } from './register-form.tsx';
import { type TrainingEntry, trainingClient, trainingQuery } from './training-queries.ts';
import { STATE_TONES, STATE_WORDS, TrainingProgressLine } from './training-state.tsx';
import './training.css';

export interface TrainingPageProps {
  readonly slug: string;
  readonly id: string;
  readonly rights: Rights;
  /** What later rooms of the line show of a model that is done; the composition of the pages fills it. */
  readonly besideModel: ReactNode;
  /** How it treats groups, which a later room shows of a model that foresees one of two outcomes. */
  readonly groupsOf: (model: {
    readonly datasetId: string;
    readonly version: number;
    readonly target: string;
    readonly outcome: string;
  }) => ReactNode;
}

/** One first model: the answer first, then who, why and what acting would bring, then how we know. */
export function TrainingPage({ slug, id, rights, besideModel, groupsOf }: TrainingPageProps) {
  const { data, error, refetch } = useQuery(trainingQuery(slug, id));
  if (!data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const { result } = data;
  return (
    <>
      <p className="tl-row tl-no-print">
        <AppLink to={`/i/${slug}/build`}>All first models</AppLink>
        <AppLink to={datasetAddress(slug, data.request.datasetId, { version: data.version })}>
          {data.tableName}, version {data.version}
        </AppLink>
      </p>
      {result && data.state === 'trained' ? (
        <Found {...{ slug, training: data, result, rights, besideModel, groupsOf }} />
      ) : (
        <NotFound slug={slug} training={data} rights={rights} />
      )}
    </>
  );
}

interface PartProps {
  readonly slug: string;
  readonly training: TrainingEntry;
  readonly rights: Rights;
}

function NotFound({ slug, training, rights }: PartProps) {
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => trainingClient.cancel({ params: { slug, id: training.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
  });
  const { name, state, failure } = training;
  return (
    <Section title={name} aside={<StateWord tone={STATE_TONES[state]}>{STATE_WORDS[state]}</StateWord>}>
      {failure !== null && (
        <Notice tone="broken" title="There is no model">
          {failure}
        </Notice>
      )}
      <TrainingProgressLine training={training} />
      {isUnderWay(state) && rightTo(rights, 'training.start').allowed && (
        <ConfirmButton
          question="Stop it? Nothing of it is kept."
          confirmLabel="Stop it"
          onConfirm={() => settled(cancel.mutateAsync())}
        >
          Stop
        </ConfirmButton>
      )}
      <ProblemNotice error={cancel.error} />
    </Section>
  );
}

interface FoundProps extends PartProps, Pick<TrainingPageProps, 'besideModel' | 'groupsOf'> {
  readonly result: TrainingResult;
}

function Found({ slug, training, result, rights, besideModel, groupsOf }: FoundProps) {
  const { quality } = result;
  const rule = ruleWords(result);
  const calibration = calibrationWords(quality);
  const why = whyWords(result);
  return (
    <>
      <Section title={answerWords(quality, result.target.name)} lead={training.name}>
        <div className="tl-prose">
          <p>{qualityWords(quality)}</p>
          {rule !== null && <p>{result.rule?.isAsGood ? <strong>{rule}</strong> : rule}</p>}
          {calibration !== null && <p>{calibration}</p>}
          {training.policy === null && (
            <p>No framing is signed yet: take it as a first look, and agree what success is before you go on.</p>
          )}
        </div>
      </Section>
      {result.first !== null && result.target.kind === 'binary' && (
        <FirstPart lists={result.first} outcome={result.target.classes[1]} policy={training.policy} />
      )}
      {why !== null && (
        <Section title="Why">
          <div className="tl-prose">
            <p>{why.join(' ')}</p>
            <p className="tl-muted">
              It says what goes together in these data, not what causes what: whether acting helps is shown only by
              leaving some alone.
            </p>
          </div>
        </Section>
      )}
      {besideModel}
      {result.target.kind === 'binary' && (
        <MoneyPart slug={slug} id={training.id} policy={training.policy} outcome={result.target.classes[1]} />
      )}
      {result.target.kind === 'binary' && (
        <Section
          title="How it treats groups"
          lead="Whether it finds the outcome equally often, and whom it would have acted upon, for men and women, say."
        >
          {groupsOf({
            datasetId: training.request.datasetId,
            version: training.request.version,
            target: result.target.name,
            outcome: result.target.classes[1],
          })}
        </Section>
      )}
      {result.courses.length > 0 && (
        <Section
          title="What the predictions go by"
          lead="The columns that count most. Read each with what you know: what looks wrong may be a fault in the data."
        >
          <CourseCharts result={result} />
        </Section>
      )}
      <Section title="Which kind of model it is" lead={choiceWords(result)}>
        <FamilyBars result={result} />
      </Section>
      <Section title="What it learned from" lead={rowsWords(result)}>
        <LearnedColumns result={result} withheld={training.withheld} />
      </Section>
      <Section title="Hand it on">
        <HandOn slug={slug} training={training} rights={rights} />
      </Section>
    </>
  );
}

function HandOn({ slug, training, rights }: PartProps) {
  const now = useNow();
  const { run, modelDigest, tableDigest, request, startedBy, startedAt } = training;
  return (
    <>
      {run && (
        <p>
          It is kept as{' '}
          <AppLink to={`/experiments/${run.experimentId}/runs/${run.runId}`}>a run like any other</AppLink>, with its
          files, so that a data scientist can compare with it and go on from it.
        </p>
      )}
      <RegisterForm slug={slug} id={training.id} rights={rights} />
      <Disclosure label="How it can be made again">
        <Facts
          facts={[
            { term: 'Made by', detail: `${startedBy}, ${formatAgo(startedAt, now)}` },
            { term: 'Table', detail: `${training.tableName}, version ${request.version}` },
            { term: 'Left out', detail: request.leftOut.join(', ') || 'nothing' },
            { term: 'Seed', detail: String(request.seed) },
          ]}
        />
        <CopyField label="Digest of the table" value={tableDigest} />
        {modelDigest !== null && <CopyField label="Digest of the model" value={modelDigest} />}
        <p className="tl-muted">
          The same table, the same wishes and the same seed give the same model to the last byte.
        </p>
      </Disclosure>
    </>
  );
}
