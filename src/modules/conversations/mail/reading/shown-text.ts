import { headerIn, isForwardMarker } from './header-words.ts';

const wrote = [
  /^\s*on\b.{4,300}\bwrote\s*:\s*$/i,
  /^\s*am\b.{4,300}\bschrieb\b.{0,200}:\s*$/i,
  /^\s*le\b.{4,300}a [ée]crit\s?:\s*$/i,
  /^\s*el\b.{4,300}escribi[óo]\s*:\s*$/i,
  /^\s*op\b.{4,300}\bschreef\b.{0,200}:\s*$/i,
  /^\s*il\b.{4,300}ha scritto\s*:\s*$/i,
  /^\s*(von|from)\s.{3,200}@.{3,200}(wrote|schrieb)\s*:\s*$/i,
];

const phoneSignatures =
  /^\s*(sent from my |sent from outlook|get outlook for |von meinem .{2,30} gesendet|gesendet von |gesendet mit |envoyé de mon |envoyé depuis |télécharger outlook|enviado desde |verzonden vanaf |inviato da )/i;

/** What a mail says anew: without the mails it quotes below and without its signature. The whole where nothing else is left. */
export function shownText(text: string): string {
  const lines = text.split('\n');
  const cut = firstQuoted(lines);
  const quote = lines.findIndex((line) => line.startsWith('>'));
  const answersBetween = quote >= 0 && hasAnswersBelow(lines.slice(Math.min(quote, cut)));
  const kept = answersBetween
    ? lines.filter((line) => !line.startsWith('>') && !isAttribution(line))
    : lines.slice(0, cut);
  const shown = withoutSignature(kept)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return shown === '' ? text.trim() : shown;
}

function isAttribution(line: string): boolean {
  return wrote.some((pattern) => pattern.test(line));
}

/** Where the quoted mail begins; the number of lines where none is quoted. */
function firstQuoted(lines: readonly string[]): number {
  const found = lines.findIndex((line, index) => {
    const two = `${line} ${(lines[index + 1] ?? '').trim()}`;
    if (isAttribution(line) || (/^\s*(on|am|le|el|op|il)\s/i.test(line) && isAttribution(two))) return true;
    if (isForwardMarker(line) && /^[\s>]*[-_]{2,}/.test(line)) return true;
    return beginsHeaders(lines, index);
  });
  if (found >= 0) return found;
  const quoted = lines.findIndex((line) => line.startsWith('>'));
  return quoted >= 0 && !hasAnswersBelow(lines.slice(quoted)) ? quoted : lines.length;
}

/** The headers of the quoted mail, as Outlook writes them below a rule. */
function beginsHeaders(lines: readonly string[], index: number): boolean {
  if (headerIn(lines[index] ?? '')?.field !== 'from') return false;
  const fields = new Set(lines.slice(index + 1, index + 7).map((line) => headerIn(line)?.field));
  return fields.has('date') && (fields.has('subject') || fields.has('to'));
}

function hasAnswersBelow(lines: readonly string[]): boolean {
  const firstQuote = lines.findIndex((line) => line.startsWith('>'));
  return withoutSignature(lines.slice(firstQuote)).some(
    (line) => line.trim() !== '' && !line.startsWith('>'),
  );
}

function withoutSignature(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => /^\s*--\s?$/.test(line) || phoneSignatures.test(line));
  const kept = start < 0 ? [...lines] : lines.slice(0, start);
  // The rule that Outlook draws above what it quotes.
  while (kept.length > 0 && /^[\s_]*$/.test(kept.at(-1) ?? '')) kept.pop();
  return kept;
}
