import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, formatPlural, TextField } from '../../../web/kit/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import type { CoursePoint, JudgementVerdict } from '../explanation.ts';
import { EXPLANATION_LIMITS } from '../explanation-limits.ts';
import { addsWords, cellWords, predictionWords } from '../explanation-words.ts';
import { explanationsClient } from './explanation-queries.ts';
import { SaidHere, type SaidTableProps } from './said-points.tsx';

interface Mark {
  readonly verdict: JudgementVerdict;
  readonly remark: string;
}

type Marks = ReadonlyMap<number | string, Mark>;

/** The expert signs a curve point by point; what is wrong reaches the builders, who owe an answer. */
export function SignForm({ slug, explanation, column, places, said }: SaidTableProps) {
  const [marks, setMarks] = useState<Marks>(new Map());
  const queryClient = useQueryClient();
  const { id, modelDigest } = explanation.training;
  const sign = useMutation({
    mutationFn: (sent: Marks) =>
      explanationsClient.signCurve({
        params: { slug, id },
        body: {
          modelDigest,
          column: column.name,
          points: [...sent].map(([value, { verdict, remark }]) => ({ value, verdict, remark: remark.trim() || null })),
        },
      }),
    onSuccess: async (_, sent) => {
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
      // What was marked while it was being signed is not signed yet.
      setMarks((now) => new Map([...now].filter(([value, mark]) => sent.get(value) !== mark)));
    },
  });
  const set = (value: number | string, mark: Mark | null) => {
    const next = new Map(marks);
    if (mark === null) next.delete(value);
    else next.set(value, mark);
    setMarks(next);
  };
  const allKnown = () => setMarks(new Map(places.map(({ value }) => [value, { verdict: 'as-known', remark: '' }])));
  const wrong = [...marks.values()].filter(({ verdict }) => verdict === 'wrong').length;
  return (
    <form
      className="tl-stack"
      onSubmit={(event) => {
        event.preventDefault();
        sign.mutate(marks);
      }}
    >
      <ul className="tl-why-points">
        {places.map((place) => (
          <li key={String(place.value)}>
            <div>
              <strong>{cellWords(column.facts, place.value, column.unit)}</strong>
              <span>
                {predictionWords(explanation.target, place.mean)}
                {place.adds !== null && <span className="tl-muted">, {addsWords(place)}</span>}
              </span>
              {said.some(({ value }) => value === place.value) && (
                <SaidHere slug={slug} said={said.filter(({ value }) => value === place.value)} />
              )}
            </div>
            <PointFields column={column.name} place={place} mark={marks.get(place.value) ?? null} onMark={set} />
          </li>
        ))}
      </ul>
      <div className="tl-row tl-no-print">
        <Button variant="default" onClick={allKnown}>
          All as I know them
        </Button>
        <Button type="submit" disabled={marks.size === 0} loading={sign.isPending}>
          {marks.size === 0 ? 'Sign' : `Sign ${formatPlural(marks.size, 'point', 'points')}`}
        </Button>
        {wrong > 0 && (
          <span className="tl-muted tl-small">The builders are told what is wrong, and owe you an answer.</span>
        )}
      </div>
      <ProblemNotice error={sign.error} />
    </form>
  );
}

interface PointFieldsProps {
  readonly column: string;
  readonly place: CoursePoint;
  readonly mark: Mark | null;
  readonly onMark: (value: number | string, mark: Mark | null) => void;
}

function PointFields({ column, place: { value }, mark, onMark }: PointFieldsProps) {
  const choose = (chosen: string) => {
    const remark = mark?.remark ?? '';
    if (chosen === 'as-known' || chosen === 'wrong') onMark(value, { verdict: chosen, remark });
    else onMark(value, null);
  };
  return (
    <div className="tl-no-print tl-why-point-fields">
      <ChoiceField
        label={`${column} ${String(value)}`}
        labelProps={{ className: 'tl-hidden' }}
        value={mark?.verdict ?? ''}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          { value: '', label: 'Say nothing' },
          { value: 'as-known', label: 'As I know it' },
          { value: 'wrong', label: 'That is wrong' },
        ]}
      />
      {mark !== null && (
        <TextField
          label={mark.verdict === 'wrong' ? 'How do you know it?' : 'Anything to add?'}
          maxLength={EXPLANATION_LIMITS.remark}
          value={mark.remark}
          onChange={({ currentTarget }) => onMark(value, { ...mark, remark: currentTarget.value })}
        />
      )}
    </div>
  );
}
