/** What of the log the door fills, in the order of the lines it copies; the last two are known in the transaction. */
export const logColumns = [
  'id',
  'workspace_id',
  'received_at',
  'occurred_at',
  'kind',
  'type',
  'channel',
  'subject',
  'url',
  'engaged_seconds',
  'verified',
  'flag_reason',
  'properties',
  'context',
  'source',
  'external_id',
  'profile_id',
  'campaign_id',
] as const;

const special = /[\\\n\r\t]/;
const specials = /[\\\n\r\t]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
export const copyNull = '\\N';

/** A value in the text format of COPY. */
export function copyText(text: string | null): string {
  if (text === null) return copyNull;
  return special.test(text) ? text.replaceAll(specials, (found) => escapes[found] ?? found) : text;
}

/** JSON text writes control characters as escapes already: only its backslashes are left. */
export function copyJson(value: object): string {
  const json = JSON.stringify(value);
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

export function copyLine(values: readonly string[]): string {
  return values.join('\t');
}
