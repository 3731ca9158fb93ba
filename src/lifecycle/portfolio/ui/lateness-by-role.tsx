import { useQuery } from '@tanstack/react-query';
import { Section } from '../../../web/kit/index.ts';
import { latenessQuery } from './people-overview-queries.ts';

/** What it cost that somebody was not heard in time, by the role that was missed; nothing while nothing has come back. */
export function LatenessByRole({ department }: { readonly department: string | undefined }) {
  const { data } = useQuery(latenessQuery(department));
  if (!data || data.findings === 0) return null;
  return (
    <Section
      title="What it cost to hear people late"
      lead={`Findings whose cause lies at an earlier step, by the role that had been missed there. Days count from the closing of that step, each day of an initiative once.${data.isComplete ? '' : ' There are more than are weighed at once; these are the newest.'}`}
    >
      {data.roles.length === 0 ? (
        <p>{data.findings} came back, and everybody needed had been heard where the cause lies.</p>
      ) : (
        <ul className="tl-late-roles">
          {data.roles.map(({ role, sentence }) => (
            <li key={role}>{sentence}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
