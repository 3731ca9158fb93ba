import { type Logger, pino } from 'pino';

/** The structured log: one JSON object a line, on standard error, so that standard output stays for answers. */
export type Log = Logger;

/** How much the log says. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** A level of the log. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Opens the log. Headers and fields that carry secrets are removed before anything is written. */
export function openLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['*.authorization', '*.cookie', '*.password', '*.token', '*.secret', 'headers'], remove: true },
    },
    pino.destination(2),
  );
}
