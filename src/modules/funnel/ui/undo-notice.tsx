import { Button } from '@mantine/core';

export function UndoNotice({ text, onUndo }: { text: string; onUndo: (() => void) | null }) {
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center', justifyContent: 'space-between' }}>
      <span>{text}</span>
      {onUndo ? (
        <Button size="compact-sm" variant="default" onClick={onUndo}>
          Undo
        </Button>
      ) : null}
    </div>
  );
}
