import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, formatMoment, LongTextField, Notice, Section } from '../../../web/kit/index.ts';
import { type Right, RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { LeftWords, useKeptText } from '../../people/ui/index.ts';
import type { Asked } from '../dictionary.ts';
import {
  type DatasetEntry,
  datasetAddress,
  datasetKey,
  datasetsClient,
  dictionaryQuery,
  type VersionPartProps,
} from './dataset-queries.ts';

/** What is to be predicted, whether it means what the business means, and what to write down next. */
export function LabelPart({ slug, dataset, version, rights }: VersionPartProps) {
  return (
    <Section
      title={dataset.target === null ? 'What is to be predicted?' : `To be predicted: ${dataset.target}`}
      lead="The column with what became of each case, and the column that says when a case was looked at."
    >
      <TargetForm slug={slug} dataset={dataset} version={version} right={rightTo(rights, 'dataset.describe')} />
      {dataset.target !== null && (
        <Confirmation slug={slug} dataset={dataset} right={rightTo(rights, 'dataset.confirm')} />
      )}
      <AskedNext slug={slug} dataset={dataset} version={version} />
    </Section>
  );
}

function TargetForm({ slug, dataset, version, right }: Omit<VersionPartProps, 'rights'> & { readonly right: Right }) {
  const queryClient = useQueryClient();
  const choose = useMutation({
    mutationFn: (body: { target: string | null; moment: string | null }) =>
      datasetsClient.target({ params: { slug, id: dataset.id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) }),
  });
  const columns = version.profile?.columns ?? [];
  const choices = (names: readonly string[], none: string) => [
    { value: '', label: none },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <div className="tl-datasets-fields">
      <ChoiceField
        label="To be predicted"
        value={dataset.target ?? ''}
        disabled={!right.allowed || choose.isPending}
        data={choices(
          columns.map(({ name }) => name),
          'Not chosen yet',
        )}
        onChange={({ currentTarget }) =>
          choose.mutate({ target: currentTarget.value === '' ? null : currentTarget.value, moment: dataset.moment })
        }
      />
      <ChoiceField
        label="Moment of a row"
        value={dataset.moment ?? ''}
        disabled={!right.allowed || choose.isPending}
        data={choices(
          columns.filter(({ type }) => type === 'time').map(({ name }) => name),
          'The table has none',
        )}
        onChange={({ currentTarget }) =>
          choose.mutate({ target: dataset.target, moment: currentTarget.value === '' ? null : currentTarget.value })
        }
      />
      {!right.allowed && <p className="tl-muted">{right.rule}</p>}
      <ProblemNotice error={choose.error} />
    </div>
  );
}

function Confirmation({
  slug,
  dataset,
  right,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly right: Right;
}) {
  const keep = `label ${dataset.id} ${dataset.target}`;
  const [meaning, setMeaning, forget] = useKeptText(keep);
  const queryClient = useQueryClient();
  const confirm = useMutation({
    mutationFn: async () => {
      await datasetsClient.confirmLabel({ params: { slug, id: dataset.id }, body: { meaning } });
      forget(meaning);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) }),
  });
  const { label, target } = dataset;
  if (label) {
    return (
      <>
        <LeftWords
          happened={`${label.by} confirmed what ${label.column} means while you were writing.`}
          advice="If it means something else, copy them into a finding, so that it is settled before anybody learns from it."
          fields={[{ keep, label: `What you wrote about ${label.column}` }]}
        />
        <Notice tone="reached" title={`${label.by} confirmed what ${label.column} means.`}>
          <p>
            “{label.meaning}” On {formatMoment(label.at)}, looking at version {label.version}.
          </p>
        </Notice>
      </>
    );
  }
  return (
    <form
      className="tl-datasets-form"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <LongTextField
        label={`What exactly does ${target} say about a case?`}
        help="The expert writes it. A model learns exactly this, and nothing that we merely meant."
        value={meaning}
        readOnly={!right.allowed}
        onChange={({ currentTarget }) => setMeaning(currentTarget.value)}
      />
      <ProblemNotice error={confirm.error} />
      <RightButton
        right={right}
        type="submit"
        loading={confirm.isPending}
        isOff={meaning.trim().length < 3}
        offReason="Write what it says first."
      >
        Confirm that it means what we mean
      </RightButton>
    </form>
  );
}

const LACKS_WORDS: Readonly<Record<Asked, string>> = {
  meaning: 'what it means',
  sensitivity: 'how carefully to handle it',
  unit: 'its unit',
  range: 'which values can be right',
  owner: 'who answers for it',
};

function AskedNext({ slug, dataset, version }: Omit<VersionPartProps, 'rights'>) {
  const dictionary = useQuery(dictionaryQuery(slug, dataset.id));
  const asked = dictionary.data?.asked ?? [];
  if (asked.length === 0) return null;
  return (
    <div>
      <h3>Write these down first</h3>
      <ol className="tl-asked">
        {asked.map(({ column, lacks }) => (
          <li key={column}>
            <AppLink to={datasetAddress(slug, dataset.id, { version: version.number, column })}>{column}</AppLink>
            <span className="tl-muted"> {lacks.map((lack) => LACKS_WORDS[lack]).join(', ')}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
