import { Button, Checkbox, CloseButton, Progress, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatShare } from '../../../../../web/parts/money.tsx';
import { assetPath, sizeWords } from '../words.ts';
import classes from './add.module.css';
import { type Draft, type Drafts, titleOf } from './use-drafts.ts';

/** One file or address: how far it is, what it will be called, what is wrong with it. */
export function DraftRow({ draft, drafts }: { draft: Draft; drafts: Drafts }) {
  const { file, url, state } = draft;
  const name = file?.name ?? url ?? '';
  const isClosed = state === 'adding' || state === 'added';
  const isUsable = state !== 'same' && state !== 'refused' && !isClosed;
  return (
    <li className={classes.draft} data-state={state}>
      <div className={classes.draftHead}>
        <span className={classes.draftName} title={name}>
          {name}
        </span>
        <span className="mute">{file ? sizeWords(file.size) : null}</span>
        {isClosed ? null : (
          <CloseButton size="sm" aria-label={`Leave out ${name}`} onClick={() => drafts.remove(draft)} />
        )}
      </div>
      {isUsable ? (
        <TextInput
          aria-label={`Title of ${name}`}
          placeholder="Title"
          size="xs"
          value={titleOf(draft)}
          maxLength={300}
          onChange={(event) =>
            drafts.change(draft.key, { title: event.currentTarget.value, isTitleTyped: true })
          }
        />
      ) : null}
      <DraftState draft={draft} onAgain={() => drafts.again(draft)} />
      {isUsable && draft.checked?.format === 'pdf' ? (
        <Checkbox
          size="xs"
          label="These are slides"
          checked={draft.asSlides}
          onChange={(event) => drafts.change(draft.key, { asSlides: event.currentTarget.checked })}
        />
      ) : null}
    </li>
  );
}

/** How far a file is, in words that say what to do next. */
export function DraftState({ draft, onAgain }: { draft: Draft; onAgain: () => void }) {
  const { file, state, sentBytes, checked, reason } = draft;
  if (file && (state === 'sending' || state === 'waiting')) {
    const share = file.size === 0 ? 0 : sentBytes / file.size;
    return (
      <div className={classes.progress}>
        <Progress
          value={share * 100}
          aria-label={`${file.name}, ${formatShare(share)} sent`}
          color="marketing"
        />
        <span className="mute">
          {state === 'waiting' ? 'waits its turn' : `${sizeWords(sentBytes)} of ${sizeWords(file.size)}`}
        </span>
      </div>
    );
  }
  if (state === 'looking') return <p className="mute">It is all there; looking at what it is…</p>;
  if (state === 'same' && checked?.sameAs) {
    return (
      <p>
        This very file is version {checked.sameAs.versionNumber} of{' '}
        <Link to={assetPath(checked.sameAs.asset.id)}>{checked.sameAs.asset.title}</Link>. Nothing is added.
      </p>
    );
  }
  if (state === 'refused')
    return (
      <p className="late" role="alert">
        {reason}
      </p>
    );
  if (state === 'broken') {
    return (
      <div className={classes.broken} role="alert">
        <span className="late">{reason}</span>
        <span className="mute">
          {sentBytes > 0 ? `What has arrived, ${sizeWords(sentBytes)}, is kept for two days.` : null}
        </span>
        <Button size="compact-xs" variant="default" onClick={onAgain}>
          {sentBytes > 0 ? 'Send the rest' : 'Try again'}
        </Button>
      </div>
    );
  }
  if (state === 'added' && draft.assetId !== null) {
    return (
      <p>
        Added as <Link to={assetPath(draft.assetId)}>{titleOf(draft)}</Link>.
      </p>
    );
  }
  return reason === null ? null : (
    <p className="late" role="alert">
      {reason}
    </p>
  );
}
