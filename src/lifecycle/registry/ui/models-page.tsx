import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { FoundList, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  formatDay,
  formatPlural,
  Page,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { addressOfModel } from '../model-address.ts';
import { lastColumns } from './list-columns.ts';
import { type Deployment, inventoryQuery, MODELS_KEY, type ModelLine, modelsQuery } from './model-queries.ts';
import { aliasesInWords, approversOf } from './model-words.ts';
import { Prompts } from './prompts-part.tsx';
import { ProtectedAliases } from './protected-aliases.tsx';
import { WebhooksPart } from './webhooks-part.tsx';

/** All registered models: what they answer, which version is live, and what waits for approval. */
export function ModelsPage({ isAdministrator }: { readonly isAdministrator: boolean }) {
  useLiveTopic('models', MODELS_KEY);
  const [text, setText] = useState('');
  const models = useInfiniteQuery(modelsQuery(useDeferredValue(text.trim())));
  return (
    <Page
      title="Models"
      lead="Every registered model, the question that it answers, and the version that is live. What is live changes only when those who sign Review approve it."
      actions={<AppLink to="/deleted">What was deleted</AppLink>}
    >
      {models.isPending && <p className="tl-muted">Reading the models</p>}
      <FoundList
        title="Registered models"
        foundTitle="What was found"
        find="Find a model"
        text={text}
        onText={setText}
        found={models}
        rowsOf={(page) => page.models}
        label="Models by name"
        columns={COLUMNS}
        rowKey={({ name }) => name}
        rowTo={({ name }) => addressOfModel(name)}
        notFound="No model that you may see has this text in its name or description."
        showAll="Show all models"
        empty={<NoModels />}
      />
      <Prompts />
      <Inventory />
      <ProtectedAliases isAdministrator={isAdministrator} />
      <WebhooksPart />
    </Page>
  );
}

const COLUMNS: readonly Column<ModelLine>[] = [
  { key: 'name', head: 'Model', cell: ({ name }) => name, isRowHead: true },
  {
    key: 'question',
    head: 'Made for',
    isWideOnly: true,
    cell: ({ initiatives }) =>
      initiatives.length === 0 ? (
        <StateWord tone="unknown">no initiative yet</StateWord>
      ) : (
        initiatives.map(({ name }) => name).join(', ')
      ),
  },
  {
    key: 'live',
    head: 'In use',
    cell: ({ aliases }) =>
      aliases.length === 0 ? <StateWord tone="unknown">nothing in use</StateWord> : aliasesInWords(aliases),
  },
  {
    key: 'waiting',
    head: 'Waiting',
    cell: ({ openProposals }) =>
      openProposals === 0 ? (
        <span className="tl-muted">nothing waits</span>
      ) : (
        <StateWord tone="look">{formatPlural(openProposals, 'approval', 'approvals')}</StateWord>
      ),
  },
  ...lastColumns<ModelLine>(),
];

function NoModels() {
  return (
    <EmptyState
      sentence="No model is registered yet. A data scientist registers one from their own tools, and it appears here with the question that it answers."
      detail="They need two things: the address of this page as tracking address, and an access token."
      action={<AppLink to="/me/tokens">Make an access token</AppLink>}
    />
  );
}

const INVENTORY_COLUMNS: readonly Column<Deployment>[] = [
  {
    key: 'what',
    head: 'Model and version',
    isRowHead: true,
    cell: ({ model, version }) => `${model}, version ${version}`,
  },
  { key: 'alias', head: 'As', cell: ({ alias }) => alias },
  { key: 'from', head: 'Live from', cell: ({ from }) => formatDay(from), sortBy: ({ from }) => from },
  {
    key: 'until',
    head: 'Until',
    cell: ({ until }) => (until === null ? <StateWord tone="reached">still live</StateWord> : formatDay(until)),
  },
  { key: 'by', head: 'Approved', isWideOnly: true, cell: approversOf },
];

/** Everything that was ever live, retired versions included. */
function Inventory() {
  const inventory = useInfiniteQuery(inventoryQuery);
  const rows = inventory.data?.pages.flatMap((page) => page.deployments) ?? [];
  if (rows.length === 0) return null;
  return (
    <Section
      title="Everything that was ever live"
      lead="Retired versions stay here; nothing of this is ever rewritten."
    >
      <DataTable
        label="Approved versions with their dates"
        columns={INVENTORY_COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        rowTo={({ model }) => addressOfModel(model)}
        empty={null}
      />
      {inventory.hasNextPage && (
        <Button variant="default" loading={inventory.isFetchingNextPage} onClick={() => void inventory.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}
