import { AppLink } from '../../../web/kit/index.ts';
import { addressOfModel } from '../model-address.ts';
import type { Version } from './model-queries.ts';
import { howToMeasure } from './model-words.ts';

export interface NotMeasuredYetProps {
  readonly name: string;
  readonly version: Version;
}

/** Says that nobody knows how good a version is, who does what about it, and leads to where it is done. */
export function NotMeasuredYet({ name, version }: NotMeasuredYetProps) {
  return (
    <>
      {howToMeasure(version)} <WhereToMeasure name={name} version={version} />
    </>
  );
}

function WhereToMeasure({ name, version: { version, lineage } }: NotMeasuredYetProps) {
  if (!lineage) return <AppLink to={`${addressOfModel(name)}#version-${version}`}>See what is known of it</AppLink>;
  const experiment = `/experiments/${lineage.experiment.id}`;
  return lineage.run ? (
    <AppLink to={`${experiment}/runs/${lineage.run.id}`}>Open its run</AppLink>
  ) : (
    <AppLink to={experiment}>Open its experiment</AppLink>
  );
}
