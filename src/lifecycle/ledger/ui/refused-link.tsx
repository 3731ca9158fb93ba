import { endpointUrl } from '../../../platform/contract/index.ts';
import { importsApi } from '../imports.schema.ts';
import type { BroughtFile } from './client.ts';

/** Downloads the rows that could not be read or were refused, each with its line, column and reason. */
export function RefusedLink({ slug, file }: { readonly slug: string; readonly file: BroughtFile }) {
  return (
    <a className="tl-link" href={endpointUrl(importsApi.refused, { params: { slug, id: file.id } })} download>
      Download these rows with the reasons (CSV)
    </a>
  );
}
