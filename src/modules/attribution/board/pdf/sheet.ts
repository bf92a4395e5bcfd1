import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import type { Paper } from '../contract.ts';

/** The light theme of the app: paper is white. */
export const ink = '#1c1b19';
export const mute = '#6b6862';
export const line = '#e6e2da';
export const teal = '#3bc0cf';
export const tealText = '#0b7285';
export const amber = '#f2a33c';
export const amberText = '#a84d08';
export const indigo = '#4a3fb5';
export const indigoFill = '#8f86ea';
export const indigoPale = '#e9e7fb';

const fonts = {
  regular: readFileSync(new URL('./fonts/inter-regular.ttf', import.meta.url)),
  semibold: readFileSync(new URL('./fonts/inter-semibold.ttf', import.meta.url)),
};

export type Weight = keyof typeof fonts;
export type Rect = { x: number; y: number; width: number };

export type TextStyle = {
  size: number;
  weight?: Weight;
  color?: string;
  align?: 'left' | 'right' | 'center';
  lineGap?: number;
  /** One line, cut with an ellipsis. */
  oneLine?: boolean;
};

/** One page of paper and a few ways to draw on it. */
export type Sheet = {
  doc: PDFKit.PDFDocument;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Answers where it ended. */
  text(words: string, at: Rect, style: TextStyle): number;
  heightOf(words: string, width: number, style: TextStyle): number;
  widthOf(words: string, style: TextStyle): number;
  rule(y: number, from: number, to: number): void;
  /** What is drawn inside is read out as `role`; pictures say in `alt` what they show. */
  as(role: 'H1' | 'H2' | 'P' | 'Figure', work: () => void, alt?: string): void;
};

const pageMargin = 36;

export function openSheet(options: { paper: Paper; title: string; author: string; madeAt: Date }): {
  sheet: Sheet;
  finish(): Promise<Uint8Array<ArrayBuffer>>;
} {
  const doc = new PDFDocument({
    size: options.paper === 'a4' ? 'A4' : 'LETTER',
    margin: 0,
    pdfVersion: '1.7',
    // Uncompressed, so that the same page is the same bytes whatever version of zlib there is.
    compress: false,
    lang: 'en-GB',
    tagged: true,
    displayTitle: true,
    info: {
      Title: options.title,
      Author: options.author,
      Creator: 'Liaison',
      Producer: 'Liaison',
      CreationDate: options.madeAt,
    },
  });
  const parts: Uint8Array[] = [];
  doc.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    doc.on('error', reject);
  });
  for (const [name, bytes] of Object.entries(fonts)) doc.registerFont(name, bytes);
  const root = doc.struct('Document');
  doc.addStructure(root);
  const sheet = drawOn(doc, root);
  return {
    sheet,
    finish: () => {
      root.end();
      doc.end();
      return ended;
    },
  };
}

function drawOn(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement): Sheet {
  const use = ({ size, weight = 'regular' }: TextStyle) => doc.font(weight).fontSize(size);
  const optionsOf = ({ align = 'left', lineGap = 0, oneLine = false, size }: TextStyle, width: number) => ({
    width,
    align,
    lineGap,
    ...(oneLine ? { height: size * 1.3, ellipsis: true, lineBreak: true } : {}),
  });
  const heightOf: Sheet['heightOf'] = (words, width, style) => {
    use(style);
    return doc.heightOfString(words, optionsOf(style, width));
  };
  return {
    doc,
    left: pageMargin,
    right: doc.page.width - pageMargin,
    top: pageMargin,
    bottom: doc.page.height - pageMargin,
    heightOf,
    text: (words, { x, y, width }, style) => {
      const height = heightOf(words, width, style);
      doc.fillColor(style.color ?? ink).text(words, x, y, optionsOf(style, width));
      return y + height;
    },
    widthOf: (words, style) => {
      use(style);
      return doc.widthOfString(words);
    },
    rule: (y, from, to) => {
      doc.lineWidth(0.5).strokeColor(line).moveTo(from, y).lineTo(to, y).stroke();
    },
    as: (role, work, alt) => {
      root.add(doc.struct(role, alt === undefined ? {} : { alt }, work));
    },
  };
}
