import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Disclosure, Section } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { HeldBack } from '../../people/ui/index.ts';
import { BRING_ID } from '../ledger.ts';
import { BringByProgram } from './bring-by-program.tsx';
import { BringFile } from './bring-file.tsx';
import { phasesQuery } from './client.ts';
import { FileView } from './file-view.tsx';
import { FilesList } from './files-list.tsx';
import { LedgerHolds } from './ledger-holds.tsx';
import './ledger.css';

export interface DataTabProps {
  readonly slug: string;
  readonly rights: Rights;
}

/** What the ledger of an initiative holds, and the ways to bring more: by file, by REST, by command line. */
export function DataTab({ slug, rights }: DataTabProps) {
  const right = rightTo(rights, 'ledger.bring');
  const id = useAskedFile();
  const phases = useQuery(phasesQuery(slug));
  if (id !== undefined) return <FileView key={id} slug={slug} id={id} right={right} />;
  const phase = phases.data?.find(({ closedAt }) => closedAt === null);
  return (
    <>
      <Section title="What the ledger holds">
        <LedgerHolds slug={slug} entity={phase?.content.predictionTask.entity} />
      </Section>
      <Section
        title="Bring more"
        id={BRING_ID}
        lead="A file is read and checked first; nothing is stored before you say so. Ids should be pseudonyms: no names are needed."
      >
        <HeldBack slug={slug} work="data" then="files can be brought here" hasBegun={phase !== undefined}>
          <BringFile slug={slug} right={right} />
        </HeldBack>
        <Disclosure label="By a program: REST or command line" isPrinted={false}>
          <BringByProgram slug={slug} metric={phase?.content.successCriterion.metric.id ?? 'churned'} />
        </Disclosure>
      </Section>
      <Section title="Files that were brought">
        <FilesList slug={slug} />
      </Section>
    </>
  );
}

/** The file that the address names: `?import=…`, so that its page survives a reload and can be shared. */
function useAskedFile(): string | undefined {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  return typeof search.import === 'string' && search.import !== '' ? search.import : undefined;
}
