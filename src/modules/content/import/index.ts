export { type ImportedDocument, importDocuments, storeDocuments } from './import-documents.ts';
export { type ImportedLink, type ImportedVisit, importLinks, importVisits } from './import-reading.ts';
export { importRequests } from './import-requests.ts';
