/** One line of a mail: what happened, and the one link to the very thing. */
export interface LetterLine {
  readonly sentence: string;
  readonly initiativeName: string | null;
  readonly verb: string;
  readonly minutes: number;
  readonly isAsk: boolean;
  /** How many notices about the same matter the line stands for. */
  readonly count: number;
  readonly link: string;
}

/** What a mail is made from. */
export interface LetterFacts {
  readonly name: string;
  readonly lines: readonly LetterLine[];
  /** The page on which the reader chooses when mails come. */
  readonly settingsLink: string;
  /** The page that ends the mails with one more click. */
  readonly offLink: string;
}

/** A mail in words. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const SUBJECT_LENGTH = 120;

/** Writes a mail. Everything that people wrote is escaped in the HTML; the text part says the same. */
export function writeLetter({ name, lines, settingsLink, offLink }: LetterFacts): Letter {
  const asks = lines.filter(({ isAsk }) => isAsk);
  const news = lines.filter(({ isAsk }) => !isAsk);
  const parts = [
    { title: 'Waiting for you', lines: asks },
    { title: 'What changed', lines: news },
  ].filter((part) => part.lines.length > 0);
  const whyText = `You get this because you have a part in it. Choose when mails come: ${settingsLink}\nNo more mails: ${offLink}`;
  return {
    subject: subjectOf(lines, asks.length),
    text: [
      `Hello ${name},`,
      ...parts.map((part) => [part.title, ...part.lines.map(textLine)].join('\n\n')),
      whyText,
      '',
    ].join('\n\n'),
    html: page(
      `<p>Hello ${escapeText(name)},</p>${parts
        .map((part) => `<h2 style="${STYLE.heading}">${part.title}</h2>${part.lines.map(htmlLine).join('')}`)
        .join(
          '',
        )}<p style="${STYLE.foot}">You get this because you have a part in it. <a href="${escapeText(settingsLink)}">Choose when mails come</a>, or <a href="${escapeText(offLink)}">get no more of them</a>.</p>`,
    ),
  };
}

function subjectOf(lines: readonly LetterLine[], askCount: number): string {
  const [only] = lines;
  if (lines.length === 1 && only) {
    const flat = (only.initiativeName === null ? only.sentence : `${only.initiativeName}: ${only.sentence}`).replaceAll(
      /\s+/g,
      ' ',
    );
    return flat.length <= SUBJECT_LENGTH ? flat : `${flat.slice(0, SUBJECT_LENGTH - 4).trimEnd()} ...`;
  }
  if (askCount === 0) return `${lines.length} things changed`;
  return askCount === 1 ? 'One thing waits for you' : `${askCount} things wait for you`;
}

function textLine({ sentence, initiativeName, verb, minutes, isAsk, count, link }: LetterLine): string {
  const more = count > 1 ? ` (and ${count - 1} more about it)` : '';
  const where = initiativeName === null ? '' : `${initiativeName}\n`;
  const time = isAsk ? `, about ${minutesInWords(minutes)}` : '';
  return `${where}${sentence}${more}\n${verb}${time}: ${link}`;
}

function htmlLine({ sentence, initiativeName, verb, minutes, isAsk, count, link }: LetterLine): string {
  const more = count > 1 ? ` <span style="${STYLE.quiet}">and ${count - 1} more about it</span>` : '';
  const where = initiativeName === null ? '' : `<div style="${STYLE.quiet}">${escapeText(initiativeName)}</div>`;
  const time = isAsk ? ` <span style="${STYLE.quiet}">about ${minutesInWords(minutes)}</span>` : '';
  return `<div style="${STYLE.line}">${where}<div>${escapeText(sentence)}${more}</div><p style="margin:8px 0 0"><a href="${escapeText(link)}" style="${isAsk ? STYLE.button : STYLE.link}">${escapeText(verb)}</a>${time}</p></div>`;
}

function minutesInWords(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

const STYLE = {
  body: 'margin:0;padding:24px;background:#ffffff;color:#1b1c22;font:14px/1.5 system-ui,sans-serif',
  heading: 'margin:24px 0 4px;font-size:14px',
  line: 'padding:12px 0;border-top:1px solid #e5e6ec',
  quiet: 'color:#595d6b;font-size:12px',
  link: 'color:#3f46b8',
  button:
    'display:inline-block;padding:6px 14px;border-radius:4px;background:#3f46b8;color:#ffffff;text-decoration:none',
  foot: 'margin-top:24px;padding-top:12px;border-top:1px solid #e5e6ec;color:#595d6b;font-size:12px',
} as const;

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Throughline</title></head><body style="${STYLE.body}"><div style="max-width:600px">${body}</div></body></html>`;
}

/** Text as it may stand in HTML, between tags and in quoted attributes. */
function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
