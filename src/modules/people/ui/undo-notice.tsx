import { Button, Group } from '@mantine/core';

/** What was done, and the way back; stands in a notification. */
export function UndoNotice({
  words,
  onUndo,
  onDone,
}: {
  words: string;
  onUndo: () => Promise<void>;
  onDone: () => void;
}) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>{words}</span>
      <Button
        size="compact-xs"
        variant="default"
        style={{ flexShrink: 0 }}
        onClick={() => {
          onDone();
          void onUndo();
        }}
      >
        Undo
      </Button>
    </Group>
  );
}
