import { Button, Menu } from '@mantine/core';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { Handoff } from '../parts/api-types.ts';
import { type Move, moveWords, possibleMoves, type Reader } from './possible-moves.ts';

/** These stand as buttons, the others in the menu. */
const inFront: readonly Move[] = ['claim', 'accept', 'reject', 'recycle', 'give_back', 'mend', 'withdraw'];
const shownButtons = 3;

type MoveButtonsProps = {
  handoff: Handoff;
  reader: Reader;
  onMove: (move: Move) => void;
  pending: boolean;
};

/** What can be done with a hand-off, each with its key. */
export function MoveButtons({ handoff, reader, onMove, pending }: MoveButtonsProps) {
  const can = possibleMoves(handoff, reader);
  const front = inFront.filter((move) => can.has(move));
  const shown = front.slice(0, shownButtons);
  const rest = [...can].filter((move) => !shown.includes(move));
  return (
    <>
      {shown.map((move, place) => (
        <Button
          key={move}
          {...(place === 0 ? { color: reader.mayAnswer ? 'sales' : 'marketing' } : { variant: 'default' })}
          disabled={pending}
          onClick={() => onMove(move)}
          rightSection={<ButtonKey keys={moveWords[move].key} />}
        >
          {moveWords[move].label}
        </Button>
      ))}
      {rest.length > 0 ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">More</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((move) => (
              <Menu.Item
                key={move}
                onClick={() => onMove(move)}
                rightSection={<ButtonKey keys={moveWords[move].key} />}
              >
                {moveWords[move].label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}
