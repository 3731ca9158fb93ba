import { type Document, isNode, isPair, LineCounter, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import { formatCount } from '../../words/index.ts';
import { contentOfFile, fileOfContent, playbookFileSchema } from './playbook.schema.ts';
import { PLAYBOOK_LIMITS, type PlaybookContent } from './playbook.ts';

/** Something that is wrong in a playbook file, at its line and column (both from 1), with what to do. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a playbook file holds, or everything that is wrong with it. */
export type ReadPlaybookFile =
  | { readonly kind: 'read'; readonly key: string; readonly content: PlaybookContent }
  | { readonly kind: 'refused'; readonly problems: readonly FileProblem[] };

/** Depth of the deepest thing in a playbook file is six; far deeper nesting is refused before it is walked. */
const DEEPEST = 12;

/** Writes a playbook as a file that reads back as exactly the same playbook. */
export function writePlaybookFile(key: string, content: PlaybookContent): string {
  return stringify(fileOfContent(key, content), {
    lineWidth: 100,
    collectionStyle: 'any',
    aliasDuplicateObjects: false,
    flowCollectionPadding: false,
  });
}

/**
 * Reads a playbook file. Anchors, aliases and tags are refused, because a small file could unfold into a huge one with
 * them; names such as `__proto__` are refused as any other name that a playbook does not have.
 */
export function readPlaybookFile(text: string): ReadPlaybookFile {
  if (text.length > PLAYBOOK_LIMITS.fileLength) {
    return refused(1, 1, `Use at most ${formatCount(PLAYBOOK_LIMITS.fileLength)} characters.`);
  }
  if (isTooDeep(text)) return refused(1, 1, 'This is nested far deeper than a playbook. Take the outer levels away.');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    merge: false,
    prettyErrors: false,
  });
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { line, column: col, message: `${message.replace(/\.?$/, '.')} Correct the YAML here.` };
  });
  if (broken.length > 0) return { kind: 'refused', problems: broken.slice(0, PLAYBOOK_LIMITS.fileProblems) };
  const unsafe = findUnsafe(document, lines);
  if (unsafe) return { kind: 'refused', problems: [unsafe] };
  const parsed = playbookFileSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { kind: 'read', key: parsed.data.key, content: contentOfFile(parsed.data) };
  const problems = parsed.error.issues.flatMap(flattenIssue).map((issue) => ({
    ...placeOf(document, lines, issue.path),
    message: `${pathInWords(issue.path)}${issue.message}`,
  }));
  return { kind: 'refused', problems: problems.slice(0, PLAYBOOK_LIMITS.fileProblems) };
}

function refused(line: number, column: number, message: string): ReadPlaybookFile {
  return { kind: 'refused', problems: [{ line, column, message }] };
}

/** Whether brackets or indentation nest beyond any playbook, seen without building anything. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return /^(?: {40}|\s*(?:- ){12})/m.test(text);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An issue of a choice between two forms of a gate is told as the issue of the form that was begun. */
function flattenIssue(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.errors.filter((form) => form.length > 0);
  const begun = forms.reduce<readonly z.core.$ZodIssue[] | undefined>(
    (best, form) => (best === undefined || depthOf(form) > depthOf(best) ? form : best),
    undefined,
  );
  if (!begun || depthOf(begun) === 0) {
    return [{ path: issue.path, message: 'Give one gate under "all", or one each under "low", "medium" and "high".' }];
  }
  return begun.map((inner) => ({ path: [...issue.path, ...inner.path], message: inner.message }));
}

function depthOf(form: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...form.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => path.length));
}

/** Where in the file a path is: its value, or the closest thing around it that is there. */
function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]) {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function pathInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const words = path.map((part) => (typeof part === 'number' ? `number ${part + 1}` : String(part)));
  return `${words.join(', ')}: `;
}

/** The first anchor, alias or tag of the file, which no playbook needs. */
function findUnsafe(document: Document, lines: LineCounter): FileProblem | null {
  const waiting: unknown[] = [document.contents];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!isNode(node)) continue;
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    const what = unsafeWord(node);
    if (what) return { line, column: col, message: `Write ${what} out in full: a playbook file has none.` };
    if ('items' in node && Array.isArray(node.items)) {
      for (const item of node.items) {
        if (isPair(item)) waiting.push(item.value, item.key);
        else waiting.push(item);
      }
    }
  }
  return null;
}

function unsafeWord(node: object): string | null {
  if ('source' in node && !('value' in node)) return 'the alias (*)';
  if ('anchor' in node && node.anchor !== undefined) return 'the anchor (&)';
  if ('tag' in node && node.tag !== undefined) return 'the tag (!)';
  return null;
}
