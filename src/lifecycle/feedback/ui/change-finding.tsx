import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, DateField, Disclosure, TextField, useEdits } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { tableQuery, useTableChange } from '../../people/ui/index.ts';
import { SEVERITIES, SEVERITY_NAME } from '../finding.ts';
import { type FindingOnPage, findingsClient } from './finding-queries.ts';
import { seatedPeople } from './seated-people.ts';
import { causeChoices, choosableSteps, usualStep } from './step-choices.ts';

export interface ChangeFindingProps {
  readonly slug: string;
  readonly finding: FindingOnPage;
  readonly rights: Rights;
}

/** Names the cause of a finding, hands it over, or changes how bad it is and until when; its history keeps each. */
export function ChangeFinding({ slug, finding, rights }: ChangeFindingProps) {
  if (!rightTo(rights, 'finding.raise').allowed) return null;
  const isClosed = finding.state === 'closed';
  return (
    <Disclosure
      label={isClosed ? 'Name its cause' : 'Hand it over, name its cause or change it'}
      isPrinted={false}
      isMadeOnOpening
    >
      <ChangeForm slug={slug} finding={finding} />
    </Disclosure>
  );
}

function ChangeForm({ slug, finding }: Omit<ChangeFindingProps, 'rights'>) {
  const table = useQuery(tableQuery(slug));
  const { value, edit, settle } = useEdits({
    causeStep: finding.causePlace?.step ?? '',
    ownerId: finding.owner?.accountId ?? '',
    due: finding.due ?? '',
    severity: finding.severity,
    reason: '',
  });
  const { causeStep, ownerId, due, severity, reason } = value;
  const steps = choosableSteps(table.data?.steps);
  const raisedAt = steps.find(({ step }) => step === finding.raisedPlace.step) ?? usualStep(steps, finding.raisedStep);
  const isClosed = finding.state === 'closed';
  const isLess = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(finding.severity);
  const change = useTableChange(slug, () => {
    const more = {
      ...(ownerId === '' || ownerId === finding.owner?.accountId ? {} : { ownerId }),
      ...(due === (finding.due ?? '') ? {} : { due: due === '' ? null : due }),
      ...(severity === finding.severity ? {} : { severity }),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
    const isNamedAnew = causeStep !== '' && causeStep !== finding.causePlace?.step;
    const body = { ...(isNamedAnew ? { causeStep } : {}), ...(isClosed ? {} : more) };
    return findingsClient.change({ params: { slug, findingId: finding.id }, body });
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined, { onSuccess: () => settle(value) });
  };
  return (
    <form className="tl-finding-words" onSubmit={send} noValidate>
      <div className="tl-finding-fields">
        <ChoiceField
          label="Where does its cause lie?"
          value={causeStep}
          onChange={(event) => edit({ causeStep: event.currentTarget.value })}
          data={causeChoices(steps, raisedAt, 'Not known yet')}
        />
        {!isClosed && (
          <>
            <ChoiceField
              label="Who is to answer it"
              value={ownerId}
              onChange={(event) => edit({ ownerId: event.currentTarget.value })}
              data={[{ value: '', label: 'Whoever takes it' }, ...seatedPeople(table.data?.steps ?? [])]}
            />
            <DateField
              label="Answer until"
              value={due}
              onChange={(event) => edit({ due: event.currentTarget.value })}
            />
            <ChoiceField
              label="How bad it is"
              value={severity}
              onChange={(event) =>
                edit({ severity: SEVERITIES.find((each) => each === event.currentTarget.value) ?? severity })
              }
              data={SEVERITIES.map((value) => ({ value, label: SEVERITY_NAME[value] }))}
            />
          </>
        )}
      </div>
      {isLess && (
        <TextField
          label="Why is it less bad than it was?"
          help="It can let a step close, so the history keeps the reason."
          value={reason}
          onChange={(event) => edit({ reason: event.currentTarget.value })}
        />
      )}
      <ProblemNotice error={change.error} />
      <div>
        <Button type="submit" variant="default" loading={change.isPending}>
          Keep the change
        </Button>
      </div>
    </form>
  );
}
