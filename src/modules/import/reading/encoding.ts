import { isAscii } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';

/**
 * How a file's bytes become text. `utf-8`, `utf-16le`, `utf-16be`, or a name iconv-lite knows, such as
 * `windows-1252`.
 */
export type Encoding = string;

const byteOrderMarks: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** Western single-byte text; a superset of what is called Latin-1 everywhere. */
const western = 'windows-1252';
// Below this, a guess between the many single-byte alphabets is worse than the commonest of them.
const minConfidence = 60;

/** The byte-order mark at the start, where there is one. It outranks any guess and any statement. */
export function readByteOrderMark(sample: Buffer): { encoding: Encoding; bytes: number } | null {
  const found = byteOrderMarks.find((mark) => mark.bytes.every((byte, index) => sample[index] === byte));
  return found ? { encoding: found.encoding, bytes: found.bytes.length } : null;
}

/** The likeliest encoding of a sample that carries no byte-order mark. `sample` may end in the middle of a character. */
export function guessEncoding(sample: Buffer): Encoding {
  const wide = guessUtf16(sample);
  if (wide) return wide;
  if (isAscii(sample) || isUtf8Prefix(sample)) return 'utf-8';
  const best = chardet.analyse(sample).find((guess) => iconv.encodingExists(guess.name));
  if (!best || best.confidence < minConfidence) return western;
  const name = best.name.toLowerCase();
  return name === 'iso-8859-1' || name.startsWith('utf') ? western : name;
}

/** UTF-16 without a mark: text in it has a zero byte in every other place. */
function guessUtf16(sample: Buffer): Encoding | null {
  const length = Math.min(sample.length, 4_096);
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 1) {
    if (sample[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = length * 0.3;
  if (odd > many && even < many / 10) return 'utf-16le';
  if (even > many && odd < many / 10) return 'utf-16be';
  return null;
}

function isUtf8Prefix(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export function isWide(encoding: Encoding): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

export function isKnownEncoding(encoding: string): boolean {
  return iconv.encodingExists(encoding);
}

/**
 * Turns bytes into bytes in which comma, quote and line break are the ASCII bytes: UTF-16 becomes UTF-8, everything
 * else is that already and stays as it is.
 */
export async function* asAsciiCompatible(
  blocks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<Buffer, void, undefined> {
  if (!isWide(encoding)) {
    yield* blocks;
    return;
  }
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  for await (const block of blocks) yield Buffer.from(decoder.write(block), 'utf8');
  const rest = decoder.end();
  if (rest) yield Buffer.from(rest, 'utf8');
}

/** Reads a stretch of what `asAsciiCompatible` gives as text. */
export function textDecoderOf(encoding: Encoding): (bytes: Buffer, start: number, end: number) => string {
  if (encoding === 'utf-8' || isWide(encoding))
    return (bytes, start, end) => bytes.toString('utf8', start, end);
  return (bytes, start, end) => iconv.decode(bytes.subarray(start, end), encoding, { stripBOM: false });
}
