import type { ClientOptions } from '../src/platform/contract/index.ts';

/**
 * Client options that keep the cookies which the server sets, as a browser does: sign in through them once, and every
 * later call is made by that person.
 */
export function openSession(baseUrl: string): ClientOptions {
  const jar = new Map<string, string>();
  return {
    baseUrl,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await globalThis.fetch(input, { ...init, headers });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const [name = ''] = pair.split('=', 1);
        jar.set(name.trim(), pair.slice(name.length + 1).trim());
      }
      return response;
    },
  };
}
