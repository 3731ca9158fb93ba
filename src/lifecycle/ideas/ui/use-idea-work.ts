import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { QuestionKind } from '../../initiatives/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import { factsOf } from './answer-facts.ts';
import { keysOf } from './idea-keys.ts';
import { IDEAS_KEY, type IdeaPageData, ideasClient } from './idea-queries.ts';
import { answersOfForm, formOf, type KpiForm } from './kpi-form.ts';
import type { Promotion } from './promotion-fields.tsx';

/** What somebody fills in about an idea, and the two things that they can do with it: save it, and start the initiative. */
export function useIdeaWork({ idea, answers, revision: given }: IdeaPageData, onStarted: (slug: string) => void) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<QuestionKind>(idea.kind);
  const [form, setForm] = useState(() => formOf(answers));
  const [departmentId, setDepartmentId] = useState(idea.department?.id ?? '');
  const [revision, setRevision] = useState(given);
  const [promotion, setPromotion] = useState<Promotion>({
    name: '',
    visibility: 'open',
    playbook: '',
    expertId: idea.proposerId,
  });
  const [unsaved, keepUnsaved, forgetUnsaved] = useKeptText(keysOf(idea.id).answers);
  const params = { ideaId: idea.id };
  const write = (next: KpiForm) => {
    setForm(next);
    // The form goes when somebody else decides about the idea; what was written in it does not.
    const lines = factsOf(answersOfForm(next)).map(({ term, detail }) => `${term}: ${detail}`);
    keepUnsaved(lines.join('\n'));
  };
  const save = async () => {
    const body = { kind, departmentId: departmentId === '' ? null : departmentId, answers: answersOfForm(form) };
    const stored = {
      kind: idea.kind,
      departmentId: idea.department?.id ?? null,
      answers: answersOfForm(formOf(answers)),
    };
    if (JSON.stringify(body) === JSON.stringify(stored)) return;
    setRevision((await ideasClient.answer({ params, body: { ...body, revision } })).revision);
    forgetUnsaved(unsaved);
  };
  const readAgain = (...keys: readonly (readonly unknown[])[]) =>
    Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const saving = useMutation({ mutationFn: save, onSuccess: () => readAgain(IDEAS_KEY) });
  const starting = useMutation({
    mutationFn: async () => {
      await save();
      const { name, playbook, ...rest } = promotion;
      return ideasClient.promote({
        params,
        body: { ...rest, ...(name.trim() === '' ? {} : { name }), ...(playbook === '' ? {} : { playbook }) },
      });
    },
    onSuccess: async ({ slug }) => {
      await readAgain(IDEAS_KEY, ['portfolio']);
      if (slug !== null) onStarted(slug);
    },
  });
  return {
    kind,
    setKind,
    form,
    setForm: write,
    departmentId,
    setDepartmentId,
    promotion,
    setPromotion,
    saving,
    starting,
  };
}
