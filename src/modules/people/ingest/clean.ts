import { registrableDomain } from '../matching/domains.ts';
import type { CustomValue, ExternalId, RecordRef } from './types.ts';

/** Why one input cannot be stored. It costs that input alone, never its batch. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What stands in a B-tree index must fit a third of a page (2,704 bytes) in the worst case of four bytes a character,
 * beside two ids.
 */
export const maxIndexedLength = 600;
const maxTextLength = 8_192;
export const maxLongTextLength = 100_000;
const maxExternalIdLength = 300;
const maxEmailLength = 320;
const maxJsonDepth = 20;
const maxJsonLength = 65_536;

/** Without NULs and lone surrogates, which PostgreSQL cannot hold; blank is absent. Refuses what is too long. */
export function cleanText(
  value: string | undefined | null,
  field: string,
  maxLength = maxTextLength,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = value.replaceAll('\u0000', '').toWellFormed().trim();
  if (text === '') return undefined;
  if (text.length > maxLength) {
    throw new Refusal(
      'too_long',
      `The ${field} has ${text.length} characters; at most ${maxLength} are kept.`,
    );
  }
  return text;
}

// Deliberately loose: one @, something on both sides, no blanks. What mail servers accept is theirs to say.
const emailPattern = /^[^\s@,;<>"]+@[^\s@,;<>"]+$/;

export function cleanEmail(value: string | undefined): string | undefined {
  const email = cleanText(value, 'e-mail address', maxEmailLength);
  if (email === undefined) return undefined;
  const bare = email.replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1');
  if (!emailPattern.test(bare))
    throw new Refusal('bad_email', `"${bare.slice(0, 80)}" is not an e-mail address.`);
  return bare.toLowerCase();
}

function cleanInteger(
  value: number | undefined,
  field: string,
  range: { min: number; max: number },
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new Refusal(
      'bad_number',
      `The ${field} must be a whole number from ${range.min} to ${range.max}, not ${value}.`,
    );
  }
  return value;
}

const int32 = { min: 0, max: 2_147_483_647 };

export function cleanCount(value: number | undefined, field: string): number | undefined {
  return cleanInteger(value, field, int32);
}

export function cleanMoney(value: number | undefined, field: string): number | undefined {
  return cleanInteger(value, field, { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
}

export function cleanCurrency(value: string | undefined): string | undefined {
  const currency = cleanText(value, 'currency')?.toUpperCase();
  if (currency === undefined || /^[A-Z]{3}$/.test(currency)) return currency;
  throw new Refusal(
    'bad_currency',
    `"${currency.slice(0, 20)}" is not a currency of three letters, such as EUR.`,
  );
}

const maxTime = Date.parse('9999-12-31T23:59:59.999Z');
const minTime = Date.parse('0001-01-01T00:00:00.000Z');

export function cleanTime(value: Date | undefined, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const time = value.getTime();
  if (Number.isNaN(time) || time < minTime || time > maxTime) {
    throw new Refusal('bad_date', `The ${field} is not a date.`);
  }
  return value.toISOString();
}

export function requireTime(value: Date | undefined, field: string): string {
  const time = cleanTime(value, field);
  if (time === undefined) throw new Refusal('missing', `The ${field} is missing.`);
  return time;
}

export function cleanDay(value: string | undefined, field: string): string | undefined {
  const day = cleanText(value, field);
  if (day === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw new Refusal('bad_date', `The ${field} "${day.slice(0, 40)}" is not a date (YYYY-MM-DD).`);
  }
  return day;
}

export function cleanCustom(
  custom: Readonly<Record<string, CustomValue>> | undefined,
): Record<string, CustomValue> {
  const clean: Record<string, CustomValue> = {};
  for (const [rawKey, value] of Object.entries(custom ?? {})) {
    const key = cleanText(rawKey, 'name of a custom field', 200);
    const kept = typeof value === 'string' ? cleanText(value, `field ${rawKey}`, maxLongTextLength) : value;
    if (key === undefined || kept === undefined || kept === null) continue;
    if (typeof kept === 'number' && !Number.isFinite(kept)) {
      throw new Refusal('bad_number', `The field ${key} is not a number.`);
    }
    clean[key] = kept;
  }
  return clean;
}

export function cleanJson(value: Readonly<Record<string, unknown>> | undefined, field: string): Json {
  const clean = cleanJsonValue(value ?? {}, field, 0);
  if (JSON.stringify(clean).length > maxJsonLength) {
    throw new Refusal('too_long', `The ${field} take more than ${maxJsonLength} characters.`);
  }
  return clean;
}

function cleanJsonValue(value: unknown, field: string, depth: number): Json {
  if (depth > maxJsonDepth)
    throw new Refusal('too_deep', `The ${field} are nested more than ${maxJsonDepth} levels deep.`);
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => cleanJsonValue(item, field, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key.replaceAll('\u0000', '').toWellFormed(),
      cleanJsonValue(item, field, depth + 1),
    ]),
  );
}

export function cleanExternalIds(externalIds: readonly ExternalId[] | undefined): ExternalId[] {
  const clean: ExternalId[] = [];
  for (const externalId of externalIds ?? []) {
    const id = cleanText(externalId.id, 'external id', maxExternalIdLength);
    const system = cleanText(externalId.system, 'name of the system', 100);
    if (id !== undefined && system !== undefined) clean.push({ system, id });
  }
  return clean;
}

/** What is wrong in a reference only means that it finds nobody by that part. */
export function cleanRef(ref: RecordRef | undefined): RecordRef | undefined {
  if (ref === undefined) return undefined;
  const domain = orAbsent(() => cleanText(ref.domain, 'domain', maxIndexedLength));
  return {
    ...(ref.key === undefined ? {} : { key: ref.key }),
    ...(ref.id === undefined ? {} : { id: ref.id }),
    externalIds: orAbsent(() => cleanExternalIds(ref.externalIds)) ?? [],
    email: orAbsent(() => cleanEmail(ref.email)),
    domain: domain === undefined ? undefined : (registrableDomain(domain) ?? undefined),
    name: orAbsent(() => cleanText(ref.name, 'name', maxIndexedLength)),
  };
}

function orAbsent<T>(clean: () => T): T | undefined {
  try {
    return clean();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
