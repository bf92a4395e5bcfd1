import { Button, Group, Modal } from '@mantine/core';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { Definition, Side, Version } from './api-types.ts';
import classes from './definition.module.css';
import { FullText } from './full-text.tsx';
import { useProposalBacktest } from './use-proposal-backtest.ts';
import { backtestWords, otherSide } from './words.ts';

type SignDialogProps = {
  definition: Definition;
  version: Version;
  /** For which side; null: shut. */
  side: Side | null;
  onClose: () => void;
  onSign: (side: Side) => void;
};

/** The whole text once more before it is signed, with its fingerprint and what the past says of it. */
export function SignDialog({ definition, version, side, onClose, onSign }: SignDialogProps) {
  const backtest = useProposalBacktest(definition.id, version);
  return (
    <Modal
      opened={side !== null}
      onClose={onClose}
      size="lg"
      title={side ? `Sign ${definition.word}, version ${version.number}, for ${side}` : ''}
    >
      {side ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSign(side);
            onClose();
          }}
        >
          <FullText version={version} />
          {backtest ? (
            <p className={classes.past}>
              <b>On the past leads.</b> {backtestWords(backtest.sentence)}
            </p>
          ) : null}
          <p className="mute">{whatFollows(version, side)}</p>
          <Group justify="flex-end" gap="sm" mt="lg">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={side} data-autofocus>
              Sign for {side}
            </Button>
          </Group>
        </form>
      ) : null}
    </Modal>
  );
}

/** What happens next: it waits for the other side, or it holds, now or from its day. */
function whatFollows(version: Version, side: Side): string {
  const rest = version.missing.filter((one) => one.side !== side || one.more > 1);
  if (rest.length > 0)
    return `After you it waits for ${rest.map((one) => one.side).join(' and ') || otherSide(side)}. A signature stays: it cannot be taken back.`;
  if (version.wantedFrom !== null)
    return `You are the last to sign: it holds from ${formatDate(`${version.wantedFrom}T12:00:00`)} on.`;
  return 'You are the last to sign: it holds at once, and leads move by it.';
}
