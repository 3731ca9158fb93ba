import { useState } from 'react';

/** Own changes of something stored, which others may change as well. */
export interface Edits<Value extends object> {
  /** What the fields show: what is stored, and what was changed here in its place. */
  readonly value: Value;
  readonly isChanged: boolean;
  readonly edit: (change: Partial<Value>) => void;
  /** What was sent is stored: it is no change any more, unless it was changed again meanwhile. */
  readonly settle: (sent: Value) => void;
}

/**
 * The fields of a form over something stored: what somebody changed here stays, and all else follows what is stored. So
 * another person's change neither takes words out of a field nor is taken back by what is sent.
 */
export function useEdits<Value extends object>(stored: Value): Edits<Value> {
  const [own, setOwn] = useState<Partial<Value>>({});
  return {
    value: { ...stored, ...own },
    isChanged: namesIn(own).some((name) => own[name] !== stored[name]),
    edit: (change) => setOwn((before) => ({ ...before, ...change })),
    settle: (sent) => setOwn((before) => without(before, sent)),
  };
}

function namesIn<Value extends object>(own: Partial<Value>): readonly (keyof Value)[] {
  const names: (keyof Value)[] = [];
  for (const name in own) names.push(name);
  return names;
}

function without<Value extends object>(own: Partial<Value>, sent: Value): Partial<Value> {
  const left: Partial<Value> = {};
  for (const name of namesIn(own)) if (own[name] !== sent[name]) left[name] = own[name];
  return left;
}
