import { useQuery } from '@tanstack/react-query';
import { ChoiceField, RadioField, TextField } from '../../../web/kit/index.ts';
import type { QuestionKind, Visibility } from '../../initiatives/index.ts';
import { SUITED_PLAYBOOK } from '../../people/index.ts';
import { accountsQuery, playbooksQuery } from '../../people/ui/index.ts';
import type { ListedIdea } from './idea-queries.ts';

/** How an idea becomes an initiative; an empty name or playbook leaves it to the product. */
export interface Promotion {
  readonly name: string;
  readonly visibility: Visibility;
  /** Key of a playbook. */
  readonly playbook: string;
  readonly expertId: string;
}

const READERS = [
  { value: 'open', label: 'Everybody here may read it', help: 'Only people at its table can change anything.' },
  { value: 'private', label: 'Only the people at its table', help: 'And auditors, who may read everything.' },
] as const;

export interface PromotionFieldsProps {
  readonly idea: ListedIdea;
  readonly me: { readonly accountId: string };
  readonly kind: QuestionKind;
  readonly promotion: Promotion;
  readonly onPromotion: (promotion: Promotion) => void;
}

/** What can be chosen about the initiative before it starts; all of it has an answer already. */
export function PromotionFields({ idea, me, kind, promotion, onPromotion }: PromotionFieldsProps) {
  const set = (change: Partial<Promotion>) => onPromotion({ ...promotion, ...change });
  return (
    <div className="tl-stack">
      <TextField
        label="Short name for lists"
        help="Left empty, it is made from the question."
        maxLength={80}
        value={promotion.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <ExpertField idea={idea} me={me} value={promotion.expertId} onChange={(expertId) => set({ expertId })} />
      <PlaybookField kind={kind} value={promotion.playbook} onChange={(playbook) => set({ playbook })} />
      <RadioField
        label="Who may read the initiative"
        options={READERS}
        value={promotion.visibility}
        onChange={(value) => set({ visibility: value === 'private' ? 'private' : 'open' })}
      />
    </div>
  );
}

interface ExpertFieldProps {
  readonly idea: ListedIdea;
  readonly me: { readonly accountId: string };
  readonly value: string;
  readonly onChange: (accountId: string) => void;
}

/** Who knows the matter: the proposer unless somebody else does. */
function ExpertField({ idea, me, value, onChange }: ExpertFieldProps) {
  const accounts = useQuery(accountsQuery);
  const isMine = idea.proposerId === me.accountId;
  const others = (accounts.data ?? []).filter(
    ({ id, isDisabled }) => !isDisabled && id !== idea.proposerId && id !== me.accountId,
  );
  return (
    <ChoiceField
      label="Who is the expert in the matter"
      help="They take the seat of the subject-matter expert. Whoever proposed it is told what becomes of it in any case."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: idea.proposerId, label: isMine ? 'Me, who proposed it' : `${idea.proposerName}, who proposed it` },
        ...(isMine ? [] : [{ value: me.accountId, label: 'Me' }]),
        ...others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
      ]}
    />
  );
}

interface PlaybookFieldProps {
  readonly kind: QuestionKind;
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** By which of the organisation's ways it goes: the one that suits the kind of question unless somebody chooses. */
function PlaybookField({ kind, value, onChange }: PlaybookFieldProps) {
  const { data } = useQuery(playbooksQuery);
  const published = (data?.playbooks ?? []).filter(({ latest, retirement }) => latest !== null && retirement === null);
  const chosen = published.find(({ key }) => key === (value || SUITED_PLAYBOOK[kind]));
  return (
    <ChoiceField
      label="Which playbook it goes by"
      help={chosen ? `${chosen.name}: ${chosen.purpose}` : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: 'The one that suits the question' },
        ...published.map(({ key, name }) => ({ value: key, label: name })),
      ]}
    />
  );
}
