import { z } from 'zod';
import { PROMPT_TAG, type Tag } from './registered-model.ts';

/** Tags in which MLflow's clients keep what a version of a prompt consists of. */
export const PROMPT_TAGS = {
  text: 'mlflow.prompt.text',
  kind: '_mlflow_prompt_type',
  answerForm: '_mlflow_prompt_response_format',
  modelSettings: '_mlflow_prompt_model_config',
} as const;

/** Tags that clients set by themselves; the others were written by somebody. */
const CLIENT_TAGS: ReadonlySet<string> = new Set([
  PROMPT_TAG,
  ...Object.values(PROMPT_TAGS),
  '_mlflow_experiment_ids',
  'mlflow.prompt.associatedRunIds',
]);

/** One message of a prompt that is a conversation. */
export interface PromptMessage {
  /** Who says it, in the words of whoever wrote the prompt: `system`, `user`. */
  readonly role: string;
  readonly text: string;
}

/** What is sent to a model: a text, or the messages of a conversation. */
export type PromptContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'chat'; readonly messages: readonly PromptMessage[] };

/** What a version of a prompt consists of. */
export interface ReadPromptTags {
  readonly content: PromptContent;
  /** Which model it is for and how that is set, as JSON on several lines; `null` where nothing was said. */
  readonly modelSettings: string | null;
  /** The form that the answer is to have, likewise. */
  readonly answerForm: string | null;
  readonly labels: readonly Tag[];
}

/** Reads a version of a prompt from its tags, whatever these contain: what is no conversation is a text as it stands. */
export function readPromptTags(tags: readonly Tag[]): ReadPromptTags {
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  const json = (key: string): string | null => {
    const value = values.get(key);
    return value === undefined ? null : inLines(value);
  };
  return {
    content: readContent(values.get(PROMPT_TAGS.text) ?? '', values.get(PROMPT_TAGS.kind)),
    modelSettings: json(PROMPT_TAGS.modelSettings),
    answerForm: json(PROMPT_TAGS.answerForm),
    labels: labelsOf(tags),
  };
}

/** The tags of a prompt, or of one of its versions, that somebody wrote. */
export function labelsOf(tags: readonly Tag[]): readonly Tag[] {
  return tags.filter(({ key }) => !CLIENT_TAGS.has(key));
}

const messagesSchema = z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1);
const textPartSchema = z.object({ type: z.literal('text'), text: z.string() });

function readContent(text: string, kind: string | undefined): PromptContent {
  const messages = kind === 'chat' ? messagesSchema.safeParse(parsed(text)).data : undefined;
  if (!messages) return { kind: 'text', text };
  return {
    kind: 'chat',
    messages: messages.map(({ role, content, ...rest }) => ({
      role,
      // Calls of tools and names of speakers stand beside the content; nothing that is sent is left out.
      text: [contentText(content), Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2)]
        .filter((part) => part !== '')
        .join('\n'),
    })),
  };
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  return Array.isArray(content) ? content.map(partText).join('\n') : JSON.stringify(content, null, 2);
}

/** A part of a message: its text, or whatever else it is as JSON. */
function partText(part: unknown): string {
  return textPartSchema.safeParse(part).data?.text ?? JSON.stringify(part, null, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON with a line for each of its parts, so that it can be read and compared; what is no JSON stays as it is. */
function inLines(json: string): string {
  const value = parsed(json);
  return value === undefined ? json : JSON.stringify(value, null, 2);
}

/** A piece of a template: a variable with its braces, or the text around it. */
export interface TemplatePart {
  readonly text: string;
  /** The name of the variable; `null` for a text. */
  readonly variable: string | null;
}

/** What MLflow's clients fill in, from `PROMPT_TEMPLATE_VARIABLE_PATTERN` in `mlflow/prompt/constants.py`. */
const VARIABLE = /\{\{\s*([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\s*\}\}/g;

/** Takes a template apart at its variables; put together, the parts are the template. */
export function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of template.matchAll(VARIABLE)) {
    if (match.index > from) parts.push({ text: template.slice(from, match.index), variable: null });
    parts.push({ text: match[0], variable: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < template.length) parts.push({ text: template.slice(from), variable: null });
  return parts;
}

/** The variables that are filled in before a prompt is sent, each once, in the order in which they are read. */
export function variablesOf(content: PromptContent): readonly string[] {
  return [...new Set(templateParts(readableText(content)).flatMap(({ variable }) => variable ?? []))];
}

/** A prompt as one text, in which two versions are compared: each message below whoever says it. */
export function readableText(content: PromptContent): string {
  if (content.kind === 'text') return content.text;
  return content.messages.map(({ role, text }) => `${role}:\n${text}`).join('\n\n');
}
