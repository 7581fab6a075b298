/** Structured lines on standard error: one JSON object a line, nothing that a caller typed unescaped. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What JSON leaves as it is, though a terminal or a reader of lines takes it for more than a letter. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

const write = (level: string, bound: Record<string, unknown>) => (message: string, fields?: Record<string, unknown>) => {
  const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...bound, ...fields });
  process.stderr.write(`${line.replace(CONTROLS, escaped)}\n`);
};

export const logTo = (bound: Record<string, unknown>): Log => ({
  info: write('info', bound),
  warn: write('warn', bound),
  error: write('error', bound),
});

/** For tests and tools whose output is read by people. */
export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
