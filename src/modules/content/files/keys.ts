/** Widths of page pictures, in pixels: for phones and a page in full, and for sharp screens and a closer look. */
export const pictureWidths = [1100, 2200] as const;
/** For the strip of pages beside what is read. */
export const stripWidth = 160;
/** All that is drawn of each page. */
export const drawnWidths = [stripWidth, ...pictureWidths] as const;
export type PictureWidth = (typeof drawnWidths)[number];

export const thumbnailWidth = 480;

type Version = { workspaceId: string; versionId: string };

/** Everything that is kept of a version lies below this. */
export const folderOf = ({ workspaceId, versionId }: Version) => `content/${workspaceId}/${versionId}`;
export const originalKey = (version: Version) => `${folderOf(version)}/original`;
export const thumbnailKey = (version: Version) => `${folderOf(version)}/thumbnail.webp`;
export const pictureKey = (version: Version & { page: number; width: PictureWidth }) =>
  `${folderOf(version)}/p/${version.page}-${version.width}.webp`;
export const textKey = (version: Version & { page: number }) => `${folderOf(version)}/t/${version.page}.json`;
