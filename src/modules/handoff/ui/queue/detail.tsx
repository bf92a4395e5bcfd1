import { usePageTitle } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Handoff } from '../parts/api-types.ts';
import { MoveButtons } from './move-buttons.tsx';
import { PacketView } from './packet-view.tsx';
import { PointsDrawer } from './points-drawer.tsx';
import type { Move, Reader } from './possible-moves.ts';
import classes from './queue.module.css';

type DetailProps = {
  handoff: Handoff | undefined;
  error: unknown;
  reader: Reader;
  pending: boolean;
  onMove: (move: Move) => void;
  /** On a phone: back to the list. */
  onBack: (() => void) | undefined;
  onShare: (() => void) | undefined;
  onCall: (() => void) | undefined;
};

/** The hand-off that is open: its packet, and what can be done with it. */
export function Detail({ handoff, error, reader, pending, onMove, onBack, onShare, onCall }: DetailProps) {
  return (
    <div className={classes.detail}>
      {onBack ? <AloneHead name={handoff?.contact.name} /> : null}
      {onBack ? (
        <button type="button" className={classes.back} onClick={onBack}>
          ← All hand-offs
        </button>
      ) : null}
      <ProblemNotice error={error} />
      {handoff ? (
        <>
          <PacketView
            handoff={handoff}
            actions={<MoveButtons handoff={handoff} reader={reader} onMove={onMove} pending={pending} />}
            onShare={onShare}
            onCall={onCall}
          />
          <PointsDrawer handoff={handoff} />
        </>
      ) : null}
      {!handoff && !error ? (
        <div className={`panel ${classes.packetWait}`} role="status" aria-label="Loading the hand-off" />
      ) : null}
    </div>
  );
}

/** On a phone the packet is a page of its own. */
function AloneHead({ name }: { name: string | undefined }) {
  usePageTitle(name ?? 'Hand-off');
  return <h1 className="sr-only">Hand-off{name ? `: ${name}` : ''}</h1>;
}
