import type { FramingContent } from './framing.ts';
import { FRAMING_FIELDS } from './framing-fields.ts';

/** One difference between two versions, for the reader of an amendment. */
export interface FramingChange {
  /** Path of the field, e.g. `successCriterion.dmin`. */
  readonly path: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What stands where a field has no value. */
const NOT_STATED = 'not stated';

/** The differences between two framings, field by field in the order of the form, with the values in words. */
export function framingChanges(before: FramingContent, after: FramingContent): readonly FramingChange[] {
  return FRAMING_FIELDS.flatMap(({ path, label, say }) => {
    const was = say(before) ?? NOT_STATED;
    const is = say(after) ?? NOT_STATED;
    return was === is ? [] : [{ path, label, before: was, after: is }];
  });
}
