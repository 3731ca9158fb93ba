import { useState } from 'react';
import { endpointUrl } from '../../../platform/contract/index.ts';
import { AppLink, ChoiceField, CopyField } from '../../../web/kit/index.ts';
import { importsApi } from '../imports.schema.ts';
import { ledgerApi } from '../ledger.schema.ts';
import { RECORD_KINDS, type RecordKind } from '../ledger.ts';
import { KIND_WORDS } from './ledger-words.ts';

/** One row of each kind, to copy and to change. */
function exampleRow(kind: RecordKind, metric: string): object {
  const occurredAt = '2026-03-31T09:00:00Z';
  switch (kind) {
    case 'predictions':
      return { predictionId: 'p-1', unitId: 'c-1', occurredAt, score: 0.71, flagged: true, threshold: 0.5 };
    case 'assignments':
      return { unitId: 'c-1', arm: 'action', propensity: 0.8, assignedAt: occurredAt };
    case 'actions':
      return { actionId: 'a-1', unitId: 'c-1', occurredAt, actionType: 'call', status: 'delivered' };
    case 'outcomes':
      return { outcomeId: 'o-1', unitId: 'c-1', occurredAt, metric, value: 1 };
    case 'kpi-points':
      return { periodStart: '2026-01-01', periodEnd: '2026-03-31', value: 11.4 };
    case 'watermarks':
      return { source: 'crm', metric, completeThrough: occurredAt };
    case 'costs':
      return { costId: 'k-1', occurredAt, amountCents: 120_000, currency: 'EUR' };
  }
}

/** The ways in for programs: the REST API and the command line, with this initiative's own addresses. */
export function BringByProgram({ slug, metric }: { readonly slug: string; readonly metric: string }) {
  const [kind, setKind] = useState<RecordKind>('outcomes');
  const { origin } = window.location;
  const auth = '-H "authorization: Bearer $THROUGHLINE_TOKEN"';
  const rows = JSON.stringify({ rows: [exampleRow(kind, metric)] });
  const rowsUrl = endpointUrl(ledgerApi.bring, { params: { slug, kind } }, origin);
  const fileUrl = endpointUrl(importsApi.upload, { params: { slug }, query: { fileName: 'file.csv' } }, origin);
  return (
    <div className="tl-stack tl-ledger-program">
      <p>
        Programs need an <AppLink to="/me/tokens">access token</AppLink> with the scope “ledger”. The same row again
        changes nothing, so a program may send it as often as it likes.
      </p>
      <div className="tl-ledger-grid">
        <ChoiceField
          label="What is brought"
          value={kind}
          data={RECORD_KINDS.map((value) => ({ value, label: `${KIND_WORDS[value].name} (${value})` }))}
          onChange={(event) => setKind(RECORD_KINDS.find((known) => known === event.currentTarget.value) ?? kind)}
        />
      </div>
      <CopyField
        label="Rows, by REST"
        value={`curl -X POST ${auth} -H "content-type: application/json" -d '${rows}' "${rowsUrl}"`}
      />
      <CopyField
        label="A file of such rows, by command line"
        value={`throughline bring ${slug} ${kind} ${kind}.csv --url ${origin}`}
      />
      <CopyField
        label="Any file, by REST; its columns get their meaning here"
        value={`curl -X POST ${auth} -H "content-type: application/octet-stream" --data-binary @file.csv "${fileUrl}"`}
      />
    </div>
  );
}
