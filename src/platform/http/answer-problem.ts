import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { type FieldProblem, Problem, problemBody, refuse } from '../contract/index.ts';
import type { Log } from '../log/log.ts';

/** Writes a refusal as `application/problem+json`. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problemBody(problem));
}

/**
 * Turns whatever was thrown into a row of the error table. What we did not foresee becomes INTERNAL with the request's id
 * as reference: the cause goes to the log and never to the caller.
 */
export function toProblem(error: unknown, request: FastifyRequest, log: Log): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(
      (issue): FieldProblem => ({ path: fieldPath(issue.instancePath), message: issue.message ?? 'Not accepted.' }),
    );
    const first = fields[0];
    return refuse(
      'INPUT_INVALID',
      { first: first ? `${first.path || 'the request'}: ${first.message}` : 'it has the wrong shape.' },
      fields,
    );
  }
  if (isFastifyError(error) && !isResponseSerializationError(error)) {
    if (error.code === 'FST_ERR_BAD_URL') return refuse('ADDRESS_UNREADABLE');
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse('BODY_TOO_LARGE');
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refuse('MEDIA_TYPE_UNKNOWN');
    if (error.code === 'FST_ERR_REOPENED_CLOSE_SERVER') return refuse('NOT_READY');
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
      return refuse('BODY_UNREADABLE');
  }
  log.error(
    { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
    'unforeseen error',
  );
  return refuse('INTERNAL', { reference: request.id });
}

/** `/rows/3/score` becomes `rows[3].score`. */
function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .filter((part) => part !== '')
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error;
}
