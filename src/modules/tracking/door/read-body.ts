import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { AppError } from '../../../platform/errors.ts';
import { maxBatchBytes } from './limits.ts';

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** The body as the client wrote it, unpacked where it was packed; never more than a batch may hold. */
export async function readBody(request: Request): Promise<Buffer> {
  const packed = await readBytes(request);
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return packed;
  if (!isKnown(encoding)) {
    throw new AppError(
      'invalid_input',
      `The content-encoding "${encoding}" is not known; send gzip or none.`,
    );
  }
  try {
    return await decoders[encoding](packed, { maxOutputLength: maxBatchBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new AppError('invalid_input', `The body is not ${encoding}, as its content-encoding says.`);
  }
}

function isKnown(encoding: string): encoding is keyof typeof decoders {
  return Object.hasOwn(decoders, encoding);
}

async function readBytes(request: Request): Promise<Buffer> {
  const length = request.headers.get('content-length');
  if (length !== null) {
    if (Number(length) > maxBatchBytes) throw tooLarge();
    return Buffer.from(await request.arrayBuffer());
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (request.body === null) return Buffer.alloc(0);
  for await (const part of request.body) {
    bytes += part.byteLength;
    if (bytes > maxBatchBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(): AppError {
  return new AppError(
    'too_large',
    `The body is larger than ${maxBatchBytes} bytes (500 KB), the most one request may hold. Send it in parts.`,
  );
}
