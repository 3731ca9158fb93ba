import { z } from 'zod';

/** An issue as Zod hands it to an error map: before it has a message. */
type RawIssue = z.core.$ZodRawIssue;

const FORMAT_MESSAGE: Readonly<Record<string, string>> = {
  datetime: 'Use a date and time with its zone, such as 2026-03-31T09:00:00Z.',
  date: 'Use a date such as 2026-03-31.',
  email: 'Use an e-mail address such as ana@example.com.',
  url: 'Use an address that starts with https:// or http://.',
  uuid: 'Use an id such as 0190c6f4-2d5e-7000-8000-000000000000.',
};

const TYPE_MESSAGE: Readonly<Record<string, string>> = {
  string: 'Use text.',
  number: 'Use a number.',
  int: 'Use a whole number.',
  boolean: 'Use true or false.',
  array: 'Use a list.',
  object: 'Use an object with named fields.',
  record: 'Use an object with named fields.',
  date: 'Use a date.',
};

/**
 * What to do about one refused field, in words for people who never saw a schema. A message that a schema states itself
 * goes before this one. `undefined` leaves the words to Zod, which happens for kinds of issues that we never make.
 */
export function humanMessage(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? missingMessage(issue.expected, issue)
        : (TYPE_MESSAGE[issue.expected] ?? 'Use another kind of value.');
    case 'too_small':
      return smallMessage(issue.origin, Number(issue.minimum), issue.inclusive ?? true, issue.exact ?? false);
    case 'too_big':
      return bigMessage(issue.origin, Number(issue.maximum), issue.inclusive ?? true, issue.exact ?? false);
    case 'invalid_format':
      return FORMAT_MESSAGE[issue.format] ?? 'Use the form that is described for this field.';
    case 'invalid_value':
      return issue.input === undefined ? 'Fill this in.' : choiceMessage(issue.values);
    case 'not_multiple_of':
      return `Use a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return `Remove what is not known here: ${issue.keys.join(', ')}.`;
    case 'invalid_union':
      return unionMessage(issue);
    case 'invalid_key':
      return 'Use another name for this field.';
    default:
      return undefined;
  }
}

/** JSON has no NaN and no infinity; where they come from (a cell that is no number, say) they count as a wrong type. */
function missingMessage(expected: string, issue: RawIssue): string {
  return 'received' in issue && issue.received === 'NaN'
    ? (TYPE_MESSAGE[expected] ?? 'Fill this in.')
    : 'Fill this in.';
}

function smallMessage(origin: string, minimum: number, isInclusive: boolean, isExact: boolean): string {
  if (origin === 'string') {
    if (isExact) return `Use exactly ${inWords(minimum, 'character')}.`;
    return minimum <= 1 ? 'Fill this in.' : `Use at least ${inWords(minimum, 'character')}.`;
  }
  if (origin === 'array' || origin === 'set') return `Give at least ${inWords(minimum, 'entry', 'entries')}.`;
  return isInclusive ? `Use ${figure(minimum)} or more.` : `Use more than ${figure(minimum)}.`;
}

function bigMessage(origin: string, maximum: number, isInclusive: boolean, isExact: boolean): string {
  if (origin === 'string') return `Use ${isExact ? 'exactly' : 'at most'} ${inWords(maximum, 'character')}.`;
  if (origin === 'array' || origin === 'set') return `Give at most ${inWords(maximum, 'entry', 'entries')}.`;
  return isInclusive ? `Use ${figure(maximum)} or less.` : `Use less than ${figure(maximum)}.`;
}

function choiceMessage(values: readonly unknown[]): string {
  const [only] = values;
  return values.length === 1 ? `Use ${String(only)}.` : `Choose one of: ${values.map(String).join(', ')}.`;
}

function unionMessage(issue: RawIssue): string {
  const options: unknown = 'options' in issue ? issue.options : undefined;
  return Array.isArray(options) ? choiceMessage(options) : 'Use one of the kinds of value that are described here.';
}

function inWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${figure(count)} ${count === 1 ? singular : plural}`;
}

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 20 });
}

// Zod keeps one setting for the whole process. It is made where every contract is imported from, so that the server, the
// pages and the command line cannot say different things about the same field.
z.config({ customError: humanMessage });
