import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  formatDay,
  formatPlural,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { type Change, changesQuery, type Version } from './client.ts';

/** The address of a version of the framing. */
export function versionAddress(slug: string, version: number): string {
  return `/i/${slug}/frame?version=${version}`;
}

/** Every version that was put forward, newest first. */
export function VersionsPanel({
  slug,
  versions,
  shown,
}: {
  readonly slug: string;
  readonly versions: readonly Version[];
  readonly shown: number | undefined;
}) {
  return (
    <Section title="Versions">
      <ol className="tl-framing-versions">
        {versions.map((version) => (
          <li key={version.version}>
            <p>
              <AppLink
                to={versionAddress(slug, version.version)}
                {...(version.version === shown ? { 'aria-current': 'page' } : {})}
              >
                Version {version.version}
              </AppLink>{' '}
              <VersionState version={version} />
            </p>
            <p className="tl-muted tl-small">
              {version.proposedByName}, {formatDay(version.proposedAt)}
              {version.iteration > 1 ? `, iteration ${version.iteration}` : ''}
              {version.amendmentReason ? `: ${version.amendmentReason}` : ''}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Where a version stands, in words. */
export function VersionState({ version }: { readonly version: Version }) {
  switch (version.state) {
    case 'locked':
      return <StateWord tone="reached">Signed, in force</StateWord>;
    case 'proposed':
      return (
        <StateWord tone="look">
          Waits for {formatPlural(version.missingSignatures.length, 'signature', 'signatures')}
        </StateWord>
      );
    case 'superseded':
      return <StateWord tone="unknown">Replaced by a later one</StateWord>;
    case 'withdrawn':
      return <StateWord tone="unknown">Withdrawn before it was signed</StateWord>;
  }
}

const COLUMNS: readonly Column<Change>[] = [
  { key: 'label', head: 'What', cell: ({ label }) => label, isRowHead: true },
  { key: 'before', head: 'Before', cell: ({ before }) => before },
  { key: 'after', head: 'Now', cell: ({ after }) => <b>{after}</b> },
];

/** What an amendment changed, field by field; nothing for a first version. */
export function ChangesTable({ slug, version }: { readonly slug: string; readonly version: Version }) {
  const changes = useQuery(changesQuery(slug, version.version));
  if (!changes.data) return <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.data.against === null) return null;
  const { against } = changes.data;
  return (
    <Section
      title={`What changed since version ${against}`}
      {...(version.amendmentReason ? { lead: `Because: ${version.amendmentReason}` } : {})}
    >
      <DataTable
        label={`What changed from version ${against} to version ${version.version}`}
        columns={COLUMNS}
        rows={changes.data.changes}
        rowKey={({ path }) => path}
        empty={<p>Nothing: it says the same as version {against}.</p>}
      />
    </Section>
  );
}
