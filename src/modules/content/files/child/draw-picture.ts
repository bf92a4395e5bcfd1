import sharp from 'sharp';
import { type PictureWidth, thumbnailWidth } from '../keys.ts';
import { limits } from './limits.ts';
import type { DrawnImage, DrawnPicture } from './messages.ts';
import { Refusal } from './refusal.ts';

// Kinds that the library does not hold to be safe are off; drawings (which it knows no scripts of) are wanted.
sharp.unblock({ operation: ['VipsForeignLoadSvgFile', 'VipsForeignLoadSvgBuffer'] });

const webp = { quality: 82, effort: 3 } as const;

/**
 * Draws an uploaded picture anew: what else a file carries (places, names, scripts, a second file behind the first) stays
 * behind. A drawing (SVG) becomes a picture; the library reads no other file for it and knows no scripts.
 */
export async function drawPicture(options: {
  path: string;
  widths: readonly PictureWidth[];
}): Promise<DrawnImage> {
  const open = () =>
    sharp(options.path, { limitInputPixels: limits.sourcePixels, failOn: 'error', pages: 1 }).autoOrient();
  try {
    const { autoOrient } = await open().metadata();
    const pictures: DrawnPicture[] = [];
    const pressed = (width: number) =>
      open()
        .resize({ width, withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .webp(webp)
        .toBuffer();
    for (const width of options.widths) pictures.push({ width, bytes: await pressed(width) });
    return { ...autoOrient, pictures, thumbnail: await pressed(thumbnailWidth) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/exceeds pixel limit/i.test(message)) {
      const words = `This picture is larger than ${limits.sourcePixels / 1e6} million pixels. Make it smaller and upload it again.`;
      throw new Refusal(words);
    }
    throw new Refusal(
      'This picture is damaged or of a kind that cannot be read. Save it as PNG or JPEG and upload that.',
    );
  }
}
