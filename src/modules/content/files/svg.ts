/** What a text that begins with a tag is; null for anything else. */
export function looksLikeMarkup(head: Buffer): 'svg' | 'html' | 'xml' | 'program' | null {
  const text = textOf(head);
  if (text.startsWith('#!')) return 'program';
  if (!text.startsWith('<')) return null;
  // What may stand before the first tag: a declaration, comments, a document type.
  const inner = text.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/<\?[\s\S]*?\?>/g, '');
  const afterType = inner.replace(/<!doctype[^>[]*(\[[\s\S]*?\])?\s*>/i, '').trimStart();
  if (/^<(?:[a-z]+:)?svg[\s>/]/i.test(afterType)) return 'svg';
  if (/<!doctype\s+html|<(html|head|body|script|iframe|meta|title|div|p|a|h1|style|table)[\s>/]/i.test(text))
    return 'html';
  return /^<[a-z!?]/i.test(text) ? 'xml' : null;
}

function textOf(head: Buffer): string {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? head.toString('utf16le') : head.toString('utf8');
  return utf16.replace(/^\uFEFF/, '').trimStart();
}

const asPng = 'Export it as PNG or PDF, and upload that.';

/**
 * Why a drawing is not drawn. Scripts, foreign content and addresses need no refusal, because the drawing library knows
 * none of them and readers see a picture only; what remains are texts that unfold to gigabytes.
 */
export function svgRefusal(bytes: Buffer): string | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `This drawing is not written in UTF-8. ${asPng}`;
  }
  if (text.includes('\0')) return `This drawing is damaged. ${asPng}`;
  if (/<!ENTITY/i.test(text)) return `This drawing has parts that unfold while it is read. ${asPng}`;
  return null;
}
