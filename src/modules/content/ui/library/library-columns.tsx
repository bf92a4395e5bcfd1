import type { Column } from '../../../../web/parts/data-table.tsx';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { Piece } from './api-types.ts';
import { AssetMenu } from './asset-menu.tsx';
import classes from './library.module.css';
import type { SetLibrary } from './library-state.ts';
import { PageThumbnail } from './page-thumbnail.tsx';
import { stageName, versionWords } from './words.ts';

type Stages = readonly { key: string; name: string }[];

/** What the list says of each piece. */
export function libraryColumns(options: {
  stages: Stages;
  set: SetLibrary;
  isPhone: boolean;
}): Column<Piece>[] {
  const { stages, set, isPhone } = options;
  const columns: Column<Piece>[] = [
    {
      id: 'title',
      heading: 'Piece',
      cell: (piece) => <TitleCell piece={piece} />,
    },
    { id: 'type', heading: 'Type', width: 110, cell: ({ type }) => type ?? <span className="mute">–</span> },
    { id: 'for', heading: 'For', width: 150, cell: (piece) => <ForCell piece={piece} /> },
    {
      id: 'stage',
      heading: 'Stage',
      width: 100,
      cell: ({ buyingStages }) =>
        buyingStages.length === 0 ? (
          <span className="mute">any</span>
        ) : (
          buyingStages.map((said) => stageName(said, stages)).join(', ')
        ),
    },
    { id: 'version', heading: 'Version', width: 82, cell: (piece) => <VersionCell piece={piece} /> },
    {
      id: 'owner',
      heading: 'Owner',
      width: 96,
      cell: ({ owner }) => owner?.name ?? <span className="mute">nobody</span>,
    },
    { id: 'review', heading: 'Review', width: 108, cell: (piece) => <ReviewCell piece={piece} /> },
    { id: 'shares', heading: 'Shares', width: 62, align: 'end', cell: ({ shares }) => counted(shares) },
    { id: 'readers', heading: 'Readers', width: 68, align: 'end', cell: ({ readers }) => counted(readers) },
    {
      id: 'finished',
      heading: 'Finished',
      width: 72,
      align: 'end',
      cell: (piece) => <FinishedCell piece={piece} />,
    },
    {
      id: 'menu',
      heading: 'More',
      width: 58,
      fixed: true,
      align: 'end',
      cell: (piece) => <AssetMenu piece={piece} onDo={(does) => set({ does, to: piece.id })} />,
    },
  ];
  return isPhone ? columns.filter(({ id }) => onPhone.has(id)) : columns;
}

const onPhone = new Set(['title', 'type', 'for', 'version', 'review', 'readers', 'finished', 'menu']);

const counted = (count: number) => (count === 0 ? <span className="mute">0</span> : formatCount(count));

function TitleCell({ piece }: { piece: Piece }) {
  const { currentVersion, comingVersion } = piece;
  const note = comingVersion ? comingWords(comingVersion) : noteOf(piece);
  return (
    <span className={classes.titleCell}>
      <PageThumbnail url={currentVersion?.thumbnailUrl ?? null} format={currentVersion?.format ?? null} />
      <span className={classes.title} title={piece.title}>
        {piece.title}
      </span>
      {note === null ? null : <span className={classes.note}>{note}</span>}
    </span>
  );
}

const comingWords = ({ number, state }: { number: number; state: string }) =>
  state === 'refused' ? `v${number} was refused` : `v${number} is being prepared`;

function noteOf({ state, useInstead }: Piece): string | null {
  if (state === 'retired') return useInstead ? `retired: use ${useInstead.title}` : 'retired';
  if (state === 'preparing') return 'being prepared';
  if (state === 'refused') return 'refused';
  return state === 'named' ? 'nothing to read yet' : null;
}

function ForCell({ piece: { audience, personas } }: { piece: Piece }) {
  if (audience === 'seller') return <span className={classes.forSellers}>sellers only</span>;
  if (personas.length === 0) return <span className="mute">every buyer</span>;
  const [first, ...more] = personas;
  return (
    <span className={classes.personas} title={personas.join(', ')}>
      <span className={classes.persona}>{first}</span>
      {more.length > 0 ? <span className="mute">+{more.length}</span> : null}
    </span>
  );
}

function VersionCell({ piece }: { piece: Piece }) {
  if (piece.currentVersion === null) return <span className="mute">none</span>;
  return versionWords(piece);
}

function ReviewCell({ piece: { reviewOn, state, retired } }: { piece: Piece }) {
  if (reviewOn === null || retired) return <span className="mute">–</span>;
  return (
    <span className={state === 'stale' ? 'late' : undefined}>
      {formatDate(`${reviewOn}T12:00:00`)}
      {state === 'stale' ? <span className="sr-only"> has passed</span> : null}
    </span>
  );
}

function FinishedCell({ piece: { measured, finished } }: { piece: Piece }) {
  if (measured === 0) return <span className="mute">–</span>;
  return (
    <span title={`${formatCount(finished)} of ${formatCount(measured)} of whom it is known`}>
      {formatShare(finished / measured)}
    </span>
  );
}
