import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, problemOf, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  ChoiceField,
  type Column,
  DataTable,
  Disclosure,
  FileDrop,
  formatDay,
  Page,
  Section,
  StateWord,
  TextField,
} from '../../../web/kit/index.ts';
import { PLAYBOOK_LIMITS } from '../playbook.ts';
import { PLAYBOOKS_KEY, playbooksClient, playbooksQuery } from './playbook-queries.ts';
import './playbook-table.css';

type ListedPlaybook = Awaited<ReturnType<typeof playbooksClient.list>>['playbooks'][number];

export interface PlaybooksPageProps {
  /** Called with the key of a playbook that was begun or brought. */
  readonly onBegun: (key: string) => void;
}

/** The playbooks of the organisation. */
export function PlaybooksPage({ onBegun }: PlaybooksPageProps) {
  useLiveTopic('playbooks', PLAYBOOKS_KEY);
  const books = useQuery(playbooksQuery);
  return (
    <Page
      title="Playbooks"
      lead="A playbook says which steps an initiative goes through, who has a seat at each of them, and what has to be there before a step closes."
    >
      <ProblemNotice error={books.error} onRetry={() => void books.refetch()} />
      {!books.data && !books.error && <p className="tl-muted">Reading the playbooks</p>}
      {books.data && (
        <>
          <DataTable
            label="Playbooks of the organisation"
            rows={books.data.playbooks}
            rowKey={({ key }) => key}
            rowTo={({ key }) => `/playbooks/${key}`}
            columns={COLUMNS}
            empty={null}
          />
          {books.data.edit.allowed ? (
            <>
              <p className="tl-muted">{books.data.edit.rule}</p>
              <div className="tl-columns">
                <BeginPlaybook books={books.data.playbooks} onBegun={onBegun} />
                <BringPlaybook onBegun={onBegun} />
              </div>
            </>
          ) : (
            <p className="tl-muted">{books.data.edit.rule}</p>
          )}
        </>
      )}
    </Page>
  );
}

const COLUMNS: readonly Column<ListedPlaybook>[] = [
  {
    key: 'name',
    head: 'Playbook',
    cell: ({ name, retirement }) =>
      retirement === null ? (
        name
      ) : (
        <>
          {name}{' '}
          <StateWord tone="unknown" look="chip">
            retired
          </StateWord>
        </>
      ),
  },
  { key: 'purpose', head: 'When to choose it', cell: ({ purpose }) => purpose },
  { key: 'steps', head: 'Steps', cell: ({ steps }) => String(steps), align: 'end', isWideOnly: true },
  {
    key: 'latest',
    head: 'Published',
    cell: ({ latest, hasDraft }) => {
      const words = latest ? `version ${latest.version}, ${formatDay(latest.publishedAt)}` : 'not yet';
      return hasDraft ? `${words}; a draft is open` : words;
    },
    isWideOnly: true,
  },
];

function BeginPlaybook({ books, onBegun }: PlaybooksPageProps & { readonly books: readonly ListedPlaybook[] }) {
  const queryClient = useQueryClient();
  const models = books.filter(({ latest, retirement }) => latest !== null && retirement === null);
  const [name, setName] = useState('');
  const [from, setFrom] = useState('standard');
  const begin = useMutation({
    mutationFn: () => playbooksClient.begin({ body: { name, from } }),
    onSuccess: async ({ key }) => {
      await queryClient.invalidateQueries({ queryKey: PLAYBOOKS_KEY });
      onBegun(key);
    },
  });
  return (
    <Section title="Draw your own" look="boxed">
      <form
        className="tl-stack"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <TextField
          label="What it is called"
          placeholder="Credit decisions"
          value={name}
          maxLength={PLAYBOOK_LIMITS.nameLength}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ChoiceField
          label="Begin with"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data={models.map((book) => ({ value: book.key, label: book.name }))}
        />
        <ProblemNotice error={begin.error} />
        <div>
          <Button type="submit" loading={begin.isPending} disabled={name.trim().length < 3}>
            Begin a draft
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** What is wrong with a file is shown line by line, because that is how one finds it in an editor. */
function BringPlaybook({ onBegun }: PlaybooksPageProps) {
  const queryClient = useQueryClient();
  const bring = useMutation({
    mutationFn: async (file: File) => {
      const text = await file.text();
      const { readPlaybookFile } = await import('../playbook-yaml.ts');
      const read = readPlaybookFile(text);
      const known = read.kind === 'read' ? await revisionOf(read.key) : 0;
      return playbooksClient.importFile({ body: { text, revision: known } });
    },
    onSuccess: async ({ key }) => {
      await queryClient.invalidateQueries({ queryKey: PLAYBOOKS_KEY });
      onBegun(key);
    },
  });
  const problem = bring.error ? problemOf(bring.error) : undefined;
  return (
    <Section
      title="Bring a file"
      look="boxed"
      lead="A file becomes the draft of the playbook that it names; nothing is published by it."
    >
      <FileDrop
        label="A playbook as YAML"
        endings={['.yaml', '.yml']}
        maxBytes={1_000_000}
        isBusy={bring.isPending}
        onFiles={([file]) => file && bring.mutate(file)}
        {...(problem ? { error: problem.detail } : {})}
      />
      {problem && problem.fields.length > 1 && (
        <Disclosure label={`All ${problem.fields.length} faults`} startsOpen>
          <ul className="tl-sentences">
            {problem.fields.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path}: {message}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <p className="tl-muted">
        Every playbook can be saved as a file on <AppLink to="/playbooks/standard">its own page</AppLink>.
      </p>
    </Section>
  );
}

/** The revision of the draft that a file replaces; 0 when the playbook is new. */
async function revisionOf(key: string): Promise<number> {
  const { playbooks } = await playbooksClient.list();
  return playbooks.some((book) => book.key === key) ? (await playbooksClient.read({ params: { key } })).revision : 0;
}
