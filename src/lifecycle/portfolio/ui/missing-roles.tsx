import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, EmptyChair, formatPlural, ScrollRegion, Section } from '../../../web/kit/index.ts';
import { pathTo } from '../../initiatives/index.ts';
import { STEP_NAME, STEPS } from '../../line-order.ts';
import { ROLE_NAME, ROLES } from '../../people/index.ts';
import { overviewQuery, PORTFOLIO_KEY, type PortfolioLine } from './portfolio-queries.ts';
import './missing-roles.css';

/** Roles x steps over all initiatives: where the step under way needs somebody whom it has not. */
export function MissingRoles() {
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const overview = useQuery(overviewQuery);
  const captionId = useId();
  const lines = overview.data?.initiatives ?? [];
  const missing = lines.filter((line) => line.emptySeats.length > 0);
  const roles = ROLES.filter((role) => missing.some((line) => line.emptySeats.includes(role)));
  const title =
    missing.length === 0
      ? 'No step under way misses anybody'
      : `${formatPlural(missing.length, 'initiative waits', 'initiatives wait')} for somebody to sit down`;
  if (!overview.data) return <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />;
  return (
    <Section
      title={title}
      lead={`Empty chairs at the step where each initiative is now${overview.data.nextCursor === null ? '.' : ', over the 200 with the newest activity.'}`}
    >
      {missing.length > 0 && (
        <ScrollRegion labelledBy={captionId}>
          <table className="tl-table tl-missing">
            <caption id={captionId} className="tl-hidden">
              Which role is missing at which step
            </caption>
            <thead>
              <tr>
                <th scope="col">Role</th>
                {STEPS.map((step) => (
                  <th key={step} scope="col">
                    {STEP_NAME[step]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {roles.map((role) => (
                <tr key={role}>
                  <th scope="row">{ROLE_NAME[role]}</th>
                  {STEPS.map((step) => (
                    <td key={step}>
                      <MissingAt
                        lines={missing.filter((line) => line.step === step && line.emptySeats.includes(role))}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Section>
  );
}

/** How many initiatives one cell names before it says how many more there are. */
const NAMED = 3;

function MissingAt({ lines }: { readonly lines: readonly PortfolioLine[] }) {
  if (lines.length === 0) return <span className="tl-hidden">nobody missing</span>;
  return (
    <ul>
      {lines.slice(0, NAMED).map((line) => (
        <li key={line.slug}>
          <EmptyChair label="Missing at" size={18} />
          <AppLink to={pathTo(line.slug, line.step)}>{line.name}</AppLink>
        </li>
      ))}
      {lines.length > NAMED && <li className="tl-muted">and {lines.length - NAMED} more</li>}
    </ul>
  );
}
