/** Structured lines on standard error: one JSON object a line, nothing that a caller typed unescaped. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const write = (level: string, bound: Record<string, unknown>) => (message: string, fields?: Record<string, unknown>) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...bound, ...fields })}\n`);
};

export const logTo = (bound: Record<string, unknown>): Log => ({
  info: write('info', bound),
  warn: write('warn', bound),
  error: write('error', bound),
});

/** For tests and tools whose output is read by people. */
export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
