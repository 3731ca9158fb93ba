import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { FormattedText } from '../../../web/formatted/index.ts';
import {
  AppLink,
  Disclosure,
  EmptyState,
  type Fact,
  Facts,
  formatDay,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import type { BesideThing } from '../../initiatives/ui/index.ts';
import { type Version, versionsQuery } from './model-queries.ts';
import { measuredInWords, shortHash } from './model-words.ts';
import { NotMeasuredYet } from './not-measured-yet.tsx';
import { VersionFiles } from './version-files.tsx';

/** What a later room knows about a version of a model; nothing where it knows nothing. */
export type EvidenceOf = (name: string, version: number) => ReactNode;

/** Every version with where it comes from, newest first. */
export function Versions({
  name,
  besideVersion,
  evidenceOf,
}: {
  readonly name: string;
  readonly besideVersion: BesideThing | undefined;
  readonly evidenceOf: EvidenceOf | undefined;
}) {
  const versions = useInfiniteQuery(versionsQuery(name, 'false'));
  const rows = versions.data?.pages.flatMap((page) => page.versions) ?? [];
  return (
    <Section title="Versions" lead="Each with the question that it answers and what it was made from.">
      <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />
      {versions.isPending && <p className="tl-muted">Reading the versions</p>}
      {versions.isSuccess && rows.length === 0 && (
        <EmptyState
          sentence="No version is registered under this name yet."
          detail="A version appears here when a data scientist registers one from their own tools."
          action={<AppLink to="/models">See the other models</AppLink>}
        />
      )}
      {rows.map((version) => (
        <OneVersion key={version.version} {...{ name, version, besideVersion, evidenceOf }} />
      ))}
      {versions.hasNextPage && (
        <Button variant="default" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}

interface OneVersionProps {
  readonly name: string;
  readonly version: Version;
  readonly besideVersion: BesideThing | undefined;
  readonly evidenceOf: EvidenceOf | undefined;
}

function OneVersion({ name, version, besideVersion, evidenceOf }: OneVersionProps) {
  const slug = version.lineage?.initiative?.slug;
  return (
    <Section
      level={3}
      look="boxed"
      id={`version-${version.version}`}
      title={`Version ${version.version}`}
      aside={
        <span className="tl-row">
          {version.aliases.map((alias) => (
            <StateWord key={alias} tone="accent" look="chip">
              {alias}
            </StateWord>
          ))}
        </span>
      }
    >
      {version.description.trim() !== '' && (
        <FormattedText text={version.description} about={`version ${version.version}`} below={3} />
      )}
      <Facts facts={factsOf(name, version)} />
      {version.hasFiles ? (
        <Disclosure label="Show its files" openLabel="Hide its files" isPrinted={false} isMadeOnOpening>
          <VersionFiles name={name} version={version.version} />
        </Disclosure>
      ) : (
        <p className="tl-muted tl-small">Its files are kept elsewhere: {version.source}</p>
      )}
      {slug !== undefined && evidenceOf?.(name, version.version)}
      {slug !== undefined && besideVersion && (
        <div className="tl-row">
          {besideVersion({
            slug,
            step: 'review',
            object: { type: 'model', id: `${name}/${version.version}`, label: labelOf(name, version.version) },
          })}
        </div>
      )}
    </Section>
  );
}

function factsOf(name: string, version: Version): readonly Fact[] {
  const { registeredBy, registeredAt, lineage } = version;
  const registered: Fact = { term: 'Registered', detail: `by ${registeredBy} on ${formatDay(registeredAt)}` };
  const notMeasured: Fact = {
    term: 'Measured',
    detail: (
      <>
        <StateWord tone="unknown">Not measured yet</StateWord>
        <p>
          <NotMeasuredYet name={name} version={version} isOnItsPage />
        </p>
      </>
    ),
  };
  if (!lineage) {
    return [notMeasured, { term: 'Made from', detail: 'Not known: its files came from elsewhere.' }, registered];
  }
  const { question, initiative, iteration, framingVersion, run, experiment, datasets, commit, hypothesis, measured } =
    lineage;
  return [
    {
      term: 'Question',
      detail: initiative ? (
        <>
          “{question}” (<AppLink to={`/i/${initiative.slug}/overview`}>{initiative.name}</AppLink>
          {iteration !== null && `, iteration ${iteration}`})
        </>
      ) : (
        <StateWord tone="unknown">its experiment is connected to no initiative yet</StateWord>
      ),
    },
    ...(initiative
      ? [
          {
            term: 'Framing',
            detail:
              framingVersion === null ? 'None was signed when it was made.' : `version ${framingVersion}, as signed`,
          },
        ]
      : []),
    ...(hypothesis === null ? [] : [{ term: 'Hypothesis', detail: hypothesis }]),
    measured ? { term: 'Measured', detail: measuredInWords(measured) } : notMeasured,
    {
      term: 'Made in',
      detail: run ? (
        <>
          {experiment.name}, run <AppLink to={`/experiments/${experiment.id}/runs/${run.id}`}>{run.name}</AppLink> by{' '}
          {run.by}
        </>
      ) : (
        experiment.name
      ),
    },
    {
      term: 'Data',
      detail:
        datasets.length === 0
          ? 'The run named no data set.'
          : datasets.map((data) => `${data.name} (${data.context ?? 'used'}, fingerprint ${data.digest})`).join(', '),
    },
    { term: 'Code', detail: commit === null ? 'The run named no commit.' : `commit ${shortHash(commit)}` },
    registered,
  ];
}

/** A version in words, as long as the name of a thing may be; the end of a long name is left out. */
function labelOf(name: string, version: number): string {
  const tail = `, version ${version}`;
  const most = 120 - tail.length;
  return `${name.length > most ? `${name.slice(0, most - 1)}…` : name}${tail}`;
}
