import { readFile, writeFile } from 'node:fs/promises';
import { degrees, PDFDocument, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

const cannot = 'A copy with the name of its reader on each page cannot be made of this document.';

/** Writes a copy of a document with `words` on each page: small at its foot, and faint across it. */
export async function stampDocument(options: {
  path: string;
  to: string;
  words: string;
}): Promise<{ pages: number }> {
  const bytes = await readFile(options.path);
  if (bytes.length > limits.stampBytes) throw new Refusal(`${cannot} It is too large for that.`);
  const document = await PDFDocument.load(bytes, { updateMetadata: false }).catch(() => {
    throw new Refusal(cannot);
  });
  const font = await document.embedFont(StandardFonts.Helvetica);
  // The font has the signs of western languages alone.
  const known = new Set(font.getCharacterSet());
  const words = [...options.words].map((sign) => (known.has(sign.codePointAt(0) ?? 0) ? sign : '?')).join('');
  const pages = document.getPages();
  for (const page of pages) stampPage(page, { words, font, width: font.widthOfTextAtSize(words, 1) });
  await writeFile(options.to, await document.save({ useObjectStreams: true }));
  return { pages: pages.length };
}

type Stamp = { words: string; font: Awaited<ReturnType<PDFDocument['embedFont']>>; width: number };

function stampPage(page: PDFPage, { words, font, width }: Stamp): void {
  const box = page.getCropBox();
  const foot = Math.min(9, (box.width * 0.8) / width);
  const gray = rgb(0.35, 0.35, 0.4);
  page.drawText(words, { x: box.x + 12, y: box.y + 8, size: foot, font, color: gray, opacity: 0.8 });
  const diagonal = Math.hypot(box.width, box.height);
  const size = Math.min(64, (diagonal * 0.7) / width);
  const angle = Math.atan2(box.height, box.width);
  const half = (width * size) / 2;
  page.drawText(words, {
    x: box.x + box.width / 2 - Math.cos(angle) * half,
    y: box.y + box.height / 2 - Math.sin(angle) * half,
    size,
    font,
    color: gray,
    opacity: 0.12,
    rotate: degrees((angle * 180) / Math.PI),
  });
}
