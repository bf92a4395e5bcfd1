const longest = 40;

/** A key from a name, unlike the others: "No budget (yet)" becomes `no_budget_yet`. */
export function keyFrom(name: string, others: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .replace(/_+$/, '')
    .slice(0, longest - 3);
  const base = plain === '' ? 'reason' : plain;
  if (!others.includes(base)) return base;
  let number = 2;
  while (others.includes(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}
