/** Names that programs give by themselves say nothing of a piece. */
const emptyTitles =
  /^(untitled|unbenannt|document|dokument|presentation|slide|page|scan|image|powerpoint)?[\s\d._-]*$/i;

/**
 * What to call a file: the title that a PDF carries in its description, else its name without the ending. A suggestion,
 * so it is looked for only where it can be had cheaply: `ends` are the first and last bytes of the file.
 */
export function titleOf({ fileName, ends }: { fileName: string; ends: readonly Buffer[] }): string {
  const texts = ends.map((end) => end.toString('latin1'));
  const isEncrypted = texts.some((text) => text.includes('/Encrypt'));
  const found = isEncrypted
    ? null
    : (texts.map(titleInXmp).find(isTitle) ?? texts.map(titleInInfo).find(isTitle));
  return (found ?? nameOf(fileName)).slice(0, 300);
}

const isTitle = (title: string | null): title is string => title !== null && !emptyTitles.test(title);

/** `Line-swap_case study-2.pdf` → `Line-swap case study-2` */
function nameOf(fileName: string): string {
  const stem = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const spaced = stem.replaceAll('_', ' ').replaceAll(/\s+/g, ' ').trim();
  return spaced === '' ? fileName : spaced;
}

/** The description in XML that most programs write uncompressed, so that others find it. */
function titleInXmp(text: string): string | null {
  const title = /<dc:title>[\s\S]{0,400}?<rdf:li[^>]{0,100}>([^<]{1,1000})<\/rdf:li>/.exec(text)?.[1];
  if (title === undefined) return null;
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  const words = title.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');
  return tidied(Buffer.from(words, 'latin1').toString('utf8'));
}

/** The document's own description: a `/Title` beside who made it. Bookmarks have titles too, but no maker. */
function titleInInfo(text: string): string | null {
  for (const [, object = ''] of text.matchAll(/ obj\b([\s\S]{1,4000}?)endobj/g)) {
    if (!/\/(Producer|Creator|CreationDate)\b/.test(object)) continue;
    const hex = /\/Title\s*<([0-9A-Fa-f\s]{2,2000})>/.exec(object)?.[1];
    if (hex !== undefined) return tidied(decoded(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')));
    const plain = /\/Title\s*\(((?:\\[\s\S]|[^\\()])*)\)/.exec(object)?.[1];
    if (plain !== undefined) return tidied(decoded(Buffer.from(unescaped(plain), 'latin1')));
  }
  return null;
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return text.replaceAll(/\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string) =>
    /^[0-7]/.test(escaped)
      ? String.fromCharCode(Number.parseInt(escaped, 8) & 255)
      : (letters[escaped] ?? escaped),
  );
}

function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

function tidied(title: string): string {
  return title
    .replaceAll(/\p{Cc}|\p{Cf}/gu, ' ')
    .replace(/^Microsoft (Word|PowerPoint) - /, '')
    .replace(/\.(docx?|pptx?|indd|pages|key|pdf|tex)$/i, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
