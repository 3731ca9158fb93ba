import { Button } from '@mantine/core';
import { AppLink, EmptyState, Facts, formatCount, formatDay, Notice, ProgressLine } from '../../../web/kit/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { isWaiting } from './state-words.ts';

/** What the answer still waits for: records at all, or units whose time is not over; nothing when it waits for neither. */
export function StillMissing({ slug, report }: { readonly slug: string; readonly report: OutcomeReport }) {
  const assigned = report.counts.reduce((sum, arm) => sum + arm.assigned, 0);
  if (assigned === 0) {
    return (
      <EmptyState
        sentence="Not measured yet: no records have come in. Nobody is known to be acted upon or left alone."
        detail={`What counts as success is signed. The answer is due on ${formatDay(report.plan.readOutOn)}.`}
        action={
          <Button component={AppLink} to={`/i/${slug}/data`}>
            Bring data
          </Button>
        }
      />
    );
  }
  return (
    <>
      {report.isEffectHidden && (
        <Notice
          tone="broken"
          title="What was checked in the records"
          action={<AppLink to={`/i/${slug}/data`}>See what was brought in</AppLink>}
        >
          <Facts
            facts={report.numbers.rows
              .filter(({ group, id }) => group === 'records' && id !== 'look')
              .map(({ label, text }) => ({ term: label, detail: text }))}
          />
        </Notice>
      )}
      {isWaiting(report.verdict.state) && report.progress && <Waiting report={report} progress={report.progress} />}
    </>
  );
}

interface WaitingProps {
  readonly report: OutcomeReport;
  readonly progress: NonNullable<OutcomeReport['progress']>;
}

function Waiting({ report, progress }: WaitingProps) {
  const matured = report.counts.reduce((sum, arm) => sum + arm.matured, 0);
  const needed = matured + progress.unitsNeeded;
  return (
    <ProgressLine
      label={`How many have finished their ${report.plan.outcomeWindowDays} days`}
      value={matured}
      max={Math.max(1, needed)}
      words={`${formatCount(matured)} of about ${formatCount(needed)}, expected on ${formatDay(progress.on)}`}
    />
  );
}
