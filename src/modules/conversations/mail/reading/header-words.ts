/** What the common mail programs call the headers of a mail they quote, in English, German, French, Spanish, Dutch, Italian. */
const labels = {
  from: ['from', 'von', 'de', 'van', 'da'],
  to: ['to', 'an', 'à', 'a', 'pour', 'para', 'aan'],
  cc: ['cc', 'kopie', 'copie', 'copie à'],
  subject: ['subject', 'betreff', 'objet', 'sujet', 'asunto', 'onderwerp', 'oggetto'],
  date: [
    'date',
    'sent',
    'datum',
    'gesendet',
    'envoyé',
    'fecha',
    'enviado',
    'enviado el',
    'verzonden',
    'data',
    'inviato',
  ],
  other: [
    'reply-to',
    'antwort an',
    'répondre à',
    'importance',
    'priorität',
    'wichtigkeit',
    'attachments',
    'anlagen',
    'bcc',
  ],
} as const;

export type HeaderField = keyof typeof labels;

const fieldOf = new Map<string, HeaderField>();
for (const field of ['from', 'to', 'cc', 'subject', 'date', 'other'] as const) {
  for (const word of labels[field]) fieldOf.set(word, field);
}

// A quoted mail's headers may be in bold (`*From:*`) and have a blank before the colon (French).
const headerLine = /^\s*\*{0,2}([\p{L}][\p{L} -]{0,20}?)\*{0,2}\s?:\*{0,2}(?:\s+(.*))?$/u;

/** The header a line is, as `From: Ada`; null where it is none that we know. */
export function headerIn(line: string): { field: HeaderField; value: string } | null {
  const [, label = '', value = ''] = headerLine.exec(line) ?? [];
  const field = fieldOf.get(label.toLowerCase());
  return field ? { field, value: value.trim() } : null;
}

/** Lines by which a program says that what follows is a mail passed on or answered. */
export function isForwardMarker(line: string): boolean {
  const text = line
    .replaceAll(/[->_\s:]+/g, ' ')
    .trim()
    .toLowerCase();
  return forwardMarkers.has(text);
}

const forwardMarkers = new Set([
  'forwarded message',
  'begin forwarded message',
  'weitergeleitete nachricht',
  'anfang der weitergeleiteten nachricht',
  'message transféré',
  'message transmis',
  'début du message réexpédié',
  'début du message transféré',
  'mensaje reenviado',
  'doorgestuurd bericht',
  'messaggio inoltrato',
  'original message',
  'ursprüngliche nachricht',
  'originalnachricht',
  "message d'origine",
  'message d’origine',
  'mensaje original',
  'oorspronkelijk bericht',
  'messaggio originale',
]);

const subjectPrefix =
  /^\s*((re|aw|antw|wg|fw|fwd|tr|rv|rif|sv|vs|ref|réf|i|doorst)(\s*\[\d+\])?\s*:|\[(fwd|wg)\s*:)\s*/i;

/** A subject without its `Re:`, `AW:`, `Fwd:`, however many. */
export function bareSubject(subject: string): string {
  let bare = subject.trim();
  for (let n = 0; n < 20; n += 1) {
    const next = bare.replace(subjectPrefix, '');
    if (next === bare) break;
    bare = next;
  }
  return bare.trim();
}
