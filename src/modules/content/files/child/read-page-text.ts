import type { TextLayer, TextRun } from '../text-layer.ts';
import { limits } from './limits.ts';
import { type Pdfium, readFloats, readIntegers } from './pdfium.ts';

type Box = { left: number; top: number; right: number; bottom: number };
type OpenRun = Box & { text: string };

/** The words of an open page: piece by piece of its lines with their places, and as plain text. */
export function readPageText(options: {
  pdfium: Pdfium;
  page: number;
  width: number;
  height: number;
  /** Memory for the answers of functions: 16 bytes. */
  scratch: number;
}): { text: TextLayer; plain: string } {
  const { pdfium, width, height } = options;
  const textPage = pdfium._FPDFText_LoadPage(options.page);
  if (textPage === 0) return { text: { width, height, runs: [] }, plain: '' };
  try {
    const { runs, plain } = collectRuns({ ...options, textPage });
    const toPlace = placer(options);
    const placed = runs.flatMap((run) => toPlace(run) ?? []);
    return { text: { width, height, runs: placed }, plain };
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

// Hyphens at the end of a line: as written, as PDFium marks them, and soft ones.
const hyphens = new Set([0x2d, 0x02, 0xad]);

function collectRuns({ pdfium, textPage, scratch }: { pdfium: Pdfium; textPage: number; scratch: number }) {
  const runs: OpenRun[] = [];
  const plain: string[] = [];
  const count = Math.min(pdfium._FPDFText_CountChars(textPage), limits.textCharacters);
  let run: OpenRun | null = null;
  let space = false;
  let hyphenated = false;
  const close = () => {
    if (run !== null) runs.push(run);
    run = null;
    space = false;
  };
  for (let index = 0; index < count; index += 1) {
    const code = pdfium._FPDFText_GetUnicode(textPage, index);
    if (code === 0x0a || code === 0x0d) {
      close();
      if (!hyphenated) plain.push(code === 0x0a ? '\n' : '');
      continue;
    }
    const sign = signOf(code);
    if (sign === '') continue;
    if (sign === ' ') {
      space = run !== null;
      plain.push(' ');
      continue;
    }
    hyphenated = hyphens.has(code) && pdfium._FPDFText_IsHyphen(textPage, index) === 1;
    if (!hyphenated) plain.push(sign);
    if (pdfium._FPDFText_GetLooseCharBox(textPage, index, scratch) === 0) continue;
    const [left = 0, top = 0, right = 0, bottom = 0] = readFloats(pdfium, scratch, 4);
    const box = { left, top, right, bottom };
    if (run !== null && goesOn(run, box)) {
      run = { ...union(run, box), text: `${run.text}${space ? ' ' : ''}${sign}` };
    } else {
      close();
      run = { ...box, text: sign };
    }
    space = false;
  }
  close();
  return { runs, plain: plain.join('').trim() };
}

/** What a database takes and a person sees: no control characters, no halves of pairs; any blank is a space. */
function signOf(code: number): string {
  if (code === 0x02) return '-';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    return code === 0x09 ? ' ' : '';
  }
  const sign = String.fromCodePoint(code);
  return /\s/u.test(sign) ? ' ' : sign;
}

/** On the same line, and no further off than the gap between words; a column begins a new piece. */
function goesOn(run: Box, next: Box): boolean {
  const size = Math.max(run.top - run.bottom, next.top - next.bottom, 0.1);
  const sameLine = Math.abs((run.top + run.bottom) / 2 - (next.top + next.bottom) / 2) < size / 2;
  return sameLine && next.left - run.right < size * 1.5 && next.left > run.right - size * 1.5;
}

const union = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  right: Math.max(one.right, other.right),
  top: Math.max(one.top, other.top),
  bottom: Math.min(one.bottom, other.bottom),
});

const finest = 100;
const mostUnits = 1_000_000;

/** From the page's own measure (from the bottom left, before it is turned and cut) to points from the top left of what is seen. */
function placer(options: { pdfium: Pdfium; page: number; width: number; height: number; scratch: number }) {
  const { pdfium, page, width, height, scratch } = options;
  const units = Math.min(finest, mostUnits / Math.max(width, height));
  const seen = [0, 0, Math.round(width * units), Math.round(height * units), 0] as const;
  const place = (x: number, y: number) => {
    pdfium._FPDF_PageToDevice(page, ...seen, x, y, scratch, scratch + 4);
    return readIntegers(pdfium, scratch, 2).map((value) => value / units);
  };
  return (run: OpenRun): TextRun | null => {
    const [x1 = 0, y1 = 0] = place(run.left, run.top);
    const [x2 = 0, y2 = 0] = place(run.right, run.bottom);
    const x = Math.min(x1, x2);
    const y = Math.min(y1, y2);
    const w = Math.abs(x2 - x1);
    const h = Math.abs(y2 - y1);
    const outside = x > width || y > height || x + w < 0 || y + h < 0;
    if (outside || ![x, y, w, h].every(Number.isFinite)) return null;
    return { x: rounded(x), y: rounded(y), w: rounded(w), h: rounded(h), text: run.text };
  };
}

const rounded = (points: number) => Math.round(points * 100) / 100;
