import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { FRAMING_DOCUMENT_ROOT, isAllowedText, isSafeLink, readFramingDocument } from './framing-document.ts';
import { workSentence } from './work-sentence.ts';
import { boardName, hiddenNotesName, workshopDocumentOf } from './workshop-documents.ts';

it('a link leads to the web or to a mail address, and never to a script', () => {
  for (const address of ['https://example.com', 'http://intranet/a', 'mailto:eva@example.com'])
    expect(isSafeLink(address), address).toBe(true);
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    '/relative',
    '',
    'vbscript:x',
  ])
    expect(isSafeLink(address), address).toBe(false);
});

it('finds every link of a document, in the text and in attributes', () => {
  const document = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  document.getXmlFragment(FRAMING_DOCUMENT_ROOT).insert(0, [paragraph]);
  paragraph.insert(0, [text]);
  text.insert(0, 'Read this', { link: { href: 'https://example.com' } });
  expect(readFramingDocument(document)).toEqual({ lines: ['Read this'], links: ['https://example.com'] });
  expect(isAllowedText(readFramingDocument(document))).toBe(true);
  paragraph.setAttribute('href', 'javascript:alert(1)');
  expect(isAllowedText(readFramingDocument(document))).toBe(false);
  document.getMap('elsewhere').set('a', 1);
  expect(() => readFramingDocument(document)).toThrow(RangeError);
});

it('names of documents mean one thing or nothing', () => {
  expect(workshopDocumentOf(boardName('churn'))).toEqual({ kind: 'board', slug: 'churn' });
  expect(workshopDocumentOf(hiddenNotesName('churn', 'eva'))).toEqual({
    kind: 'hidden-notes',
    slug: 'churn',
    accountId: 'eva',
  });
  for (const name of ['', 'board', 'board/', 'board/a/b', 'hidden-notes/a/', 'hidden-notes/a/b/c', 'other/a'])
    expect(workshopDocumentOf(name), name).toBeNull();
});

it('tells of work in a sentence', () => {
  expect(workSentence('board', { notes: 1, edits: 0, votes: 3 })).toBe('worked on the board: 1 new note, 3 votes');
  expect(workSentence('board', {})).toBe('worked on the board');
  expect(workSentence('framing-document', { edits: 9 })).toBe('wrote in the framing document');
});
