import type { Actor } from './actor.ts';

/** Whether the question has a number in it ("reduce churn by 10% this quarter") or is open ("how can we upsell?"). */
export const QUESTION_KINDS = ['defined', 'open'] as const;

/** The kind of a question. */
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Who may read an initiative: everybody of the organisation, or only the people at its table (and auditors). */
export const VISIBILITIES = ['open', 'private'] as const;

/** Who may read an initiative. */
export type Visibility = (typeof VISIBILITIES)[number];

/** One business question followed end to end. */
export interface Initiative {
  readonly id: string;
  /** The readable part of its address, unique and never reused. */
  readonly slug: string;
  /** A short name for lists. */
  readonly name: string;
  /** The expert's own wording, kept verbatim. */
  readonly question: string;
  readonly questionKind: QuestionKind;
  readonly visibility: Visibility;
  /** The pass along the line that is under way, from 1. */
  readonly iteration: number;
  readonly createdBy: string;
  readonly createdAt: string;
  /** Key and version of its playbook, e.g. `standard@1`: the one it started with, until it is moved. */
  readonly playbook: string;
}

/** An initiative with the number under which the tables of every room name it. */
export interface StoredInitiative extends Initiative {
  readonly no: number;
}

/** What somebody says when they start an initiative. */
export interface NewQuestion {
  readonly question: string;
  readonly name?: string | undefined;
  readonly questionKind?: QuestionKind | undefined;
  readonly visibility: Visibility;
  /** Key of the playbook. */
  readonly playbook?: string | undefined;
  /** Who takes the seat of the expert; whoever starts it unless stated. */
  readonly expert?: Actor | undefined;
}

/**
 * Makes the readable part of an initiative's address from its name: lower case, words joined by hyphens, at most 60
 * characters. Letters outside a-z are written without their accents; a name without any usable letter becomes "initiative".
 */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'initiative' : slug;
}

/** The first free address: `slug`, then `slug-2`, `slug-3` ... */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}

/** Guesses from its words whether a question is defined: it names a number. */
export function guessQuestionKind(question: string): QuestionKind {
  return /\d/.test(question) ? 'defined' : 'open';
}
