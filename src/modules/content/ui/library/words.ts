import type { Piece } from './api-types.ts';

export const formatWords = {
  pdf: 'PDF',
  slides: 'Slides',
  image: 'Picture',
  video: 'Film',
  page: 'Web page',
  link: 'Link',
} as const;

export const stateWords = {
  in_use: 'in use',
  stale: 'past its review day',
  preparing: 'being prepared',
  refused: 'refused',
  named: 'known by name only',
  retired: 'retired',
  all: 'all, also retired',
} as const;

export const audienceWords = { buyer: 'for buyers', seller: 'for sellers' } as const;

export const sortWords = {
  title: 'by title',
  newest: 'newest first',
  readers: 'most readers',
  finish: 'best finished',
  shares: 'most shared',
} as const;

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Imports name stages by their key or as people say them. */
export function stageName(said: string, stages: readonly { key: string; name: string }[]): string {
  const lowered = said.toLowerCase();
  return (
    stages.find(({ key, name }) => key.toLowerCase() === lowered || name.toLowerCase() === lowered)?.name ??
    said
  );
}

/** `v3 · 12 p`, `v1 · 2 min`. */
export function versionWords({ currentVersion }: Piece): string {
  if (currentVersion === null) return '–';
  const { number, format, pageCount, durationMs } = currentVersion;
  const length =
    durationMs !== null
      ? `${Math.max(1, Math.round(durationMs / 60_000))} min`
      : (format === 'pdf' || format === 'slides') && pageCount !== null
        ? `${pageCount} p`
        : '';
  return [`v${number}`, length].filter((part) => part !== '').join(' · ');
}

/** The page of a piece. */
export const assetPath = (assetId: string): string => `/content/assets/${assetId}`;

const megabyte = 1_000_000;

/** `840 KB`, `12 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < megabyte) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  const size = bytes / megabyte;
  return size < 1_000
    ? `${size.toLocaleString(undefined, { maximumFractionDigits: size < 10 ? 1 : 0 })} MB`
    : `${(size / 1_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} GB`;
}
