export { addAsset, type NewAsset } from './add-asset.ts';
export { type AddedVersion, addVersion } from './add-version.ts';
export { bringBack } from './bring-back.ts';
export { confirmAsset } from './confirm-asset.ts';
export { retireAsset } from './retire-asset.ts';
export { type CurrentVersion, currentVersionOf, type VersionSource } from './versions.ts';
