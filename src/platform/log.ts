import { write, writeSync } from 'node:fs';
import pino, { type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on standard error, so that standard output stays free for what a command prints. */
export function createLog(level: string): Log {
  const lines = new PatientLines(standardError);
  process.once('exit', () => lines.writeRest());
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          '*.authorization',
          '*.cookie',
          '*.password',
          '*.token',
          '*.key',
          '*.secret',
          '*.secretAccessKey',
        ],
        censor: '[hidden]',
      },
    },
    lines,
  );
}

const repeatAfterMs = 60_000;

/** Warns of a trouble that comes again and again: in the same words only once a minute. */
export function warnOnce(log: Pick<Log, 'warn'>, message: string): (reason: string) => void {
  let last = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return (reason) => {
    const now = performance.now();
    if (reason === last && now - lastAt < repeatAfterMs) return;
    last = reason;
    lastAt = now;
    log.warn({ err: reason }, message);
  };
}

const standardError = 2;
/** Lines that cannot be written are kept up to this; later ones are dropped. */
const mostWaitingBytes = 1024 * 1024;
const retryMs = 1_000;

/**
 * Writes lines to a file descriptor, in order and without blocking. One that takes none (a file on a full disk, a
 * reader that is gone) costs lines, never the program: pino's own destination would end it, or hang at its exit.
 */
export class PatientLines {
  readonly #fd: number;
  /** The part that is being written, or could not be written yet. */
  #chunk: Buffer = Buffer.alloc(0);
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #busy = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#waitingBytes + bytes.length > mostWaitingBytes) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writeOn();
  }

  /** What is left, at the very end. A part that is just being written may come twice, which is better than never. */
  writeRest(): void {
    try {
      writeSync(this.#fd, Buffer.concat([this.#chunk, ...this.#waiting]));
    } catch {
      // There is nobody left to tell.
    }
  }

  #writeOn(): void {
    if (this.#busy) return;
    if (this.#chunk.length === 0) this.#nextChunk();
    if (this.#chunk.length === 0) return;
    this.#busy = true;
    write(this.#fd, this.#chunk, 0, this.#chunk.length, null, (error, written) => {
      if (error) {
        setTimeout(() => {
          this.#busy = false;
          this.#writeOn();
        }, retryMs).unref();
        return;
      }
      this.#busy = false;
      this.#chunk = this.#chunk.subarray(written);
      this.#writeOn();
    });
  }

  #nextChunk(): void {
    this.#chunk = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (this.#dropped === 0) return;
    const note = {
      level: 40,
      time: Date.now(),
      msg: `${this.#dropped} lines before this one could not be written`,
    };
    this.#dropped = 0;
    this.#chunk = Buffer.concat([this.#chunk, Buffer.from(`${JSON.stringify(note)}\n`)]);
  }
}
