/** Makes PDFs of photographs: `node bench/support/make-pdf.ts <folder> 5 50 120` writes 5.pdf, 50.pdf and 120.pdf. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import sharp from 'sharp';

const pageSize = { width: 595, height: 842 };
/** Of A4 at 150 dots an inch: what an office program leaves of a photograph. */
const photo = { width: 1240, height: 1754 };

export type MadePdf = { bytes: Uint8Array; pages: number };

/** A document of `pages` pages with a photograph and two lines of text each, of about `megabytes` in all. */
export async function makePhotoPdf(options: { megabytes: number; pages: number }): Promise<MadePdf> {
  const bytesAPage = (options.megabytes * 1024 * 1024) / options.pages;
  const photograph = await photographsOf(bytesAPage);
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= options.pages; number += 1) {
    const page = document.addPage([pageSize.width, pageSize.height]);
    page.drawImage(await document.embedJpg(await photograph(number)), { x: 0, y: 60, ...pageSize });
    page.drawText(`Page ${number} of ${options.pages}: what a customer's line looks like`, {
      x: 40,
      y: 34,
      size: 12,
      font,
    });
    page.drawText(`Report ${options.megabytes} MB, section ${Math.ceil(number / 10)}`, {
      x: 40,
      y: 18,
      size: 9,
      font,
    });
  }
  return { bytes: await document.save(), pages: options.pages };
}

/** Pictures that are as hard to press as photographs: soft shapes with the grain of a sensor, each another. */
async function photographsOf(bytesEach: number): Promise<(number: number) => Promise<Buffer>> {
  const wide = { width: photo.width + 400, height: photo.height + 400 };
  const grain = await sharp({
    create: { ...wide, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 34 } },
  })
    .blur(1.1)
    .raw()
    .toBuffer();
  const picture = await sharp(Buffer.from(softShapes(wide)))
    .removeAlpha()
    .composite([{ input: grain, raw: { ...wide, channels: 3 }, blend: 'soft-light' }])
    .raw()
    .toBuffer();
  const cut = (number: number, scale: number, quality: number) =>
    sharp(picture, { raw: { ...wide, channels: 3 } })
      .extract({ left: (number * 37) % 400, top: (number * 53) % 400, ...photo })
      .resize({ width: Math.round(photo.width * scale) })
      .jpeg({ quality })
      .toBuffer();
  const first = await cut(1, 1, 80);
  // The bytes of a picture grow about with its area.
  const scale = Math.min(4, Math.max(0.2, Math.sqrt(bytesEach / first.length)));
  return (number) => cut(number, scale, 80);
}

function softShapes({ width, height }: { width: number; height: number }): string {
  const shapes = Array.from({ length: 40 }, (_, index) => {
    const hue = (index * 47) % 360;
    const x = (index * 331) % width;
    const y = (index * 577) % height;
    return `<circle cx="${x}" cy="${y}" r="${120 + ((index * 71) % 300)}" fill="hsl(${hue} 45% 55%)" opacity="0.5"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#9ec3e6"/><stop offset="1" stop-color="#51603f"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#sky)"/>${shapes.join('')}</svg>`;
}

/** As the bench of the viewer uses them: pages of a quarter of a megabyte. */
export const benchSizes = [
  { megabytes: 5, pages: 20 },
  { megabytes: 50, pages: 200 },
  { megabytes: 120, pages: 200 },
] as const;

if (import.meta.main) {
  const [folder, ...sizes] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Say the folder, and the sizes in MB: 5, 50, 120.');
  for (const size of benchSizes.filter(({ megabytes }) => sizes.includes(String(megabytes)))) {
    const { bytes } = await makePhotoPdf(size);
    const path = join(folder, `${size.megabytes}.pdf`);
    await writeFile(path, bytes);
    process.stdout.write(`${path} ${(bytes.length / 1024 / 1024).toFixed(1)} MB, ${size.pages} pages\n`);
  }
}
