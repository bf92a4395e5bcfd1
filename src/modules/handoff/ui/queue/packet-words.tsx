import { Textarea } from '@mantine/core';

const maxPoints = 10;

/** Marketing's own words in a packet, as they are typed. */
export type PacketWords = { note: string; points: string };

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The same as it is sent: null where nothing is noted. */
export function packetWordsOf({ note, points }: PacketWords) {
  const talkingPoints = linesOf(points);
  return {
    note: note.trim() === '' ? null : note,
    talkingPoints,
    isGood: talkingPoints.length <= maxPoints,
  };
}

type PacketWordsFieldsProps = {
  words: PacketWords;
  onChange: (words: Partial<PacketWords>) => void;
  note: { label: string; description?: string; placeholder?: string };
  pointsLabel: string;
  minRows: number;
  maxRows: number;
};

/** What only marketing knows: a note, and what to talk of. */
export function PacketWordsFields(props: PacketWordsFieldsProps) {
  const { words, onChange, note, pointsLabel, minRows, maxRows } = props;
  return (
    <>
      <Textarea
        {...note}
        value={words.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        autosize
        minRows={minRows}
        maxRows={maxRows}
        maxLength={4_000}
        data-autofocus
      />
      <Textarea
        label={pointsLabel}
        description="One on each line, ten at most"
        value={words.points}
        onChange={(event) => onChange({ points: event.currentTarget.value })}
        autosize
        minRows={minRows}
        maxRows={maxRows}
      />
    </>
  );
}
