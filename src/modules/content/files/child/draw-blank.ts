import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { PictureWidth } from '../keys.ts';
import { openLoaded } from './draw-page.ts';
import type { DrawnPage, PageSize } from './messages.ts';
import { loadBytes, openPdfium } from './pdfium.ts';

const words = 'This page could not be drawn';

/** A page of the same size that says so. Through a document of our own, because the engine brings its own letters. */
export async function drawBlank(options: {
  size: PageSize;
  widths: readonly PictureWidth[];
}): Promise<DrawnPage> {
  const { width, height } = options.size;
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([width, height]);
  const size = (width * 0.6) / font.widthOfTextAtSize(words, 1);
  page.drawRectangle({ x: 0, y: 0, width, height, color: rgb(0.95, 0.95, 0.96) });
  page.drawText(words, { x: width * 0.2, y: height / 2, size, font, color: rgb(0.35, 0.35, 0.4) });
  const pdfium = await openPdfium();
  const open = openLoaded(pdfium, loadBytes(pdfium, await document.save()));
  return open.draw({ page: 1, widths: options.widths, thumbnail: false });
}
