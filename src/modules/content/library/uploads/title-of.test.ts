import { expect, test } from 'vitest';
import { titleOf } from './title-of.ts';

const ofPdf = (text: string, fileName = 'scan_0001.pdf') =>
  titleOf({ fileName, ends: [Buffer.from(text, 'latin1')] });
const info = (title: string) => `4 0 obj\n<< /Title ${title} /Producer (x) >>\nendobj`;

test('a PDF is called what it calls itself', () => {
  expect(ofPdf(info('(Line swap \\(2026\\))'))).toBe('Line swap (2026)');
  expect(ofPdf(info('<FEFF00DC0062006500720068006F006C0075006E0067>'))).toBe('Überholung');
  expect(ofPdf(info('(\\334berholung)'))).toBe('Überholung');
  expect(ofPdf(info('(Microsoft Word - Cost case.docx)'))).toBe('Cost case');
  const xmp = Buffer.from(
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Überholung &amp; Umbau</rdf:li>',
    'utf8',
  );
  expect(ofPdf(xmp.toString('latin1'))).toBe('Überholung & Umbau');
});

test('a bookmark is no title, and neither is what a program writes by itself', () => {
  expect(ofPdf('7 0 obj << /Title (Chapter 1) /Dest [1] >> endobj', 'cost_case.pdf')).toBe('cost case');
  expect(ofPdf(info('(Untitled-1)'), 'Cost case.pdf')).toBe('Cost case');
  expect(ofPdf(`${info('(secret)')} /Encrypt 9 0 R`, 'Cost case.pdf')).toBe('Cost case');
});

test('anything else is called by its name, without the ending', () => {
  expect(titleOf({ fileName: 'Line_swap  film.final.mp4', ends: [] })).toBe('Line swap film.final');
  expect(titleOf({ fileName: '.pdf', ends: [] })).toBe('.pdf');
});
