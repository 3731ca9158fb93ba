import type { ReactNode } from 'react';
import { Notice, Section } from '../../../web/kit/index.ts';

/** Something about a part of a mapping that a person has to answer or correct. */
export interface Remark {
  /** Field of the mapping, e.g. `arm.values`. */
  readonly path: string;
  readonly sentence: string;
  readonly tone: 'look' | 'broken';
}

export interface MappingPartProps {
  readonly title: string;
  readonly lead?: string;
  /** Fields of the mapping that this part shows; remarks about them stand here. */
  readonly paths: readonly string[];
  readonly remarks: readonly Remark[];
  readonly children: ReactNode;
}

/** A part of a mapping, with what has to be answered or corrected in it. */
export function MappingPart({ title, lead, paths, remarks, children }: MappingPartProps) {
  const own = remarks.filter(({ path }) => isAbout(path, paths));
  return (
    <Section title={title} level={3} look="boxed" {...(lead ? { lead } : {})}>
      {own.map(({ path, sentence, tone }) => (
        <Notice key={`${path}${sentence}`} tone={tone} title={sentence} />
      ))}
      {children}
    </Section>
  );
}

/** Whether a remark belongs to one of some fields of the mapping, or to something inside one. */
export function isAbout(path: string, paths: readonly string[]): boolean {
  return paths.some((own) => path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`));
}
