export type { NewAsset } from './add-asset.ts';
export type { AddedVersion } from './add-version.ts';
export { bringBack } from './bring-back.ts';

export { retireAsset } from './retire-asset.ts';
export type { VersionSource } from './versions.ts';
