import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconH2,
  IconH3,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuote,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { useState } from 'react';
import { isSafeLink } from '../framing-document.ts';

interface Tool {
  readonly label: string;
  readonly icon: Icon;
  readonly isOn: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}

const TOOLS: readonly Tool[] = [
  {
    label: 'Heading',
    icon: IconH2,
    isOn: (editor) => editor.isActive('heading', { level: 2 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: 'Smaller heading',
    icon: IconH3,
    isOn: (editor) => editor.isActive('heading', { level: 3 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    label: 'Bold',
    icon: IconBold,
    isOn: (editor) => editor.isActive('bold'),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    label: 'Italic',
    icon: IconItalic,
    isOn: (editor) => editor.isActive('italic'),
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    label: 'List',
    icon: IconList,
    isOn: (editor) => editor.isActive('bulletList'),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    label: 'Numbered list',
    icon: IconListNumbers,
    isOn: (editor) => editor.isActive('orderedList'),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    label: 'Quotation',
    icon: IconQuote,
    isOn: (editor) => editor.isActive('blockquote'),
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];

/** The tools of the framing document; each is a button that says whether it is on. */
export function DocumentToolbar({ editor }: { readonly editor: Editor }) {
  const [isLinking, setLinking] = useState(false);
  const state = useEditorState({
    editor,
    selector: () => ({
      on: TOOLS.map(({ isOn }) => isOn(editor)),
      isLink: editor.isActive('link'),
      canUndo: editor.can().undo(),
      canRedo: editor.can().redo(),
    }),
  });
  return (
    <div className="tl-stack tl-document-tools tl-no-print">
      <div role="toolbar" aria-label="Form of the text" className="tl-row">
        {TOOLS.map(({ label, icon: ToolIcon, run }, index) => (
          <Tooltip key={label} label={label}>
            <ActionIcon aria-label={label} aria-pressed={state.on[index] ?? false} onClick={() => run(editor)}>
              <ToolIcon size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ))}
        <Tooltip label={state.isLink ? 'Take the link away' : 'Link'}>
          <ActionIcon
            aria-label={state.isLink ? 'Take the link away' : 'Link'}
            aria-pressed={state.isLink}
            onClick={() => (state.isLink ? editor.chain().focus().unsetLink().run() : setLinking(!isLinking))}
          >
            <IconLink size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Undo what you did last">
          <ActionIcon
            aria-label="Undo what you did last"
            disabled={!state.canUndo}
            onClick={() => editor.chain().focus().undo().run()}
          >
            <IconArrowBackUp size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Do it again">
          <ActionIcon
            aria-label="Do it again"
            disabled={!state.canRedo}
            onClick={() => editor.chain().focus().redo().run()}
          >
            <IconArrowForwardUp size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {isLinking && <LinkForm editor={editor} onDone={() => setLinking(false)} />}
    </div>
  );
}

function LinkForm({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const [address, setAddress] = useState('https://');
  const [error, setError] = useState<string | null>(null);
  const set = () => {
    if (!isSafeLink(address)) {
      setError('Write a whole address that begins with https:// or http://, or mailto: and a mail address.');
      return;
    }
    if (editor.state.selection.empty) {
      editor
        .chain()
        .focus()
        .insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] })
        .run();
    } else {
      editor.chain().focus().setLink({ href: address }).run();
    }
    onDone();
  };
  return (
    <form
      className="tl-note-title-form"
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <TextInput
        label="Where the link leads"
        value={address}
        error={error}
        data-autofocus
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button type="submit" variant="default">
        Set the link
      </Button>
    </form>
  );
}
