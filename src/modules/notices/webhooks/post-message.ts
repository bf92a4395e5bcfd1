import type { IncomingMessage } from 'node:http';
import { type Outside, requestOutside, Unreachable } from '../../../platform/http/outside.ts';
import { privateHint } from './check-address.ts';

export type PostResult =
  | { arrived: true; words: string }
  /** `gone`: the address says that it is no more. `waitMs`: how long it asks to be left alone. */
  | { arrived: false; words: string; gone: boolean; waitMs: number | null };

const timeoutMs = 15_000;
const mostAnswerBytes = 2_000;
const longestAskedWaitMs = 24 * 3_600_000;

/** Posts one message. Nothing that goes wrong outside is thrown: it is said. */
export async function postMessage(options: {
  url: URL;
  outside: Outside;
  body: string;
  headers: Record<string, string>;
}): Promise<PostResult> {
  const { url, outside, body } = options;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Liaison (webhooks)',
      accept: '*/*',
      ...options.headers,
    };
    const answer = await requestOutside({ url, outside, method: 'POST', headers, body, signal });
    return resultOf(url, answer, await firstWords(answer));
  } catch (error) {
    return { arrived: false, words: reasonOf(url, error), gone: false, waitMs: null };
  }
}

function resultOf(url: URL, answer: IncomingMessage, said: string): PostResult {
  const status = answer.statusCode ?? 0;
  const words = `${url.host} answers ${status}${said === '' ? '' : `: ${said}`}`;
  if (status >= 200 && status < 300) return { arrived: true, words };
  if (status >= 300 && status < 400)
    return {
      arrived: false,
      words: `${words}. It redirects, which webhooks do not follow: give the address it leads to.`,
      gone: false,
      waitMs: null,
    };
  return { arrived: false, words, gone: status === 410, waitMs: askedWaitMs(answer.headers['retry-after']) };
}

function askedWaitMs(header: string | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds * 1_000, longestAskedWaitMs)
    : null;
}

/** The beginning of an answer, for people who look for what is wrong. */
async function firstWords(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostAnswerBytes) break;
    }
  } catch {
    // That it answered is what counts; how it went on does not.
  }
  answer.destroy();
  const text = Buffer.concat(chunks).toString('utf8').replace(/\s+/g, ' ').trim();
  return text.startsWith('<') ? '' : text.slice(0, 200);
}

function reasonOf(url: URL, error: unknown): string {
  if (error instanceof Unreachable)
    return error.why === 'not_allowed' ? `${error.message} ${privateHint}` : error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `${url.host} gives no answer within ${timeoutMs / 1_000} seconds.`;
  return `${url.host} cannot be reached: ${error.message}.`;
}
