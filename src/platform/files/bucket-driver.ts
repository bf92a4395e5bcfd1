import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { S3Driver } from 'flydrive/drivers/s3';
import type { S3Config } from '../config.ts';

/** All that a stream holds in memory at a time. S3 takes parts from 5 MB on, and 10,000 of them: 80 GB. */
const partBytes = 8 * 1024 * 1024;

/**
 * A bucket. Unlike the library's own driver it takes streams of unknown length, part by part, so that a part that is
 * lost on the way is sent again; and it reads ranges.
 */
export class BucketDriver extends S3Driver {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(config: S3Config) {
    const client = new S3Client({
      region: config.region,
      ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
      credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
      forcePathStyle: config.pathStyle,
      // Checksums that Amazon's servers alone understand.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    // Access is the bucket's own matter: new buckets of Amazon's, and other servers, take no lists with each file.
    super({ client, bucket: config.bucket, visibility: 'private', supportsACL: false });
    this.#client = client;
    this.#bucket = config.bucket;
  }

  override async putStream(key: string, contents: Readable): Promise<void> {
    const parts = inParts(contents);
    const first = await parts.next();
    const beginning = first.done ? Buffer.alloc(0) : first.value;
    if (beginning.length < partBytes) return this.put(key, beginning);
    const target = { Bucket: this.#bucket, Key: key };
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(target));
    const upload = { ...target, UploadId };
    try {
      const sent: { ETag: string | undefined; PartNumber: number }[] = [];
      const send = async (part: Buffer) => {
        const PartNumber = sent.length + 1;
        const command = new UploadPartCommand({ ...upload, PartNumber, Body: part });
        sent.push({ ETag: (await this.#client.send(command)).ETag, PartNumber });
      };
      await send(beginning);
      for await (const part of parts) await send(part);
      await this.#client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }),
      );
    } catch (error) {
      await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  /** A folder, not whatever begins alike. */
  override deleteAll(prefix: string): Promise<void> {
    return super.deleteAll(prefix.endsWith('/') ? prefix : `${prefix}/`);
  }

  /** Bytes `from` to `to`, both of them included. Found by its name in read-range.ts. */
  async getRange(key: string, from: number, to: number): Promise<Readable> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=${from}-${to}` });
    const { Body } = await this.#client.send(command);
    if (!isReadable(Body)) throw new Error(`The bucket gave no stream for ${key}.`);
    return Body;
  }
}

function isReadable(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}

async function* inParts(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  let blocks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const block: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    blocks.push(block);
    length += block.length;
    while (length >= partBytes) {
      const all = Buffer.concat(blocks);
      yield all.subarray(0, partBytes);
      const rest = all.subarray(partBytes);
      blocks = [rest];
      length = rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(blocks);
}
