import classes from './share.module.css';

/** The first page, small; a blank sheet where there is none. Its piece is named beside it. */
export function Thumbnail({ url }: { url: string | null }) {
  return (
    <span className={classes.thumbnail} aria-hidden="true">
      {url === null ? null : <img src={url} alt="" />}
    </span>
  );
}
