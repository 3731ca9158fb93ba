import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { Placeholder } from '@tiptap/extensions';
import type { Extensions } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import type { SharedDocument } from '../../../web/documents/index.ts';
import { inkOf } from '../../../web/kit/index.ts';
import { FRAMING_DOCUMENT_ROOT, isSafeLink } from '../framing-document.ts';

/** What the framing document consists of; whatever else is pasted is reduced to it. */
export function documentExtensions(shared: SharedDocument, myName: string): Extensions {
  return [
    StarterKit.configure({
      // The shared document has its own undo, which leaves the words of others alone.
      undoRedo: false,
      heading: { levels: [2, 3] },
      codeBlock: false,
      code: false,
      link: { openOnClick: false, isAllowedUri: (address) => isSafeLink(address), defaultProtocol: 'https' },
    }),
    Placeholder.configure({ placeholder: 'Write what the table agrees on.' }),
    Collaboration.configure({ document: shared.document, field: FRAMING_DOCUMENT_ROOT }),
    CollaborationCaret.configure({
      provider: { awareness: shared.awareness },
      user: { name: myName },
      render: drawCaret,
      selectionRender: (user) => ({ class: `tl-selection tl-ink-${inkOf(nameOf(user))}` }),
    }),
  ];
}

/** The caret of somebody else, with their name on it. The name comes from the server. */
function drawCaret(user: Readonly<Record<string, unknown>>): HTMLElement {
  const name = nameOf(user);
  const caret = document.createElement('span');
  caret.className = `tl-caret tl-ink-${inkOf(name)}`;
  const label = document.createElement('span');
  label.className = 'tl-caret-name';
  label.textContent = name;
  caret.append(label);
  return caret;
}

function nameOf(user: Readonly<Record<string, unknown>>): string {
  return typeof user.name === 'string' ? user.name : 'Somebody';
}
