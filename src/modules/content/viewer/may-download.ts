import type { AssetForReader, LinkForReader } from '../links/link-for-reader.ts';

/** What may be taken along: what we hold, where the link says so; under a watermark documents alone, which can bear one. */
export function mayDownload(
  link: Pick<LinkForReader, 'mayDownload' | 'watermark'>,
  { format }: Pick<AssetForReader, 'format'>,
): boolean {
  if (!link.mayDownload || format === 'page' || format === 'link') return false;
  return !link.watermark || format === 'pdf' || format === 'slides';
}
