import { createContext, type ReactNode, useContext } from 'react';

/** What the fields of the form need of the draft. */
export interface DraftForm {
  /** Keeps the places of its fields apart from those of another form on the page. */
  readonly scope?: string;
  readonly value: (path: string) => unknown;
  /** Writes a field; `undefined` takes it away. */
  readonly edit: (path: string, value: unknown) => void;
  /** What is wrong or missing at a path, once it is time to say so. */
  readonly problem: (path: string) => string | undefined;
  /** The reader left the field; from now on it may be called missing. */
  readonly leave: (path: string) => void;
}

const DraftContext = createContext<DraftForm | null>(null);

/** Gives the fields the draft that they write. */
export function DraftProvider({ form, children }: { readonly form: DraftForm; readonly children: ReactNode }) {
  return <DraftContext value={form}>{children}</DraftContext>;
}

/** The draft that is being written. @throws Error outside of a `DraftProvider`. */
export function useDraftForm(): DraftForm {
  const form = useContext(DraftContext);
  if (!form) throw new Error('A field of the framing stands outside of its form.');
  return form;
}
