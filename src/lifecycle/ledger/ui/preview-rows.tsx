import { Disclosure, Notice, StateWord } from '../../../web/kit/index.ts';
import type { Preview } from './client.ts';

/** Columns named in a sentence before the rest is only counted. */
const NAMED_COLUMNS = 12;

/** The first rows of a file as sentences: what the ledger would say after loading it. */
export function PreviewRows({ preview }: { readonly preview: Preview }) {
  const { rows, warnings, unmapped } = preview;
  return (
    <div className="tl-stack">
      {warnings.length > 0 && (
        <Notice tone="look" title="What you should know before it is used">
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ol className="tl-ledger-preview">
        {rows.map((row) => (
          <li key={row.line}>
            <p className="tl-muted tl-small">Line {row.line}</p>
            <div>
              {row.state === 'refused' && (
                <StateWord tone="broken">
                  Cannot be read{row.column === null ? '' : `, “${row.column}”`}: {row.reason}
                </StateWord>
              )}
              {row.state === 'left-out' && <StateWord tone="unknown">Left out, as you said</StateWord>}
              {row.state === 'good' && row.records.length === 0 && (
                <StateWord tone="unknown">Nothing of this row is stored</StateWord>
              )}
              {row.records.map((record) => (
                <p key={`${record.kind}${record.words}`}>{record.words}</p>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {unmapped.length > 0 && (
        <p className="tl-muted">
          Left aside: {unmapped.slice(0, NAMED_COLUMNS).join(', ')}
          {unmapped.length > NAMED_COLUMNS && ` and ${unmapped.length - NAMED_COLUMNS} more columns`}.
        </p>
      )}
      <Disclosure label="Show the records">
        <pre className="tl-ledger-records">
          {JSON.stringify(
            rows.flatMap(({ records }) => records.map(({ kind, row }) => ({ kind, ...row }))),
            null,
            2,
          )}
        </pre>
      </Disclosure>
    </div>
  );
}
