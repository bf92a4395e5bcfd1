import { createHash } from 'node:crypto';

/**
 * The one text of a body: JSON with the keys of every object in order, so that the same words have the same hash
 * wherever they come from (the database keeps keys in an order of its own).
 */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalText(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(',')}}`;
}

/** What a signature is given for. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(canonicalText(body)).digest('hex');
}
