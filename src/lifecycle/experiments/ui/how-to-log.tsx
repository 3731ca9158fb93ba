import { AppLink, CopyField, Disclosure } from '../../../web/kit/index.ts';

export interface HowToLogProps {
  /** The experiment that the script names; a slash behind the address of an initiative connects it. */
  readonly experimentName: string;
  readonly startsOpen?: boolean;
  readonly what?: 'runs' | 'traces';
}

/** The two settings and the line with which a script logs here; and the line that traces a function. */
export function HowToLog({ experimentName, startsOpen = false, what = 'runs' }: HowToLogProps) {
  return (
    <Disclosure
      label={what === 'runs' ? 'How to log runs here' : 'How to send traces here'}
      startsOpen={startsOpen}
      isPrinted={false}
    >
      <div className="tl-stack">
        <CopyField
          label="1. In the terminal, where to log"
          value={`export MLFLOW_TRACKING_URI=${window.location.origin}`}
        />
        <div>
          <CopyField
            label="2. In the terminal, who logs"
            value="export MLFLOW_TRACKING_TOKEN="
            help="Put your access token behind it."
          />
          <AppLink to="/me/tokens">Make an access token</AppLink>
        </div>
        <CopyField
          label="3. In the script or notebook"
          value={`mlflow.set_experiment(${JSON.stringify(experimentName)})`}
          help="The part before a slash connects the experiment to the initiative at that address."
        />
        {what === 'traces' && (
          <CopyField
            label="4. Above the function that answers"
            value="@mlflow.trace"
            help="Functions that it calls may have it too."
          />
        )}
      </div>
    </Disclosure>
  );
}
