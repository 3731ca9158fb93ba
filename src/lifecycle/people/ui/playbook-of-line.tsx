import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, Disclosure, formatDay, Section, TextField } from '../../../web/kit/index.ts';
import { RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { parsePlaybookId } from '../playbook.ts';
import { movePreviewQuery, playbookOfQuery, playbooksClient, playbooksQuery } from './playbook-queries.ts';
import { useKeptText } from './use-kept-text.ts';
import { useTableChange } from './use-table-change.ts';
import './playbook-table.css';

/** The playbook of an initiative: which one, what it holds back, when it was moved and what that changed, and the way to move it. */
export function PlaybookOfLine({ slug, rights }: { readonly slug: string; readonly rights: Rights }) {
  const line = useQuery(playbookOfQuery(slug));
  if (!line.data) return <ProblemNotice error={line.error} onRetry={() => void line.refetch()} />;
  const { id, name, purpose, newest, risk, held, moves } = line.data;
  const own = parsePlaybookId(id);
  const last = parsePlaybookId(newest);
  return (
    <Section title={`It goes by the playbook ${name}`} look="boxed" lead={purpose}>
      <p>
        <AppLink to={`/playbooks/${own?.key ?? id}`}>Version {own?.version}</AppLink>
        {newest !== id && `, of which version ${last?.version} is the newest`}.{' '}
        {risk.isStated
          ? `The gates for ${risk.tier} risk count, as the signed framing says.`
          : `The gates for ${risk.tier} risk count until a signed framing says how high the risk is.`}
      </p>
      {held.map(({ work, sentence }) => (
        <p key={work}>{sentence}</p>
      ))}
      {moves.map((move) => (
        <Disclosure
          key={move.movedAt}
          label={`Moved from ${move.fromName} to ${move.toName} on ${formatDay(move.movedAt)} by ${move.movedByName}`}
        >
          <p>Because: {move.reason}</p>
          <Changes sentences={move.changes} />
        </Disclosure>
      ))}
      <Disclosure label="Move it to another playbook" isPrinted={false} isMadeOnOpening>
        <MoveForm key={id} slug={slug} id={id} rights={rights} />
      </Disclosure>
    </Section>
  );
}

function MoveForm({ slug, id, rights }: { readonly slug: string; readonly id: string; readonly rights: Rights }) {
  const books = useQuery(playbooksQuery);
  const own = parsePlaybookId(id)?.key;
  const [to, setTo] = useState('');
  // The form begins anew when somebody else moves the line; why it is to be moved stays in it.
  const [reason, setReason, forget] = useKeptText(`${slug} move`);
  const preview = useQuery(movePreviewQuery(slug, to));
  const move = useTableChange(slug, async () => {
    await playbooksClient.move({ params: { slug }, body: { to, reason } });
    forget(reason);
  });
  const targets = (books.data?.playbooks ?? []).flatMap(({ key, name, latest, retirement }) =>
    latest && latest.id !== id && (retirement === null || key === own)
      ? [{ value: latest.id, label: `${name}, version ${latest.version}` }]
      : [],
  );
  return (
    <div className="tl-stack">
      <ChoiceField
        label="To which playbook"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[{ value: '', label: 'Choose a playbook' }, ...targets]}
      />
      <ProblemNotice error={preview.error} />
      {preview.data && (
        <div>
          <p>What changes here:</p>
          <Changes sentences={preview.data.changes} />
        </div>
      )}
      <TextField label="Why it is moved" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <ProblemNotice error={move.error} />
      <RightButton
        right={rightTo(rights, 'playbook.move')}
        isOff={to === '' || reason.trim().length < 5}
        offReason="Choose a playbook and write a reason of at least 5 characters; it stays in the log."
        loading={move.isPending}
        onClick={() => move.mutate(undefined)}
      >
        Move it
      </RightButton>
    </div>
  );
}

function Changes({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return <p className="tl-muted">Nothing changes for the people at this table.</p>;
  return (
    <ul className="tl-sentences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
