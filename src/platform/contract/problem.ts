import { z } from 'zod';
import { Problem } from './errors.ts';

/** The body of every refusal, as `application/problem+json` (RFC 9457) with our code, remedy and refused fields. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    remedy: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem', description: 'What was refused, why, and what to do.' });

/** A refusal as it travels. */
export type ProblemBody = z.infer<typeof problemSchema>;

/** Writes a problem for the wire. */
export function problemBody(problem: Problem): ProblemBody {
  return {
    type: `/errors#${problem.code}`,
    title: problem.code.toLowerCase().replaceAll('_', ' '),
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    remedy: problem.remedy,
    fields: [...problem.fields],
  };
}

/** Reads a refusal from an answer's body; `undefined` when the body is not one (a proxy's page, say). */
export function readProblem(body: unknown): Problem | undefined {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { code, status, detail, remedy, fields } = parsed.data;
  return new Problem({ code, status, sentence: detail, remedy, fields });
}
