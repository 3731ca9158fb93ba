import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemNotice } from '../data/index.ts';
import { AppLink, type Column, DataTable, Disclosure, Page, ScrollRegion, Section, TextField } from '../kit/index.ts';
import {
  type ApiOperation,
  curlOf,
  fieldsOf,
  type OpenApi,
  openApiSchema,
  operationsByTag,
  type SchemaField,
} from './openapi.ts';
import './reference.css';

/** Where the document is, for this page and for whoever generates a client. */
const DOCUMENT_PATH = '/api/openapi.json';

/** Every endpoint from the server's own OpenAPI document: what it does, what it takes, what it answers, how to call it. */
export function ApiReferencePage() {
  const [search, setSearch] = useState('');
  const api = useQuery({ queryKey: ['openapi'], queryFn: readDocument, staleTime: Number.POSITIVE_INFINITY });
  const isShown = api.isSuccess;
  useEffect(() => {
    // The anchors exist only once the document is read.
    if (isShown) document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [isShown]);
  const wanted = search.trim().toLowerCase();
  const tags = (api.data ? operationsByTag(api.data) : [])
    .map(({ tag, operations }) => ({ tag, operations: operations.filter((operation) => matches(operation, wanted)) }))
    .filter(({ operations }) => operations.length > 0);
  return (
    <Page
      title="API reference"
      lead={
        <>
          Everything that the pages do goes through these addresses. Call them with an{' '}
          <AppLink to="/me/tokens">access token</AppLink> of yours; programs read{' '}
          <a className="tl-link" href={DOCUMENT_PATH}>
            the OpenAPI document
          </a>
          , and <AppLink to="/errors">every refusal</AppLink> has its own explanation.
        </>
      }
    >
      <ProblemNotice error={api.error} onRetry={() => void api.refetch()} />
      {api.isPending && <p className="tl-muted">Reading the document</p>}
      {api.data && (
        <div style={{ maxWidth: 360 }}>
          <TextField
            label="Find an endpoint"
            type="search"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      )}
      {api.data && tags.length === 0 && <p>No endpoint has these words. Try a part of its address.</p>}
      {tags.map(({ tag, operations }) => (
        <Section key={tag} title={tag}>
          <div className="tl-endpoints">
            {operations.map((operation) => (
              <Operation key={operation.anchor} operation={operation} api={api.data as OpenApi} />
            ))}
          </div>
        </Section>
      ))}
    </Page>
  );
}

async function readDocument(): Promise<OpenApi> {
  const response = await fetch(DOCUMENT_PATH, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`The document was answered with status ${response.status}.`);
  return openApiSchema.parse(await response.json());
}

function matches({ method, path, summary = '' }: ApiOperation, wanted: string): boolean {
  return `${method} ${path} ${summary}`.toLowerCase().includes(wanted);
}

function Operation({ operation, api }: { readonly operation: ApiOperation; readonly api: OpenApi }) {
  const body = Object.entries(operation.requestBody?.content ?? {});
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status !== 'default');
  return (
    <section id={operation.anchor} aria-label={`${operation.method} ${operation.path}`} className="tl-endpoint">
      <h3>
        <code>
          <b>{operation.method}</b> {operation.path}
        </code>
      </h3>
      <p>
        {operation.summary} <span className="tl-muted">{operation.description}</span>
      </p>
      <Disclosure label="What it takes and answers" isMadeOnOpening>
        <div className="tl-stack">
          {operation.parameters && operation.parameters.length > 0 && (
            <Fields
              label={`Parameters of ${operation.method} ${operation.path}`}
              title="In the address"
              fields={operation.parameters.map(
                ({ name, in: place, required = false, schema = {}, description = '' }) => {
                  const [field] = fieldsOf(schema, api);
                  return {
                    path: name,
                    type: field?.type ?? 'text',
                    isRequired: required,
                    notes: [place, description, field?.notes].filter(Boolean).join('; '),
                  };
                },
              )}
            />
          )}
          {body.map(([type, { schema }]) => (
            <Fields
              key={type}
              label={`Body of ${operation.method} ${operation.path}`}
              title={`Body, ${type}`}
              fields={schema ? fieldsOf(schema, api) : []}
            />
          ))}
          {answers.map(([status, { content }]) => {
            const schema = content?.['application/json']?.schema;
            return (
              <Fields
                key={status}
                label={`Answer ${status} of ${operation.method} ${operation.path}`}
                title={`Answer ${status}`}
                fields={schema ? fieldsOf(schema, api) : []}
              />
            );
          })}
          <Curl
            label={`Call of ${operation.method} ${operation.path}`}
            text={curlOf(operation, window.location.origin, api)}
          />
        </div>
      </Disclosure>
    </section>
  );
}

const FIELD_COLUMNS: readonly Column<SchemaField>[] = [
  { key: 'path', head: 'Field', cell: ({ path }) => <code>{path === '' ? 'the whole body' : path}</code> },
  { key: 'type', head: 'Is', cell: ({ type }) => type },
  { key: 'required', head: 'Needed', cell: ({ isRequired }) => (isRequired ? 'yes' : 'no') },
  { key: 'notes', head: 'Notes', cell: ({ notes }) => notes, isWideOnly: true },
];

interface FieldsProps {
  readonly label: string;
  readonly title: string;
  readonly fields: readonly SchemaField[];
}

function Fields({ label, title, fields }: FieldsProps) {
  return (
    <div>
      <h4 className="tl-muted">{title}</h4>
      <DataTable
        label={label}
        columns={FIELD_COLUMNS}
        rows={fields}
        rowKey={({ path }) => path}
        empty={<p className="tl-muted">Nothing, or a file.</p>}
      />
    </div>
  );
}

function Curl({ label, text }: { readonly label: string; readonly text: string }) {
  const id = label.replaceAll(/\W+/g, '-');
  return (
    <div>
      <h4 id={id} className="tl-muted">
        From a shell<span className="tl-hidden">: {label}</span>
      </h4>
      <ScrollRegion labelledBy={id}>
        <pre className="tl-curl">{text}</pre>
      </ScrollRegion>
    </div>
  );
}
