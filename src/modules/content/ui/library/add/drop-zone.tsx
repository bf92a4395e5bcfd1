import '@mantine/dropzone/styles.layer.css';
import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useRef } from 'react';
import classes from './add.module.css';

/** What is offered to be chosen; what a file is, its bytes say. */
const accepted = '.pdf,.png,.jpg,.jpeg,.webp,.gif,.avif,.svg,.mp4,.m4v,.mov,.webm';

/** Takes files by drop or by button. */
export function DropZone({
  label,
  isMany,
  disabled,
  onFiles,
}: {
  label: string;
  isMany: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dropzone
      className={classes.drop}
      onDrop={(files: File[]) => onFiles(isMany ? files : files.slice(0, 1))}
      disabled={disabled ?? false}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      tabIndex={-1}
      inputProps={{ tabIndex: -1, 'aria-hidden': true }}
    >
      <span>{label}</span>
      <Button
        variant="default"
        size="xs"
        disabled={disabled ?? false}
        onClick={() => input.current?.click()}
        data-autofocus
      >
        {isMany ? 'Choose files' : 'Choose a file'}
      </Button>
      <span className="mute">PDF up to 200 MB, pictures 20 MB, films 2 GB</span>
      <input
        ref={input}
        type="file"
        hidden
        multiple={isMany}
        accept={accepted}
        aria-label="Files"
        onChange={(event) => {
          const picked = [...(event.currentTarget.files ?? [])];
          // So that the same file can be chosen again.
          event.currentTarget.value = '';
          if (picked.length > 0) onFiles(picked);
        }}
      />
    </Dropzone>
  );
}
