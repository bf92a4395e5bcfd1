import '@mantine/dropzone/styles.layer.css';
import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { type ReactNode, useRef } from 'react';
import classes from './import.module.css';

type FileDropProps = {
  label: string;
  children?: ReactNode;
  busy?: boolean;
  /** Offers a button for a folder too. */
  withFolder?: boolean;
  onFiles: (files: File[]) => void;
};

const accepted = '.csv,.tsv,.txt,.tab,.json';

/** Takes files and folders by drop or by button. */
export function FileDrop({ label, children, busy, withFolder, onFiles }: FileDropProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onPick = (input: HTMLInputElement) => {
    const picked = [...(input.files ?? [])];
    // So that the same file can be chosen again.
    input.value = '';
    if (picked.length > 0) onFiles(picked);
  };
  return (
    <Dropzone
      className={classes.drop}
      onDrop={onFiles}
      disabled={busy ?? false}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      tabIndex={-1}
      inputProps={{ tabIndex: -1, 'aria-hidden': true }}
    >
      <p className={classes.dropLabel}>{label}</p>
      <div className={classes.dropButtons}>
        <Button loading={busy ?? false} onClick={() => files.current?.click()}>
          Choose files
        </Button>
        {withFolder ? (
          <Button variant="default" disabled={busy ?? false} onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
        ) : null}
      </div>
      {children ? <div className={classes.dropNote}>{children}</div> : null}
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={accepted}
        aria-label="Files"
        onChange={(event) => onPick(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => onPick(event.currentTarget)}
      />
    </Dropzone>
  );
}
