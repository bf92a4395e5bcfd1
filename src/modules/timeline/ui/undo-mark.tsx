import { useMay } from '../../../web/session.ts';
import classes from './list.module.css';
import { useUndoBuyingStage } from './use-buying-stage.ts';

/** Takes back a buying stage that was recorded by hand. */
export function UndoMark({ id, words, tabbable }: { id: string; words: string; tabbable: boolean }) {
  const mayMove = useMay('lifecycle:move');
  const undo = useUndoBuyingStage();
  if (!mayMove) return null;
  return (
    <button
      type="button"
      className={classes.undo}
      tabIndex={tabbable ? 0 : -1}
      disabled={undo.isPending}
      aria-label={`Undo: ${words}`}
      onClick={() => undo.mutate({ id })}
    >
      undo
    </button>
  );
}
