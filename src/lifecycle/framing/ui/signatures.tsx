import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  ConfirmButton,
  CopyField,
  Disclosure,
  EmptyChair,
  formatDay,
  formatMoment,
  PersonFace,
  StateWord,
} from '../../../web/kit/index.ts';
import { initiativeKey, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { mayAlsoSign, ROLE_NAME, ROLES, type Role } from '../../people/index.ts';
import { tableQuery } from '../../people/ui/index.ts';
import { framingClient, type Version } from './client.ts';

export interface SignaturesProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
  readonly version: Version;
  /** Whether an expert stands behind the translation; before that nobody signs. */
  readonly isTranslationApproved: boolean;
  /** The question and its translation with the button that approves it, for as long as that is missing. */
  readonly approval: ReactNode;
}

/** Who has to sign a version, who has, and the buttons of whoever still may. */
export function Signatures({ slug, rights, me, version, isTranslationApproved, approval }: SignaturesProps) {
  const table = useQuery(tableQuery(slug));
  const sitters = (table.data?.steps ?? []).flatMap(({ seats }) =>
    seats.flatMap((seat) => seat.sitters.map((sitter) => ({ ...sitter, role: seat.role }))),
  );
  const namesOf = (role: Role) => [...new Set(sitters.filter((one) => one.role === role).map(({ name }) => name))];
  const mine = ROLES.filter((role) => sitters.some((one) => one.role === role && one.accountId === me.accountId));
  const own = version.signOffs.filter(({ accountId }) => accountId === me.accountId);
  const open = version.missingSignatures.filter(
    (role) => mine.includes(role) && own.every((signed) => mayAlsoSign(signed.role, role)),
  );
  const isOpen = version.state === 'proposed';
  return (
    <div className="tl-framing-signatures">
      <ul>
        {version.signOffs.map((signOff) => (
          <li key={signOff.role}>
            <PersonFace name={signOff.name} detail={ROLE_NAME[signOff.role]} />
            <div>
              <p>
                <b>{signOff.name}</b> signed as {lower(ROLE_NAME[signOff.role])}
              </p>
              <p className="tl-muted tl-small">{formatMoment(signOff.at)}</p>
            </div>
          </li>
        ))}
        {version.missingSignatures.map((role) => (
          <li key={role}>
            <EmptyChair label={ROLE_NAME[role]} />
            <div>
              <p>{ROLE_NAME[role]}</p>
              <p className="tl-small">
                <StateWord tone="look">{waitingWords(namesOf(role), mine.includes(role))}</StateWord>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {isOpen && !isTranslationApproved && (
        <div className="tl-stack">
          <p className="tl-small">Before anybody signs, an expert approves the translation of the question.</p>
          {approval}
        </div>
      )}
      {isOpen && isTranslationApproved && (
        <SignButtons key={version.version} slug={slug} version={version} roles={open} />
      )}
      {isOpen && open.length === 0 && (
        <p className="tl-muted tl-small">{whyNot(rights, mine, own, version.missingSignatures)}</p>
      )}
      <Disclosure label="How we know">
        <div className="tl-stack">
          <p className="tl-small">
            {version.lockedAt
              ? `Decided before the data: nothing of this version was changed after ${formatDay(version.lockedAt)}.`
              : 'Nothing of this version can change any more; a change makes another version.'}{' '}
            Every signature is on the fingerprint of exactly these words. Each verdict shows it.
          </p>
          <CopyField label="Fingerprint (SHA-256 of the content)" value={version.contentHash} />
        </div>
      </Disclosure>
    </div>
  );
}

function SignButtons({ slug, version, roles }: { slug: string; version: Version; roles: readonly Role[] }) {
  const queryClient = useQueryClient();
  const sign = useMutation({
    mutationFn: (role: Role) =>
      framingClient.sign({
        params: { slug, version: version.version },
        body: { role, contentHash: version.contentHash },
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
  });
  return (
    <div className="tl-row">
      {roles.map((role) => (
        <ConfirmButton
          key={role}
          variant="filled"
          color="indigo"
          question={`Sign version ${version.version} as it stands here? A signature cannot be taken back; a later change is a new version.`}
          confirmLabel={`Sign as ${lower(ROLE_NAME[role])}`}
          keepLabel="Not yet"
          onConfirm={async () => {
            await sign.mutateAsync(role).catch(() => {});
          }}
        >
          Sign as {lower(ROLE_NAME[role])}
        </ConfirmButton>
      ))}
      <ProblemNotice error={sign.error} />
    </div>
  );
}

function waitingWords(names: readonly string[], isMine: boolean): string {
  if (isMine) return 'Waiting for you';
  return names.length === 0 ? 'Nobody has this seat yet' : `Waiting for ${names.join(' or ')}`;
}

function whyNot(rights: Rights, mine: readonly Role[], own: Version['signOffs'], missing: readonly Role[]): string {
  const right = rightTo(rights, 'framing.sign');
  if (!right.allowed) return right.rule;
  if (own.length > 0 && missing.some((role) => mine.includes(role))) {
    return 'You have signed in one role; your other role has to be signed for by somebody else, because nobody confirms their own work.';
  }
  if (own.length > 0) return 'You have signed.';
  return 'The missing signatures are not of roles that you hold here.';
}

/** A role's name inside a sentence; abbreviations keep their letters. */
function lower(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
