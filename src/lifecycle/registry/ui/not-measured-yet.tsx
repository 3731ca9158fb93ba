import { AppLink } from '../../../web/kit/index.ts';
import { addressOfModel } from '../model-address.ts';
import type { Version } from './model-queries.ts';
import { howToMeasure } from './model-words.ts';

export interface NotMeasuredYetProps {
  readonly name: string;
  readonly version: Version;
  /** On the page of the model itself, which has no way to itself. */
  readonly isOnItsPage?: boolean;
}

/** Says that nobody knows how good a version is, who does what about it, and leads to where it is done. */
export function NotMeasuredYet(props: NotMeasuredYetProps) {
  return (
    <>
      {howToMeasure(props.version)} <WhereToMeasure {...props} />
    </>
  );
}

function WhereToMeasure({ name, version: { version, lineage }, isOnItsPage = false }: NotMeasuredYetProps) {
  if (!lineage && isOnItsPage) return null;
  if (!lineage) return <AppLink to={`${addressOfModel(name)}#version-${version}`}>See what is known of it</AppLink>;
  const experiment = `/experiments/${lineage.experiment.id}`;
  return lineage.run ? (
    <AppLink to={`${experiment}/runs/${lineage.run.id}`}>Open its run</AppLink>
  ) : (
    <AppLink to={experiment}>Open its experiment</AppLink>
  );
}
