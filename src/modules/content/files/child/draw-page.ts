import sharp from 'sharp';
import { type PictureWidth, thumbnailWidth } from '../keys.ts';
import { limits } from './limits.ts';
import type { DrawnPage, DrawnPicture, PageSize } from './messages.ts';
import { loadFile, openPdfium, type Pdfium, readFloats } from './pdfium.ts';
import { readPageText } from './read-page-text.ts';
import { Refusal } from './refusal.ts';

/** As sharp as text needs; a third of the bytes of a PNG. Effort 2 costs half of the usual 4, for 3 % more bytes. */
const webp = { quality: 80, effort: 2 } as const;

export type OpenDocument = {
  pages: PageSize[];
  draw(options: { page: number; widths: readonly PictureWidth[]; thumbnail: boolean }): Promise<DrawnPage>;
};

// FPDF_GetLastError
const passwordNeeded = 4;
const unknownSecurity = 5;

/** Opens a document and measures its pages. Nothing in it is run: the engine has no JavaScript and is asked for no form. */
export async function openDocument(path: string): Promise<OpenDocument> {
  const pdfium = await openPdfium();
  return openLoaded(pdfium, loadFile(pdfium, path));
}

/** A document that stands in the engine's memory already, and must stay there. */
export function openLoaded(pdfium: Pdfium, file: { pointer: number; bytes: number }): OpenDocument {
  const document = pdfium._FPDF_LoadMemDocument(file.pointer, file.bytes, 0);
  if (document === 0) throw refusalOf(pdfium._FPDF_GetLastError());
  const scratch = pdfium._malloc(16);
  const pages = measurePages(pdfium, document, scratch);
  return {
    pages,
    draw: (options) => drawPage({ pdfium, document, scratch, ...options }),
  };
}

function refusalOf(error: number): Refusal {
  if (error === passwordNeeded || error === unknownSecurity) {
    return new Refusal(
      'This PDF is locked with a password, so nobody could read it here. Save it without the password and upload it again.',
    );
  }
  return new Refusal(
    'This PDF is damaged: it cannot be opened. Open it in the program that made it, export it as PDF anew and upload that.',
  );
}

function measurePages(pdfium: Pdfium, document: number, scratch: number): PageSize[] {
  const count = pdfium._FPDF_GetPageCount(document);
  if (count < 1) throw new Refusal('This PDF has no pages. Export it as PDF anew and upload that.');
  if (count > limits.pages) {
    const words = `This PDF says that it has ${count.toLocaleString('en')} pages; at most ${limits.pages.toLocaleString('en')} are taken. Upload it in parts.`;
    throw new Refusal(words);
  }
  return Array.from({ length: count }, (_, index) => {
    const known = pdfium._FPDF_GetPageSizeByIndexF(document, index, scratch) !== 0;
    const [width = 0, height = 0] = known ? readFloats(pdfium, scratch, 2) : [];
    return saneSize({ width, height });
  });
}

/** A page without a size, or with one that no paper has, is shown as a sheet of A4. */
function saneSize({ width, height }: PageSize): PageSize {
  const sane = [width, height].every((each) => Number.isFinite(each) && each >= 1 && each <= 1e7);
  return sane ? { width, height } : { width: 595, height: 842 };
}

// FPDF_ANNOT would draw notes but no fields; flattening takes both into the page, as they look on a screen.
const normalDisplay = 0;
// FPDF_REVERSE_BYTE_ORDER: red first, as the picture library has it.
const drawFlags = 0x10;
const withAlpha = 4;
const white = 0xffffffff;

async function drawPage(options: {
  pdfium: Pdfium;
  document: number;
  scratch: number;
  page: number;
  widths: readonly PictureWidth[];
  thumbnail: boolean;
}): Promise<DrawnPage> {
  const { pdfium, document, scratch } = options;
  const index = options.page - 1;
  let page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0) throw new Error(`page ${options.page} cannot be loaded`);
  try {
    if (pdfium._FPDFPage_GetAnnotCount(page) > 0) {
      pdfium._FPDFPage_Flatten(page, normalDisplay);
      pdfium._FPDF_ClosePage(page);
      page = pdfium._FPDF_LoadPage(document, index);
      if (page === 0) throw new Error(`page ${options.page} cannot be loaded with its notes`);
    }
    const size = saneSize({
      width: pdfium._FPDF_GetPageWidthF(page),
      height: pdfium._FPDF_GetPageHeightF(page),
    });
    const { text, plain } = readPageText({ pdfium, page, ...size, scratch });
    const widest = Math.max(...options.widths, thumbnailWidth);
    const bitmap = paint({ pdfium, page, ...pixelsOf(size, widest) });
    const pictures: DrawnPicture[] = [];
    for (const width of options.widths) pictures.push({ width, bytes: await pressed(bitmap, width, size) });
    const thumbnail = options.thumbnail ? await pressed(bitmap, thumbnailWidth, size) : null;
    return { pictures, thumbnail, text, plain };
  } finally {
    if (page !== 0) pdfium._FPDF_ClosePage(page);
  }
}

type Bitmap = { width: number; height: number; pixels: Buffer };

/** As wide as asked for, unless it gets too large in all. */
function pixelsOf(size: PageSize, width: number): PageSize {
  const height = (width * size.height) / size.width;
  const scale = Math.min(1, Math.sqrt(limits.picturePixels / (width * height)));
  const whole = (pixels: number) => Math.min(16_000, Math.max(1, Math.round(pixels * scale)));
  return { width: whole(width), height: whole(height) };
}

function paint(options: { pdfium: Pdfium; page: number; width: number; height: number }): Bitmap {
  const { pdfium, page, width, height } = options;
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, withAlpha, 0, 0);
  if (bitmap === 0) throw new Error('no memory for the picture of the page');
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, drawFlags);
    const from = pdfium._FPDFBitmap_GetBuffer(bitmap);
    const bytes = pdfium._FPDFBitmap_GetStride(bitmap) * height;
    return { width, height, pixels: Buffer.from(pdfium.HEAPU8.subarray(from, from + bytes)) };
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
  }
}

function pressed(bitmap: Bitmap, width: number, size: PageSize): Promise<Buffer> {
  const { width: wide, height: high } = pixelsOf(size, width);
  const picture = sharp(bitmap.pixels, {
    raw: { width: bitmap.width, height: bitmap.height, channels: 4 },
  }).removeAlpha();
  return picture.resize({ width: wide, height: high, fit: 'fill' }).webp(webp).toBuffer();
}
