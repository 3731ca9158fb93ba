import { useQuery } from '@tanstack/react-query';
import { AppLink, formatPlural, Section, StateWord } from '../../../web/kit/index.ts';
import { IDEA_STATE_NAME } from '../idea.ts';
import { type CameOfData, type SimilarItem, similarQuery } from './idea-queries.ts';

export interface SimilarListProps {
  readonly text: string;
  /** The idea that is looked at, which is not like itself. */
  readonly exceptId?: string;
  readonly level?: 2 | 3;
}

/** Earlier questions like this one, and what came of them. */
export function SimilarList({ text, exceptId, level = 2 }: SimilarListProps) {
  const trimmed = text.trim();
  const isLongEnough = trimmed.length >= 4;
  const similar = useQuery({ ...similarQuery(trimmed, exceptId ?? null), enabled: isLongEnough });
  const items = isLongEnough ? (similar.data ?? []) : [];
  return (
    <Section title="Asked before" level={level}>
      <p className="tl-hidden" role="status">
        {isLongEnough && similar.data ? formatPlural(items.length, 'similar question', 'similar questions') : ''}
      </p>
      {items.length === 0 && (
        <p className="tl-muted">
          {isLongEnough && similar.data
            ? 'Nothing like it that you may read. You may be the first.'
            : 'Similar questions and what came of them appear here while you write.'}
        </p>
      )}
      {items.length > 0 && (
        <ul className="tl-similar">
          {items.map((item) => (
            <li key={item.ideaId ?? item.cameOf?.slug}>
              <AppLink to={item.ideaId === null ? `/i/${item.cameOf?.slug}/overview` : `/ideas/${item.ideaId}`}>
                {item.sentence}
              </AppLink>
              <WhatCameOfIt item={item} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function WhatCameOfIt({ item }: { readonly item: SimilarItem }) {
  const supporters = item.supportCount > 0 ? formatPlural(item.supportCount, 'supporter', 'supporters') : null;
  return (
    <p className="tl-muted tl-small">
      {item.cameOf ? (
        <CameOfWords cameOf={item.cameOf} />
      ) : (
        <>
          {IDEA_STATE_NAME[item.state]}
          {item.state === 'declined' && item.reason !== null && `: ${item.reason}`}
        </>
      )}
      {supporters !== null && ` · ${supporters}`}
    </p>
  );
}

/** What an initiative has come to: its last verdict in a sentence, or where it is. */
export function CameOfWords({ cameOf }: { readonly cameOf: CameOfData }) {
  if (cameOf.headline !== null) return <>{cameOf.headline}</>;
  return (
    <StateWord tone="unknown">
      Initiative {cameOf.stepName === null ? 'with every step closed' : `at ${cameOf.stepName}`}, not measured yet
    </StateWord>
  );
}
