import { v7 } from 'uuid';

// Random bytes cost a call to the system each time; taken 4 KB at once, an id costs a sixth.
// The browser reads this file too: no Buffer, and its way to randomness.
const pool = new Uint8Array(4_096);
let poolAt = pool.length;
let lastMs = 0;
let sequence = 0;

/** A new record's id: UUIDv7 in text form, so that ids sort by the time they were made, those of one millisecond too. */
export function newId(): string {
  if (poolAt === pool.length) {
    crypto.getRandomValues(pool);
    poolAt = 0;
  }
  const random = pool.subarray(poolAt, poolAt + 16);
  poolAt += 16;
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Half of the sequence's range is left for what is made within the millisecond.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else sequence += 1;
  return v7({ msecs: lastMs, seq: sequence, random });
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return uuidPattern.test(text);
}
