import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { TextField } from '../../../web/kit/index.ts';
import { nameFault } from '../saved-view.ts';

export interface ViewNameFormProps<Answer> {
  readonly label: string;
  /** What its button does: "Rename". */
  readonly verb: string;
  readonly help?: string;
  /** The name that it starts with. */
  readonly start?: string;
  readonly send: (name: string) => Promise<Answer>;
  readonly onDone: (answer: Answer) => Promise<unknown>;
}

/** Asks for the name of a view, and says what is wrong with one. */
export function ViewNameForm<Answer>({ label, verb, help, start = '', send, onDone }: ViewNameFormProps<Answer>) {
  const [name, setName] = useState(start);
  const [isTried, setTried] = useState(false);
  const fault = nameFault(name);
  const saving = useMutation({ mutationFn: () => send(name.trim()), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault === null) saving.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="tl-stack">
      <TextField
        label={label}
        help={help}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isTried && fault !== null ? fault : undefined}
      />
      <div>
        <Button type="submit" variant="default" loading={saving.isPending}>
          {verb}
        </Button>
      </div>
      <ProblemNotice error={saving.error} />
    </form>
  );
}
