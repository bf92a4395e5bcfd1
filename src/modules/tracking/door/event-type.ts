/** Types the log gives a meaning of its own: an event of such a name is not that. */
const reserved = new Set(['withdrawn']);
const known = new Map<string, string>();
const maxKnown = 10_000;
const maxTypeLength = 100;

/** `Form Submitted`, `formSubmitted` and `form-submitted` are all `form_submitted`. */
export function eventTypeOf(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const words = name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
  const type = [...words].slice(0, maxTypeLength).join('') || 'event';
  const safe = reserved.has(type) ? `${type}_event` : type;
  if (known.size >= maxKnown) known.clear();
  known.set(name, safe);
  return safe;
}
