const mb = 1024 * 1024;

export type Kind = {
  format: 'pdf' | 'image' | 'video';
  name: string;
  mediaType: string;
  extension: string;
  /** What the recognising library calls it. */
  found: readonly string[];
  maxBytes: number;
  /** What to do with one that is too large. */
  smaller: string;
};

const picture = (name: string, mediaType: string, extension: string, found: readonly string[]): Kind => ({
  format: 'image',
  name,
  mediaType,
  extension,
  found,
  maxBytes: 20 * mb,
  smaller: 'Save it with fewer pixels, and upload that.',
});

const film = (name: string, mediaType: string, extension: string, found: readonly string[]): Kind => ({
  format: 'video',
  name,
  mediaType,
  extension,
  found,
  maxBytes: 2_048 * mb,
  smaller: 'Export it with a lower rate, or cut it in two, and upload that.',
});

/** What is taken. */
export const kinds = {
  pdf: {
    format: 'pdf',
    name: 'PDF',
    mediaType: 'application/pdf',
    extension: 'pdf',
    found: ['pdf'],
    maxBytes: 200 * mb,
    smaller: 'Export it with smaller pictures, and upload that.',
  },
  png: picture('picture', 'image/png', 'png', ['png', 'apng']),
  jpeg: picture('picture', 'image/jpeg', 'jpg', ['jpg']),
  webp: picture('picture', 'image/webp', 'webp', ['webp']),
  gif: picture('picture', 'image/gif', 'gif', ['gif']),
  avif: picture('picture', 'image/avif', 'avif', ['avif']),
  svg: {
    ...picture('drawing', 'image/svg+xml', 'svg', []),
    maxBytes: 5 * mb,
    smaller: 'Export it as PNG, and upload that.',
  },
  mp4: film('film', 'video/mp4', 'mp4', ['mp4', 'm4v']),
  webm: film('film', 'video/webm', 'webm', ['webm']),
  // Played by browsers where picture and sound are those of an MP4, which is looked at when it is measured.
  mov: film('film', 'video/mp4', 'mov', ['mov']),
} as const satisfies Record<string, Kind>;

const exportAsPdf =
  'Open it, choose “Export” or “Save as” PDF, and upload the PDF: it looks the same to every reader.';
const taken = 'Taken are PDF, pictures (PNG, JPEG, WebP, GIF, AVIF, SVG) and films (MP4, WebM).';
const asPicture = 'Save it as PNG or JPEG, and upload that.';
const asFilm = 'Export it as MP4 with H.264 picture and AAC sound, and upload that.';

/** What is refused is told what it is and what to do. Keys: names of the recognising library, and our own. */
const advices: Readonly<Record<string, string>> = {
  word: `This is a Word document. ${exportAsPdf}`,
  slides: `This is a presentation of an office program. ${exportAsPdf}`,
  sheet: `This is a spreadsheet. ${exportAsPdf}`,
  office: `This is a document of an office program. ${exportAsPdf}`,
  cfb: `This is a document of an old office program. ${exportAsPdf}`,
  rtf: `This is a text document (RTF). ${exportAsPdf}`,
  html: 'This is a web page. Give its address instead of its file, or print it as PDF and upload that.',
  xml: `This is an XML file. ${taken}`,
  ps: `This is a PostScript file. ${exportAsPdf}`,
  eps: `This is an EPS drawing. Export it as PDF or SVG, and upload that.`,
  epub: `This is an e-book. ${exportAsPdf}`,
  archive: 'This is an archive. Unpack it and upload what is in it, file by file.',
  program: `This is a program or a script, which is never taken. ${taken}`,
  heic: `This is a picture of a phone (HEIC) that browsers cannot show. ${asPicture}`,
  heif: `This is a picture (HEIF) that browsers cannot show. ${asPicture}`,
  tif: `This is a TIFF picture. ${asPicture}`,
  bmp: `This is a BMP picture. ${asPicture}`,
  psd: `This is a Photoshop file. Export it as PNG or PDF, and upload that.`,
  mkv: `This is a Matroska film, which not every browser plays. ${asFilm}`,
  avi: `This is an AVI film, which browsers do not play. ${asFilm}`,
  'late-pdf':
    'Something stands before the beginning of this PDF, as in files that are two things at once. Export it anew from the program that made it, and upload that.',
  unknown: `What this file is cannot be seen from its contents. ${taken}`,
};

const archives = new Set([
  'zip',
  '7z',
  'rar',
  'gz',
  'tar',
  'bz2',
  'xz',
  'zst',
  'lz4',
  'cab',
  'arj',
  'dmg',
  'iso',
  'jar',
  'apk',
  'xpi',
  'crx',
  'lz',
  'z',
  'ar',
  'deb',
  'rpm',
  'cpio',
  'asar',
  'tar.gz',
]);
const programs = new Set(['exe', 'elf', 'macho', 'swf', 'wasm', 'class', 'lnk', 'script', 'msi']);
const films = new Set([
  'wmv',
  'asf',
  'flv',
  'mpg',
  'm2p',
  'mts',
  'mj2',
  '3gp',
  '3g2',
  'ogv',
  'ogm',
  'f4v',
  'f4p',
]);

export function advice(what: string): string {
  const known = advices[what];
  if (known !== undefined) return known;
  if (archives.has(what)) return advices.archive ?? '';
  if (programs.has(what)) return advices.program ?? '';
  if (films.has(what)) return `This is a film of a kind that not every browser plays (${what}). ${asFilm}`;
  return `This is a file of the kind “${what}”. ${taken}`;
}
