/** The selection with one row put in or taken out. */
export function toggled(selected: ReadonlySet<string> | undefined, key: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}
