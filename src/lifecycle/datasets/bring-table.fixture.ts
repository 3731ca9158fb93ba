import { expect } from 'vitest';
import type { TestInstallation, TestPerson } from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';

/** Brings a file as a new data set of an initiative and waits until its first version was read; gives its id. */
export async function bringTable(
  installation: TestInstallation,
  person: TestPerson,
  slug: string,
  file: { readonly fileName: string; readonly content: string; readonly name?: string },
): Promise<string> {
  const base = `/api/initiatives/${slug}/datasets`;
  const query = new URLSearchParams({
    fileName: file.fileName,
    ...(file.name === undefined ? {} : { name: file.name }),
  });
  const { status, body } = await installation.call(person, `POST ${base}?${query}`, file.content, {
    'content-type': 'application/octet-stream',
  });
  expect(status, JSON.stringify(body)).toBe(201);
  await until(async () => (await installation.does(person, `GET ${base}/${body.id}/versions/1`)).state !== 'reading');
  return body.id;
}
