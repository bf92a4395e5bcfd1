export { forgetVersionFiles } from './forget-version-files.ts';
export { type InspectedFile, inspectFile } from './inspect-file.ts';
export {
  folderOf,
  originalKey,
  type PictureWidth,
  pictureKey,
  pictureWidths,
  textKey,
  thumbnailKey,
} from './keys.ts';
export { type Picture, pagePicture, pageText, thumbnail } from './page-picture.ts';
export { processVersion } from './process-version.ts';
export { safeFileName } from './safe-file-name.ts';
export { stampedPdf } from './stamped-pdf.ts';
export type { TextLayer, TextRun } from './text-layer.ts';
export { registerFileJobs, sendVersionJob } from './version-job.ts';
