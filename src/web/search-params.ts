/**
 * How page state stands in the address: text as itself (`?q=pump&stage=mql`), lists and objects as JSON. Numbers and
 * booleans come back as text, so schemas of page state use `z.coerce.number()` and `z.stringbool()`/`z.enum()`.
 */
export function parseSearch(search: string): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const [name, text] of new URLSearchParams(search)) state[name] = readValue(text);
  return state;
}

export function stringifySearch(state: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || value === null || value === '') continue;
    params.set(name, writeValue(value));
  }
  // Commas and colons are legal in a query; leaving them be keeps an address readable.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

const looksLikeJson = /^[[{"]/;

function readValue(text: string): unknown {
  if (!looksLikeJson.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function writeValue(value: unknown): string {
  if (typeof value === 'string') return looksLikeJson.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value);
}
