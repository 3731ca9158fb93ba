import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../contract/index.ts';
import { sendProblem } from './answer-problem.ts';

/**
 * Serves the built pages: hashed assets for ever, the page itself never from a cache, and the page for every address that
 * a person may open directly. Addresses under `/api` never fall back to the page. Without a folder there are no pages,
 * and every unknown address is answered as a problem.
 */
export async function registerWebApp(server: FastifyInstance, root: string | undefined): Promise<void> {
  if (root !== undefined && !existsSync(join(root, 'index.html')))
    throw new RangeError(`The built pages are missing in ${root}; run "npm run build".`);
  if (root !== undefined) {
    await server.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? request.url;
    const isPage =
      root !== undefined && request.method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/assets/');
    if (isPage && (request.headers.accept ?? '').includes('text/html'))
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return sendProblem(reply, refuse('NOT_FOUND', { path }));
  });
}
