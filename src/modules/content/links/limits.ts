import { signWords } from '../../../platform/auth/seal.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';

/**
 * How often something may be tried: `free` times at once, then with waits that double from `firstWaitMs` to
 * `longestWaitMs`. Who leaves it alone for `forgetMs` starts anew.
 */
export type Limit = { free: number; firstWaitMs: number; longestWaitMs: number; forgetMs: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Who tries what, each counted by itself. What is told a stranger is the longest wait of all. */
export const limits = {
  /** A passcode at one link from one network: a person mistypes. */
  passcodeHere: { free: 5, firstWaitMs: 30_000, longestWaitMs: hourMs, forgetMs: 24 * hourMs },
  /** A passcode at one link from everywhere: whoever has many networks. Waits stay short, or anybody could shut it. */
  passcodeLink: { free: 30, firstWaitMs: 15_000, longestWaitMs: 10 * minuteMs, forgetMs: 24 * hourMs },
  /** Passcodes at all links from one network. */
  passcodeNetwork: { free: 40, firstWaitMs: minuteMs, longestWaitMs: hourMs, forgetMs: 6 * hourMs },
  codeHere: { free: 10, firstWaitMs: minuteMs, longestWaitMs: hourMs, forgetMs: 24 * hourMs },
  codeLink: { free: 60, firstWaitMs: minuteMs, longestWaitMs: 10 * minuteMs, forgetMs: 24 * hourMs },
  /** Codes mailed to one address, whichever link asks for them: nobody's mailbox is to be filled. */
  mailAddress: { free: 3, firstWaitMs: minuteMs, longestWaitMs: 6 * hourMs, forgetMs: 24 * hourMs },
  mailLink: { free: 30, firstWaitMs: minuteMs, longestWaitMs: hourMs, forgetMs: 24 * hourMs },
  mailNetwork: { free: 10, firstWaitMs: minuteMs, longestWaitMs: 6 * hourMs, forgetMs: 24 * hourMs },
  /** Addresses tried at one link from one network, where a list says who may read. */
  addressHere: { free: 10, firstWaitMs: minuteMs, longestWaitMs: hourMs, forgetMs: 24 * hourMs },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof limits;

/** What is counted: the limit, and of whom or what. */
export type Counted = { limit: LimitName; of: readonly string[] };

export type Taken = { allowed: true; keys: string[] } | { allowed: false; waitMs: number };

const purpose = 'gate-try';
const longestForgetMs = Math.max(...Object.values(limits).map(({ forgetMs }) => forgetMs));
const forgottenAtOnce = 200;

type Keeper = Pick<Services, 'config' | 'database'>;

/**
 * Takes one try, before it is known whether it is right: a hundred guesses at the same moment are a hundred tries.
 * The counts are rows, so they hold across processes and restarts. A try that a limit refuses counts for none.
 */
export async function takeTry(
  services: Keeper,
  options: { counted: readonly Counted[]; now: Date },
): Promise<Taken> {
  const { now } = options;
  const counted = await rowsOf(services, options.counted);
  return services.database.asSystem(async (tx) => {
    const waits = await waitsOf(tx, counted, now);
    const waitMs = Math.max(...waits);
    if (waitMs > 0) return { allowed: false, waitMs };
    for (const one of counted) await countTry(tx, one, now);
    await forgetOld(tx, now);
    return { allowed: true, keys: counted.map(({ key }) => key) };
  });
}

type Row = { limit: Limit; key: string };

/** In one order, so that two who try at once never wait for each other in a ring. */
async function rowsOf(services: Keeper, counted: readonly Counted[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { limit, of } of counted)
    rows.push({ limit: limits[limit], key: `${limit}:${await hashOf(services, of)}` });
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The same keys that a try of these was counted by. */
export async function keysOf(services: Keeper, counted: readonly Counted[]): Promise<string[]> {
  return (await rowsOf(services, counted)).map(({ key }) => key);
}

/** Holds each count until the end of the transaction, made where there is none yet. */
async function waitsOf(tx: Tx, counted: readonly Row[], now: Date): Promise<number[]> {
  const waits: number[] = [0];
  for (const { key } of counted) {
    const row = await tx.first<{ blocked_until: Date | null }>(sql`
      insert into gate_try (key, tries, last_at) values (${key}, 0, ${now})
      on conflict (key) do update set key = excluded.key returning blocked_until`);
    waits.push((row?.blocked_until?.getTime() ?? 0) - now.getTime());
  }
  return waits;
}

async function countTry(tx: Tx, { limit, key }: Row, now: Date): Promise<void> {
  const row = await tx.first<{ tries: number }>(sql`update gate_try
    set tries = case when last_at <= ${new Date(now.getTime() - limit.forgetMs)}::timestamptz then 1 else tries + 1 end,
      last_at = ${now}
    where key = ${key} returning tries`);
  const tries = row?.tries ?? 1;
  if (tries < limit.free) return;
  const blockedUntil = new Date(now.getTime() + waitAfter(limit, tries));
  await tx.run(sql`update gate_try set blocked_until = ${blockedUntil} where key = ${key}`);
}

/** How long the next try waits after so many. */
export function waitAfter({ free, firstWaitMs, longestWaitMs }: Limit, tries: number): number {
  if (tries < free) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(40, tries - free));
}

/** A try that was right is none: what was taken for it is given back. `clear` also forgets the wrong ones before it. */
export async function giveTryBack(
  services: Pick<Services, 'database'>,
  options: { keys: readonly string[]; clear: readonly LimitName[] },
): Promise<void> {
  const { keys, clear } = options;
  const cleared = keys.filter((key) => clear.some((limit) => key.startsWith(`${limit}:`)));
  const lowered = keys.filter((key) => !cleared.includes(key));
  await services.database.asSystem(async (tx) => {
    // Held in the order in which tries are taken.
    await tx.run(
      sql`select key from gate_try where key = any(${sql.param([...keys])}::text[]) order by key for update`,
    );
    if (cleared.length > 0)
      await tx.run(sql`delete from gate_try where key = any(${sql.param(cleared)}::text[])`);
    if (lowered.length > 0)
      await tx.run(sql`update gate_try set tries = greatest(0, tries - 1), blocked_until = null
        where key = any(${sql.param(lowered)}::text[])`);
  });
}

/** What nobody has tried for a day says nothing any more. */
async function forgetOld(tx: Tx, now: Date): Promise<void> {
  await tx.run(sql`delete from gate_try where key in (
    select key from gate_try where last_at < ${new Date(now.getTime() - longestForgetMs)}::timestamptz
    limit ${forgottenAtOnce} for update skip locked)`);
}

async function hashOf({ config }: Keeper, of: readonly string[]): Promise<string> {
  const words = of.join('\n');
  return (await signWords(config, purpose, words)).slice(words.length + 1);
}

/** `40 seconds`, `12 minutes`, `3 hours`: rounded up, so that who waits so long need not wait again. */
export function waitWords(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  if (seconds <= 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(waitMs / minuteMs);
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
