import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { type Endpoint, problemSchema, refuse, scopeOf } from '../contract/index.ts';
import type { Log } from '../log/log.ts';
import { sendProblem, toProblem } from './answer-problem.ts';
import type { ServerExtension } from './extension.ts';
import type { Guard, Identify } from './guard.ts';
import type { Download, MountedApi } from './handlers.ts';
import { HTTP_LIMITS } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { checkOrigin } from './origin.ts';
import { hasScope, type Principal } from './principal.ts';
import { findUnstorableText, hasNullCharacter } from './storable-text.ts';
import { registerWebApp } from './web-app.ts';

/** What the server is made of. */
export interface ServerOptions {
  readonly apis: readonly MountedApi[];
  /** Protocols of others, spoken at addresses of their own. */
  readonly extensions?: readonly ServerExtension[];
  readonly identify: Identify;
  readonly guard: Guard;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The address that people use, e.g. `https://throughline.example.com`; it decides which pages may call us. */
  readonly publicUrl: string | undefined;
  /** Whether a reverse proxy in front is trusted to name the caller's address. */
  readonly isBehindProxy: boolean;
  /** Resolves when the process can serve; rejects or returns false when it cannot. */
  readonly isReady: () => Promise<boolean>;
  /** Told after each change that was answered with success, with the parameters of its address. */
  readonly onChange?: (params: Readonly<Record<string, string>>) => void;
  /** Folder with the built pages; absent in tests that need none. */
  readonly webRoot: string | undefined;
  readonly version: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/**
 * Builds the HTTP server from the rooms' contracts. For every endpoint the order is fixed here and nowhere else: origin,
 * who calls, scope of the token, the guard's rule, parsing, the handler, the answer checked against its schema.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: HTTP_LIMITS.bodyBytes,
    connectionTimeout: HTTP_LIMITS.silenceMs,
    requestTimeout: HTTP_LIMITS.requestTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    trustProxy: options.isBehindProxy,
    // What is wrong before any route is found.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, toProblem(error, request, options.log));
    },
    // Longer than any address that the server reads: how long a part may be is said by whoever reads it, in its own words.
    routerOptions: { maxParamLength: 20_000 },
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.decorateRequest('principal', null);
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, source, done) => {
    const text = String(source);
    void parseJson(request, text, (error, parsed) => {
      const problem = error ? undefined : findUnstorableText(text, parsed);
      if (problem) return done(refuse('INPUT_INVALID', { first: `${problem.path}: ${problem.message}` }, [problem]));
      done(error, parsed);
    });
  });
  // Mail programs send the one click that ends a subscription as a form. No endpoint reads one, so its fields are dropped.
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _text, done) =>
    done(null, undefined),
  );
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    crossOriginEmbedderPolicy: false,
  });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Throughline',
        version: options.version,
        description:
          'From a business question to a measured business result. Authorize with an access token as a bearer token.',
        license: { name: 'Apache-2.0' },
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });

  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    options.metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    const level = reply.statusCode >= 500 ? 'error' : route.startsWith('/api') ? 'info' : 'debug';
    options.log[level](
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        account: request.principal?.accountId,
      },
      'request',
    );
  });
  server.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, options.log)));

  for (const mounted of options.apis) {
    for (const [name, endpoint] of Object.entries(mounted.api)) mount(server, options, mounted, name, endpoint);
  }
  for (const extend of options.extensions ?? []) await extend(server, options);
  registerOperations(server, options);
  await registerWebApp(server, options.webRoot);
  return server;
}

function mount(
  server: FastifyInstance,
  options: ServerOptions,
  mounted: MountedApi,
  name: string,
  endpoint: Endpoint,
): void {
  const handler = mounted.handlers[name];
  if (!handler) throw new RangeError(`The contract "${mounted.tag}" has no handler for "${name}".`);
  const status = endpoint.status ?? 200;
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: endpoint.bodyLimitBytes ?? HTTP_LIMITS.bodyBytes,
    schema: {
      operationId: `${mounted.tag.replaceAll(/\W+/g, '')}_${name}`,
      summary: endpoint.summary,
      description: describeAccess(endpoint),
      tags: [mounted.tag],
      ...(endpoint.access === 'public' ? {} : { security: [{ token: [] }] }),
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...(endpoint.query ? { querystring: endpoint.query } : {}),
      ...(endpoint.body ? { body: endpoint.body } : {}),
      response: { ...(endpoint.download ? {} : { [status]: endpoint.response }), default: problemSchema },
    },
    onRequest: async (request) => {
      checkOrigin(request, options.publicUrl);
      if (hasNullCharacter(request.url)) throw refuse('NOT_FOUND', { path: request.url.split('?')[0] ?? request.url });
      request.principal = await options.identify({
        cookie: request.headers.cookie,
        authorization: request.headers.authorization,
      });
      if (endpoint.access === 'public') return;
      await authorise(request, endpoint, options.guard);
    },
    handler: async (request, reply) => {
      const context = {
        principal: request.principal,
        requestId: request.id,
        address: request.ip,
        headers: request.headers,
        signal: abortedWhenLeft(reply),
        stream: endpoint.upload ? request.body : undefined,
        setHeader: (header: string, value: string | string[]) => void reply.header(header, value),
      };
      const input = { params: request.params, query: request.query, body: endpoint.upload ? undefined : request.body };
      // The contract's types tie input and handler together; at this one place they have been parsed by the schema.
      const result = await handler(input as never, context as never);
      if (scopeOf(endpoint) !== 'read') options.onChange?.(request.params as Readonly<Record<string, string>>);
      reply.status(status);
      if (endpoint.download) return sendDownload(reply, endpoint.download, result as Download);
      return status === 204 ? reply.send() : result;
    },
  });
}

/** A signal that is aborted when the connection ends before the answer was written to it. */
function abortedWhenLeft({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}

async function authorise(request: FastifyRequest, endpoint: Endpoint, guard: Guard): Promise<void> {
  const { principal } = request;
  if (!principal) throw refuse('SIGN_IN_NEEDED');
  const scope = scopeOf(endpoint);
  if (!hasScope(principal, scope)) throw refuse('TOKEN_SCOPE_MISSING', { scope });
  if (typeof endpoint.access === 'string') return;
  const params = request.params as Readonly<Record<string, string>>;
  const decision = await guard({ principal, action: endpoint.access.action, params });
  if (decision.kind === 'hidden') throw refuse('NOT_FOUND', { path: request.url.split('?')[0] ?? request.url });
  if (decision.kind === 'refused') throw refuse('NOT_ALLOWED', { rule: decision.rule });
}

function describeAccess(endpoint: Endpoint): string {
  if (endpoint.access === 'public') return 'Open to everybody.';
  if (endpoint.access === 'signed-in') return 'Open to every signed-in person.';
  return `Needs the right "${endpoint.access.action}".`;
}

function sendDownload(reply: FastifyReply, mediaType: string, download: Download): FastifyReply {
  const fileName = download.fileName.replaceAll(/[^\w.-]+/g, '-');
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(download.stream);
}

function registerOperations(server: FastifyInstance, options: ServerOptions): void {
  server.get('/health', { schema: { hide: true } }, async () => ({ status: 'alive', version: options.version }));
  server.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
    if (await options.isReady().catch(() => false)) return { status: 'ready' };
    return sendProblem(reply, refuse('NOT_READY'));
  });
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const isLocal = request.ip === '127.0.0.1' || request.ip === '::1';
    const principal = isLocal
      ? null
      : await options.identify({ cookie: undefined, authorization: request.headers.authorization });
    if (!isLocal && !principal) return sendProblem(reply, refuse('SIGN_IN_NEEDED'));
    return reply.header('content-type', options.metrics.contentType).send(await options.metrics.text());
  });
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
}
