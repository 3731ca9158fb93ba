import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Disclosure, ScrollRegion, Section } from '../../../web/kit/index.ts';
import type { PlaybookContent } from '../playbook.ts';

/** A playbook as a YAML file, to keep beside code, to send, or to bring to another installation. */
export function PlaybookFile({ fileKey, content }: { readonly fileKey: string; readonly content: PlaybookContent }) {
  const titleId = useId();
  // The writer of files loads when somebody wants one.
  const file = useQuery({
    queryKey: ['playbook-file', fileKey, content],
    queryFn: async () => (await import('../playbook-yaml.ts')).writePlaybookFile(fileKey, content),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const save = () => {
    const url = URL.createObjectURL(new Blob([file.data ?? ''], { type: 'application/yaml' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileKey}.playbook.yaml`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Section
      title="As a file"
      lead={
        <>
          The same playbook as YAML. Bring it back with "Bring a file" on the page of all playbooks; its form is
          described at{' '}
          <a className="tl-link" href="/api/playbook-schema">
            /api/playbook-schema
          </a>
          .
        </>
      }
    >
      <div className="tl-row">
        <Button variant="default" disabled={file.data === undefined} onClick={save}>
          Save the file
        </Button>
      </div>
      <Disclosure label="Read the file here" isPrinted={false}>
        <p id={titleId} className="tl-hidden">
          The playbook as YAML
        </p>
        <ScrollRegion labelledBy={titleId} maxHeight={480}>
          <pre className="tl-playbook-file">{file.data}</pre>
        </ScrollRegion>
      </Disclosure>
    </Section>
  );
}
