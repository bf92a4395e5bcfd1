export { registerFileJobs } from './files/index.ts';
export {
  type ImportedDocument,
  type ImportedLink,
  type ImportedVisit,
  importDocuments,
  importLinks,
  importRequests,
  importVisits,
  storeDocuments,
} from './import/index.ts';
export { registerLibraryPictures } from './library/register-library-pictures.ts';
export { forgetContentUploads } from './library/uploads/drop-upload.ts';
export { registerVisitExports } from './measures/piece/register-visit-exports.ts';
export { closeReading, closeReadingStreams, startReading } from './reading/index.ts';
export { contentRouter } from './router.ts';
export { suggestNext } from './suggest/suggest-next.ts';
export { registerViewerRoutes } from './viewer/routes.ts';
