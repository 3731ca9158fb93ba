import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../platform/contract/index.ts';
import type { ServerExtension, ServerTools } from '../platform/http/extension.ts';
import { checkOrigin } from '../platform/http/origin.ts';
import { hasScope } from '../platform/http/principal.ts';
import { findUnstorableText, hasNullCharacter } from '../platform/http/storable-text.ts';
import { MlflowError, mlflowErrorBody, toMlflowError } from './mlflow-error.ts';
import { type MlflowOperation, RawAnswer } from './mlflow-operation.ts';
import { requestInput } from './read-request.ts';

/** Where the operations stand: for clients under `/api`, for pages of MLflow's own under `/ajax-api`. */
const PREFIXES = ['/api/2.0', '/api/3.0', '/ajax-api/2.0', '/ajax-api/3.0'] as const;

/** Largest JSON body: a data set's profile alone may have 16 million characters. */
const BODY_BYTES = 32 * 1_048_576;

/** Of the version of MLflow whose clients store spans as files, which needs no second protocol. */
const SPOKEN_VERSION = '3.3.2';

/**
 * Mounts the protocol. Here alone is decided how it reads requests, who calls, and how it refuses; an operation gets a
 * person and a JSON object. An address that no operation has answers ENDPOINT_NOT_FOUND, on which clients fall back.
 */
export function mountMlflow(operations: readonly MlflowOperation[]): ServerExtension {
  const isStream = ({ body }: MlflowOperation): boolean => body === 'stream';
  const atRoot = operations.filter(({ isAtRoot }) => isAtRoot);
  const versioned = operations.filter(({ isAtRoot }) => !isAtRoot);
  return async (server, tools) => {
    await server.register(async (scope) => {
      scope.setErrorHandler((error, request, reply) => sendError(tools, error, request, reply));
      for (const operation of atRoot) mountOperation(scope, tools, operation);
    });
    for (const prefix of PREFIXES) {
      await server.register(
        async (scope) => {
          readBodiesAsJson(scope);
          scope.setErrorHandler((error, request, reply) => sendError(tools, error, request, reply));
          scope.setNotFoundHandler((request, reply) => sendError(tools, unknownEndpoint(request), request, reply));
          for (const operation of versioned.filter((one) => !isStream(one))) mountOperation(scope, tools, operation);
        },
        { prefix },
      );
      await server.register(
        async (scope) => {
          leaveBodiesUnread(scope);
          scope.setErrorHandler((error, request, reply) => sendError(tools, error, request, reply));
          for (const operation of versioned.filter(isStream)) mountOperation(scope, tools, operation);
        },
        { prefix },
      );
    }
    server.get('/version', { schema: { hide: true } }, async (_request, reply) =>
      reply.header('content-type', 'text/plain; charset=utf-8').send(SPOKEN_VERSION),
    );
  };
}

/** Unparseable JSON counts as an empty object, so that the first missing field is what the caller reads about. */
function readBodiesAsJson(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, source, done) => {
    const text = String(source);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return done(null, {});
    }
    const unstorable = findUnstorableText(text, body);
    if (unstorable)
      return done(new MlflowError('INVALID_PARAMETER_VALUE', `'${unstorable.path}': ${unstorable.message}`));
    done(null, body);
  });
}

function leaveBodiesUnread(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}

function mountOperation(scope: FastifyInstance, tools: ServerTools, operation: MlflowOperation): void {
  const needed = operation.scope ?? (operation.method === 'GET' ? 'read' : 'write');
  const needsJson = operation.body !== 'stream' && (operation.method === 'POST' || operation.method === 'PUT');
  scope.route({
    method: operation.method,
    url: operation.path,
    schema: { hide: true },
    ...(operation.body === 'stream' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : { bodyLimit: BODY_BYTES }),
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      checkOrigin(request, tools.publicUrl);
      if (hasNullCharacter(request.url))
        throw new MlflowError('INVALID_PARAMETER_VALUE', 'The address contains a null character.');
      const { cookie, authorization } = request.headers;
      request.principal = await tools.identify({ cookie, authorization });
      if (!request.principal) throw refuse('SIGN_IN_NEEDED');
      if (!hasScope(request.principal, needed)) throw refuse('TOKEN_SCOPE_MISSING', { scope: needed });
      // A file is bytes, whatever its sender calls it: also by a name that is none.
      if (operation.body === 'stream') delete request.headers['content-type'];
      if (needsJson && !isJson(request.headers['content-type'])) {
        throw new MlflowError(
          'INVALID_PARAMETER_VALUE',
          "Bad Request. Content-Type must be 'application/json' for this address.",
        );
      }
    },
    handler: async (request, reply) => {
      const { principal } = request;
      if (!principal) throw refuse('SIGN_IN_NEEDED');
      const isRead = operation.body !== 'stream';
      const input = requestInput(request.query, isRead ? request.body : undefined, request.params);
      const answer = await operation.handle({ principal, headers: request.headers, stream: request.raw }, input);
      if (answer instanceof RawAnswer) return reply.headers(answer.headers).send(answer.body);
      return reply.header('content-type', 'application/json').send(JSON.stringify(answer));
    },
  });
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

function unknownEndpoint(request: FastifyRequest): MlflowError {
  const path = request.url.split('?')[0] ?? request.url;
  return new MlflowError('ENDPOINT_NOT_FOUND', `There is no ${request.method} at ${path}.`);
}

function sendError(tools: ServerTools, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toMlflowError(thrown) ?? ofUnreadable(thrown) ?? ofFault(tools, thrown, request);
  if (error.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Basic realm="mlflow"');
  return reply
    .status(error.status)
    .header('content-type', 'application/json')
    .send(JSON.stringify(mlflowErrorBody(error)));
}

/** What the server itself refuses before an operation runs: a body beyond the limit, or one that breaks off. */
function ofUnreadable(thrown: unknown): MlflowError | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || typeof thrown.statusCode !== 'number')
    return undefined;
  if (thrown.statusCode === 413) {
    const mebibytes = BODY_BYTES / 1_048_576;
    return new MlflowError(
      'INVALID_PARAMETER_VALUE',
      `The request is larger than ${mebibytes} MiB; send it in smaller batches. Nothing was stored.`,
    );
  }
  if (thrown.statusCode === 503) return new MlflowError('TEMPORARILY_UNAVAILABLE', 'Throughline is stopping.');
  return thrown.statusCode < 500 ? new MlflowError('BAD_REQUEST', 'The request could not be read.') : undefined;
}

/** What nobody foresaw: the cause goes to the log, and the caller gets the reference under which it stands there. */
function ofFault(tools: ServerTools, thrown: unknown, request: FastifyRequest): MlflowError {
  tools.log.error(
    { err: thrown, requestId: request.id, method: request.method, route: request.routeOptions.url },
    'unforeseen error',
  );
  const problem = refuse('INTERNAL', { reference: request.id });
  return new MlflowError('INTERNAL_ERROR', `${problem.message} ${problem.remedy}`);
}
