import classes from './library.module.css';

/** The first page, small; where there is none, what it is made of. Its piece is named beside it. */
export function PageThumbnail({ url, format }: { url: string | null; format: string | null }) {
  return (
    <span className={classes.thumbnail} aria-hidden="true" data-format={format ?? 'none'}>
      {url === null ? <span>{signs[format ?? ''] ?? ''}</span> : <img src={url} alt="" loading="lazy" />}
    </span>
  );
}

const signs: Readonly<Record<string, string>> = {
  page: 'www',
  link: 'url',
  video: '▶',
  image: '◪',
  pdf: 'pdf',
  slides: 'pdf',
};
