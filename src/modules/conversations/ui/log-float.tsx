import { lazy, Suspense, useRef, useSyncExternalStore } from 'react';
import { useKeys } from '../../../web/keys.ts';
import { Kbd } from '../../../web/parts/kbd.tsx';
import { useMay } from '../../../web/session.ts';
import classes from './log-float.module.css';
import { closeLog, type LogRequest, logStore, openLog } from './log-store.ts';

const loadDialog = () => import('./log-dialog.tsx');
const LogDialog = lazy(async () => ({ default: (await loadDialog()).LogDialog }));

/** Loads the form ahead, while a thumb or pointer is on its way. */
const warm = () => void loadDialog();

/** Logging a conversation from any page: the key, the round button on a phone, and the form once it is asked for. */
export function LogFloat() {
  const mayWrite = useMay('interactions:write');
  const request = useSyncExternalStore(logStore.subscribe, logStore.current);
  const last = useRef<LogRequest | null>(null);
  if (request !== null) last.current = request;
  useKeys('Conversations', [{ keys: 'l', label: 'Log a conversation', run: openLog }], mayWrite);
  if (!mayWrite) return null;
  return (
    <>
      <button
        type="button"
        className={classes.plus}
        aria-label="Log a conversation"
        onClick={openLog}
        onPointerEnter={warm}
        onTouchStart={warm}
      >
        <svg viewBox="0 0 20 20" width="22" height="22" aria-hidden="true">
          <path d="M10 3v14M3 10h14" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        </svg>
      </button>
      <Suspense>
        {last.current ? (
          <LogDialog request={last.current} opened={request !== null} onClose={closeLog} />
        ) : null}
      </Suspense>
    </>
  );
}

/** The same in the sidebar, where there is one. */
export function LogEntry({
  className,
  onGo,
}: {
  className: string | undefined;
  onGo?: (() => void) | undefined;
}) {
  if (!useMay('interactions:write')) return null;
  return (
    <button
      type="button"
      className={className}
      onPointerEnter={warm}
      onClick={() => {
        onGo?.();
        openLog();
      }}
    >
      Log a conversation
      <Kbd keys="l" />
    </button>
  );
}
