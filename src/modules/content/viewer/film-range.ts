export type Span = { from: number; to: number };

/**
 * The one span of bytes that a Range header asks for, both ends included; `whole` where it asks for none that we would
 * have to honour, `unsatisfiable` where it lies behind the end. Several spans at once are answered by the whole, as
 * RFC 9110 allows.
 */
export function spanOf(header: string | undefined, bytes: number): Span | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { from: bytes - length, to: bytes - 1 };
  }
  const from = Number(first);
  if (from >= bytes) return 'unsatisfiable';
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return to < from ? 'whole' : { from, to };
}
