import { Button } from '@mantine/core';
import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import { useEffect } from 'react';
import { type SharedDocument, useSharedDocument, useSharedState } from '../../../web/documents/index.ts';
import { Section } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { framingDocumentName } from '../workshop-documents.ts';
import { documentExtensions } from './document-extensions.ts';
import { DocumentToolbar } from './document-toolbar.tsx';
import { PeopleHere } from './people-here.tsx';
import { SharedStateLine, SharedStateNotice } from './shared-state-line.tsx';
import { usePeopleHere } from './use-presence.ts';

export interface DocumentSectionProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: { readonly accountId: string; readonly name: string };
}

/** The framing document: one text that several people write at once. */
export function DocumentSection(props: DocumentSectionProps) {
  const shared = useSharedDocument(framingDocumentName(props.slug), props.me.accountId);
  if (!shared) return <p className="tl-muted">Reading the document</p>;
  return <OpenDocument {...props} shared={shared} />;
}

function OpenDocument({ rights, me, shared }: DocumentSectionProps & { readonly shared: SharedDocument }) {
  const state = useSharedState(shared);
  const people = usePeopleHere(shared.awareness, me.accountId);
  const right = rightTo(rights, 'workshop.work');
  if (state === 'opening') return <p className="tl-muted">Reading the document</p>;
  const isOver = state !== 'saved' && state !== 'saving' && state !== 'lost';
  return (
    <Section
      title="Document"
      lead="What the table agreed on, in whole sentences. Everybody here can write; it saves itself."
      aside={
        <span className="tl-row tl-no-print">
          <PeopleHere people={people} />
          {right.allowed && <SharedStateLine state={state} />}
        </span>
      }
    >
      <SharedStateNotice state={state} />
      {!right.allowed && <p className="tl-muted">You read along. {right.rule}</p>}
      <TextEditor shared={shared} myName={me.name} mayWrite={right.allowed && !isOver} />
    </Section>
  );
}

/** The headings that a framing usually has, with the question that each answers. */
const OUTLINE: readonly (readonly [heading: string, question: string])[] = [
  ['The question', 'What does the business want to know or change, in its own words?'],
  ['Who decides', 'Who acts on the answer, on what, and how often?'],
  ['What could be predicted', 'About whom, at which moment, and how long until the truth is known?'],
  ['What we do today', 'Which rule of thumb would a model have to beat?'],
  ['What we assume', 'What do we believe that could turn out wrong?'],
];

interface TextEditorProps {
  readonly shared: SharedDocument;
  readonly myName: string;
  readonly mayWrite: boolean;
}

function TextEditor({ shared, myName, mayWrite }: TextEditorProps) {
  const editor = useEditor(
    {
      extensions: documentExtensions(shared, myName),
      editable: mayWrite,
      editorProps: {
        attributes: {
          class: 'tl-document-text tl-prose',
          'aria-label': 'Framing document',
          'aria-multiline': 'true',
          role: 'textbox',
        },
      },
    },
    [shared, myName],
  );
  const isEmpty = useEditorState({ editor, selector: () => editor.isEmpty });
  useEffect(() => editor.setEditable(mayWrite, false), [editor, mayWrite]);
  const outline = () =>
    editor
      .chain()
      .focus()
      .insertContent(
        OUTLINE.flatMap(([heading, question]) => [
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: heading }] },
          { type: 'paragraph', content: [{ type: 'text', text: question, marks: [{ type: 'italic' }] }] },
        ]),
      )
      .run();
  return (
    <>
      {mayWrite && <DocumentToolbar editor={editor} />}
      {isEmpty && mayWrite && (
        <div className="tl-row tl-no-print">
          <Button variant="default" onClick={outline}>
            Start with the usual headings
          </Button>
          <span className="tl-muted">or simply write below.</span>
        </div>
      )}
      {isEmpty && !mayWrite && <p className="tl-muted">Nothing is written yet.</p>}
      <EditorContent editor={editor} className="tl-document" />
    </>
  );
}
