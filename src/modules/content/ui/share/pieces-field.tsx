import { useQueries } from '@tanstack/react-query';
import { type Ref, useState } from 'react';
import { api } from '../../../../web/api.ts';
import type { Piece } from './kept.ts';
import { PieceSearch } from './piece-search.tsx';
import classes from './share.module.css';
import { Thumbnail } from './thumbnail.tsx';

/** A piece that this person might need next, and why. */
export type Suggested = Piece & { reason: string };

type PiecesFieldProps = {
  suggested: readonly Suggested[];
  loading: boolean;
  /** How the suggestions are for: "Ana Ruiz", or nobody by name. */
  name: string | null;
  chosen: readonly Piece[];
  onChange: (pieces: Piece[]) => void;
  onSearch: (words: string) => void;
  searchRef: Ref<HTMLInputElement>;
};

const samePiece = (a: Piece, b: Piece): boolean => (a.id === null ? a.title === b.title : a.id === b.id);

const withOrWithout = (pieces: readonly Piece[], one: Piece): Piece[] =>
  pieces.some((other) => samePiece(other, one))
    ? pieces.filter((other) => !samePiece(other, one))
    : [...pieces, one];

/** What is shared: the pieces they need next with the reason, and any other. Several go into one link. */
export function PiecesField(props: PiecesFieldProps) {
  const { suggested, loading, name, chosen, onChange, onSearch, searchRef } = props;
  // A piece taken out of the selection stays where it was, to be taken in again.
  const [seen, setSeen] = useState<readonly Piece[]>([]);
  const others = [...seen, ...chosen.filter((one) => !seen.some((other) => samePiece(other, one)))].filter(
    (one) => !suggested.some((other) => samePiece(other, one)),
  );
  const rows: (Piece & { reason?: string })[] = [...suggested, ...others];
  const thumbnails = useThumbnails(rows);
  const choose = (piece: Piece) => {
    if (!others.some((one) => samePiece(one, piece))) setSeen([...others, piece]);
    if (!chosen.some((one) => samePiece(one, piece))) onChange([...chosen, piece]);
  };
  return (
    <>
      {loading && rows.length === 0 ? <Waiting /> : null}
      {rows.length > 0 ? (
        <fieldset className={classes.pieces}>
          <legend>{legendOf(suggested, name)}</legend>
          {rows.map((piece, place) => (
            <label key={piece.id ?? piece.title} className={classes.piece}>
              <input
                type="checkbox"
                checked={chosen.some((one) => samePiece(one, piece))}
                onChange={() => onChange(withOrWithout(chosen, piece))}
              />
              <Thumbnail url={thumbnails.get(piece.id ?? '') ?? null} />
              <span className={classes.pieceWords}>
                <strong>{piece.title}</strong>
                <span className={classes.reason}>{reasonOf(piece)}</span>
              </span>
              {place < 9 ? (
                <span className={classes.number} aria-hidden="true">
                  {place + 1}
                </span>
              ) : null}
            </label>
          ))}
        </fieldset>
      ) : null}
      <PieceSearch
        label={rows.length > 0 ? 'Or another one' : 'Which one'}
        chosen={chosen}
        onChoose={choose}
        onSearch={onSearch}
        inputRef={searchRef}
      />
    </>
  );
}

/** As high as what is looked for usually is, so that nothing jumps when it comes. */
function Waiting() {
  return (
    <div className={classes.waiting} role="status" aria-label="Looking for what fits">
      <div />
      <div />
      <div />
    </div>
  );
}

const legendOf = (suggested: readonly Suggested[], name: string | null): string => {
  if (suggested.length === 0) return 'What to share';
  return name === null ? 'What fits' : `What ${name} needs next`;
};

function reasonOf({ id, type, shareable, reason }: Piece & { reason?: string }): string {
  const problem =
    id === null ? 'not in the library' : shareable ? null : 'no file yet, so no link can be made of it';
  return [type, reason, problem].filter((part) => part).join(' · ');
}

/** First pages by piece, as soon as they are known. */
function useThumbnails(rows: readonly Piece[]): Map<string, string> {
  const ids = rows.flatMap(({ id }) => id ?? []);
  const details = useQueries({
    queries: ids.map((assetId) =>
      api.content.library.get.queryOptions({ input: { assetId }, staleTime: 60_000, retry: false }),
    ),
  });
  return new Map(
    details.flatMap(({ data }) =>
      data?.currentVersion?.thumbnailUrl ? [[data.id, data.currentVersion.thumbnailUrl] as const] : [],
    ),
  );
}
