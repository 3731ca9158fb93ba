import { useQueryClient } from '@tanstack/react-query';
import { endpointUrl } from '../../../platform/contract/index.ts';
import { SendFile } from '../../../web/data/index.ts';
import { useGoOn } from '../../../web/kit/index.ts';
import { initiativeKey, type Right } from '../../initiatives/ui/index.ts';
import { importSchema, importsApi } from '../imports.schema.ts';
import { LEDGER_LIMITS } from '../ledger.ts';
import { fileKey } from './client.ts';

/** Endings of the files that can be read; text also as gzip. */
const ENDINGS = ['.csv', '.tsv', '.xlsx', '.ndjson', '.parquet', '.gz'] as const;

/** The address of one file on its way into the ledger. */
export function fileAddress(slug: string, id: string): string {
  return `/i/${slug}/data?import=${id}`;
}

/** Brings a file, shows how much of it has arrived, and goes on to its page. */
export function BringFile({ slug, right }: { readonly slug: string; readonly right: Right }) {
  const goOn = useGoOn();
  const queryClient = useQueryClient();
  const open = (answer: unknown) => {
    const brought = importSchema.parse(answer);
    queryClient.setQueryData(fileKey(slug, brought.id), brought);
    void queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'imports') });
    const address = fileAddress(slug, brought.id);
    goOn(address);
    return address;
  };

  if (!right.allowed) return <p className="tl-muted">{right.rule}</p>;
  return (
    <SendFile
      label="A table: who was acted upon, what was done, what became of them"
      endings={ENDINGS}
      maxBytes={LEDGER_LIMITS.fileBytes}
      urlOf={(file) => endpointUrl(importsApi.upload, { params: { slug }, query: { fileName: file.name } })}
      onArrived={open}
    />
  );
}
