import { type ChildProcess, execFile, fork } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../../../platform/errors.ts';
import { limits } from './limits.ts';
import { type Answer, type Answers, isAnswer, type Question } from './messages.ts';

/** A child that was ended, or ended by itself, while it was asked. */
export class ChildLost extends Error {
  override name = 'ChildLost';
  readonly why: 'time' | 'memory' | 'crash';
  constructor(why: 'time' | 'memory' | 'crash', detail = '') {
    super(`the child that looks into files was lost: ${why}${detail && ` (${detail})`}`);
    this.why = why;
  }
}

const main = new URL('main.ts', import.meta.url).pathname;
const project = new URL('../../../../../', import.meta.url).pathname;
const memoryEveryMs = 200;

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

/** One child over one file, asked one question at a time. */
export class FileChild {
  readonly #process: ChildProcess;
  readonly #mostBytes: number;
  readonly #watch: NodeJS.Timeout;
  #waiting: Waiting | null = null;
  #lost: ChildLost | null = null;

  private constructor(child: ChildProcess, mostBytes: number) {
    this.#process = child;
    this.#mostBytes = mostBytes;
    child.on('message', (message: unknown) => {
      if (!isAnswer(message)) return;
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.resolve(message);
    });
    child.once('error', () => this.#lose('crash'));
    child.once('exit', () => this.#lose('crash'));
    this.#watch = setInterval(() => void this.#watchMemory(), memoryEveryMs);
    this.#watch.unref();
  }

  /** `path`: the file it may read; `folder`: where it may write; `niceness`: how far it stands back for others; `mostBytes`: of memory. */
  static async start(options: {
    path: string | null;
    folder?: string;
    niceness: number;
    mostBytes?: number;
  }): Promise<FileChild> {
    // Permissions are asked of places as they really are; the child asks by the name that it was told.
    const paths = options.path === null ? [] : [options.path, await realpath(options.path)];
    const child = fork(main, [String(options.niceness)], {
      execArgv: [
        '--permission',
        '--allow-addons',
        `--allow-fs-read=${project}`,
        ...[...new Set(paths)].map((path) => `--allow-fs-read=${path}`),
        ...(options.folder === undefined ? [] : [`--allow-fs-write=${options.folder}`]),
        '--max-old-space-size=1024',
        // No text of a file becomes a program, whatever a library does with it.
        '--disallow-code-generation-from-strings',
        '--disable-warning=SecurityWarning',
      ],
      // Nothing of ours: no secret, no address.
      env: { NODE_ENV: 'production', VIPS_BLOCK_UNTRUSTED: '1' },
      cwd: dirname(main),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const started = new FileChild(child, options.mostBytes ?? limits.childBytes);
    await started.#answer(limits.startMs);
    return started;
  }

  /** Throws an AppError with words for whoever brought the file, or `ChildLost`. */
  async ask<Q extends Question>(question: Q, timeoutMs: number): Promise<Answers[Q['kind']]> {
    if (this.#lost) throw this.#lost;
    // A child that is asked nothing keeps nobody from ending.
    this.#hold(true);
    const answered = this.#answer(timeoutMs).finally(() => this.#hold(false));
    this.#process.send(question, () => undefined);
    const answer = await answered;
    if (answer.kind === 'refused') throw new AppError('unprocessable', answer.reason);
    if (answer.kind === 'failed') {
      // After a fault the engine's memory is in no order that could be relied upon.
      this.#lost ??= new ChildLost(answer.why, answer.message.slice(0, 200));
      this.stop();
      throw this.#lost;
    }
    if (answer.kind !== 'done') throw new Error('The child answered something else.');
    // Both ends are ours: the answer is of the question's kind.
    return answer.value as Answers[Q['kind']];
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  stop(): void {
    this.#lose('crash');
    this.#process.kill('SIGKILL');
  }

  #answer(timeoutMs: number): Promise<Answer> {
    if (this.#waiting) throw new Error('The child is being asked already.');
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => this.#end('time'), timeoutMs);
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          done(value);
        };
      this.#waiting = { resolve: settle(resolve), reject: settle(reject) };
    });
  }

  #hold(held: boolean): void {
    if (held) this.#process.ref();
    else this.#process.unref();
    if (held) this.#process.channel?.ref();
    else this.#process.channel?.unref();
  }

  #end(why: 'time' | 'memory'): void {
    this.#lose(why);
    this.#process.kill('SIGKILL');
  }

  #lose(why: ChildLost['why']): void {
    this.#lost ??= new ChildLost(why);
    clearInterval(this.#watch);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#lost);
  }

  async #watchMemory(): Promise<void> {
    const { pid } = this.#process;
    if (pid === undefined || this.#lost) return;
    if ((await memoryOf(pid)) > this.#mostBytes) this.#end('memory');
  }
}

const run = promisify(execFile);

/** The memory that a process holds; 0 where nobody can say. */
async function memoryOf(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  }
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '0' }));
  return Number(stdout.trim()) * 1024;
}
