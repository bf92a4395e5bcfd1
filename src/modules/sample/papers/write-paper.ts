import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { Figure, Paper } from './paper-of.ts';

/** A4, in points. */
export const paperSize = { width: 595, height: 842 } as const;
const margin = 62;
const ink = rgb(0.13, 0.15, 0.17);
const faint = rgb(0.45, 0.48, 0.5);
const accent = rgb(0.05, 0.42, 0.47);
const pale = rgb(0.78, 0.89, 0.9);

type Fonts = { plain: PDFFont; bold: PDFFont };
type Pen = { page: PDFPage; fonts: Fonts; y: number };

/** A document as PDF. The same paper gives the same bytes: its dates are what it is told. */
export async function writePaper(
  paper: Paper,
  { company, publishedAt, edition }: { company: string; publishedAt: Date; edition: number },
): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(paper.title);
  document.setAuthor(company);
  document.setProducer(company);
  document.setCreationDate(publishedAt);
  document.setModificationDate(publishedAt);
  const fonts = {
    plain: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  for (const [index, { heading, paragraphs, figure }] of paper.pages.entries()) {
    const page = document.addPage([paperSize.width, paperSize.height]);
    const pen: Pen = { page, fonts, y: paperSize.height - margin };
    page.drawText(company, { x: margin, y: pen.y, size: 9, font: fonts.bold, color: accent });
    pen.y -= index === 0 ? 90 : 44;
    writeLines(pen, heading, { font: fonts.bold, size: index === 0 ? 26 : 18, lead: 1.25 });
    pen.y -= 10;
    for (const [order, paragraph] of paragraphs.entries()) {
      const isLead = index === 0 && order === 0;
      writeLines(pen, paragraph, { font: fonts.plain, size: isLead ? 13.5 : 11, lead: 1.5 });
      pen.y -= 10;
    }
    if (figure) drawFigure(pen, figure);
    const foot = `${paper.title}, version ${edition}`;
    page.drawText(foot, { x: margin, y: 36, size: 8, font: fonts.plain, color: faint });
    const number = `${index + 1} / ${paper.pages.length}`;
    const x = paperSize.width - margin - fonts.plain.widthOfTextAtSize(number, 8);
    page.drawText(number, { x, y: 36, size: 8, font: fonts.plain, color: faint });
  }
  return document.save();
}

function writeLines(
  pen: Pen,
  text: string,
  { font, size, lead }: { font: PDFFont; size: number; lead: number },
): void {
  for (const line of linesOf(text, font, size)) {
    pen.y -= size * lead;
    pen.page.drawText(line, { x: margin, y: pen.y, size, font, color: ink });
  }
}

function linesOf(text: string, font: PDFFont, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && font.widthOfTextAtSize(longer, size) > paperSize.width - 2 * margin) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

const rowHeight = 22;

function drawFigure(pen: Pen, { kind, caption, unit, rows }: Figure): void {
  const { page, fonts } = pen;
  pen.y -= 14;
  writeLines(pen, caption, { font: fonts.bold, size: 10, lead: 1.4 });
  pen.y -= 6;
  const most = Math.max(1, ...rows.map(({ value }) => value));
  const width = paperSize.width - 2 * margin;
  for (const { label, value } of rows) {
    pen.y -= rowHeight;
    page.drawText(label, { x: margin, y: pen.y + 6, size: 10, font: fonts.plain, color: ink });
    const figure = `${value} ${unit}`.trim();
    if (kind === 'bars') {
      const length = ((width - 180) * value) / most;
      page.drawRectangle({ x: margin + 90, y: pen.y + 2, width: length, height: 13, color: pale });
      page.drawText(figure, {
        x: margin + 96 + length,
        y: pen.y + 6,
        size: 9,
        font: fonts.plain,
        color: faint,
      });
    } else {
      const x = paperSize.width - margin - fonts.plain.widthOfTextAtSize(figure, 10);
      page.drawText(figure, { x, y: pen.y + 6, size: 10, font: fonts.plain, color: ink });
      const [start, end] = [margin, paperSize.width - margin];
      page.drawLine({
        start: { x: start, y: pen.y },
        end: { x: end, y: pen.y },
        thickness: 0.5,
        color: pale,
      });
    }
  }
}
