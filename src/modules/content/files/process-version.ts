import type { Services } from '../../../platform/services.ts';
import { drawVersionPages } from './draw-version-pages.ts';
import { openVersion } from './open-version.ts';

/** Makes a version readable and draws all of its pages; background work does the two apart. */
export async function processVersion(services: Services, options: { versionId: string }): Promise<void> {
  await openVersion(services, options);
  await drawVersionPages(services, options);
}
