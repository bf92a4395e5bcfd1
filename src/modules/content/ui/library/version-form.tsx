import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { When } from '../../../../web/parts/when.tsx';
import { sendable } from '../../../../web/sendable.ts';
import classes from './add/add.module.css';
import { DraftState } from './add/draft-row.tsx';
import { DropZone } from './add/drop-zone.tsx';
import { openUploads } from './add/kept.ts';
import { useDrafts } from './add/use-drafts.ts';
import type { PieceDetail } from './api-types.ts';
import { FormFoot } from './form-foot.tsx';
import { useChange } from './use-change.ts';
import { formatWords, sizeWords } from './words.ts';

/** A new version of a piece, by file or address, above those there were. */
export function VersionForm({ piece, onClose }: { piece: PieceDetail; onClose: () => void }) {
  const drafts = useDrafts();
  const draft = drafts.drafts.at(-1);
  const [url, setUrl] = useState('');
  const [note, setNote] = useState('');
  const add = useChange({
    call: client.content.library.addVersion,
    said: 'The version is added. Links show it as soon as it is ready.',
    onDone: () => {
      if (draft?.file) openUploads().drop(draft.file);
      onClose();
    },
  });
  const uploadId = draft?.state === 'ready' ? draft.uploadId : null;
  const isReady = draft === undefined ? url.trim() !== '' : uploadId !== null;
  const submit = () => {
    if (!isReady || add.isPending) return;
    const format = piece.currentVersion?.format === 'slides' ? { format: 'slides' as const } : {};
    add.mutate({
      assetId: piece.id,
      note,
      ...(uploadId === null ? { url: url.trim() } : { uploadId, ...format }),
    });
  };
  return (
    <>
      <form className={classes.form} {...sendable(submit)}>
        {draft === undefined ? (
          <>
            <DropZone label="Drop the new version here" isMany={false} onFiles={drafts.addFiles} />
            <TextInput
              aria-label="Address of the new version"
              placeholder="or its address: https://…"
              type="url"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
          </>
        ) : (
          <div className={classes.draft}>
            <div className={classes.draftHead}>
              <span className={classes.draftName}>{draft.file?.name}</span>
              <Button size="compact-xs" variant="subtle" onClick={() => drafts.remove(draft)}>
                Another file
              </Button>
            </div>
            <DraftState draft={draft} onAgain={() => drafts.again(draft)} />
          </div>
        )}
        <TextInput
          label="What is new in it (optional)"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
        />
        <FormFoot action="Add the version" pending={add.isPending} error={add.error} ready={isReady}>
          Links that were given show the current version.
        </FormFoot>
      </form>
      <Versions piece={piece} />
    </>
  );
}

/** The versions there are, with what each was made of; an earlier one can be shown again. */
function Versions({ piece, mayChange = true }: { piece: PieceDetail; mayChange?: boolean }) {
  const makeCurrent = useChange({
    call: client.content.library.makeCurrent,
    said: 'Links show this version from now on.',
  });
  if (piece.versions.length === 0) return null;
  return (
    <ol className={classes.versions} aria-label="Versions" reversed>
      {piece.versions.map((version) => (
        <li key={version.id} data-current={version.isCurrent || undefined}>
          <div>
            <strong>Version {version.number}</strong>{' '}
            <span className="mute">
              {formatWords[version.format]}
              {version.fileBytes === null ? '' : `, ${sizeWords(version.fileBytes)}`}, by {version.createdBy},{' '}
              <When at={version.createdAt} />
            </span>
            {version.note ? <p>{version.note}</p> : null}
            {version.refusedReason ? <p className="late">{version.refusedReason}</p> : null}
          </div>
          <VersionState version={version} />
          {mayChange && version.state === 'ready' && !version.isCurrent ? (
            <Button
              size="compact-xs"
              variant="default"
              loading={makeCurrent.isPending}
              onClick={() => makeCurrent.mutate({ assetId: piece.id, versionId: version.id })}
              aria-label={`Show version ${version.number}`}
            >
              Show this one
            </Button>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function VersionState({ version }: { version: PieceDetail['versions'][number] }) {
  if (version.isCurrent && version.state === 'ready')
    return <span className={classes.current}>shown now</span>;
  if (version.state === 'refused') return <span className="late">refused</span>;
  return version.state === 'ready' ? null : <span className="mute">being prepared</span>;
}
