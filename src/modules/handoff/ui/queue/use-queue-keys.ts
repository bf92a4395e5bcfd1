import type { RefObject } from 'react';
import { type Shortcut, useKeys } from '../../../../web/keys.ts';
import type { Handoff, HandoffRow } from '../parts/api-types.ts';
import { type Move, moves, moveWords, possibleMoves, type Reader } from './possible-moves.ts';

type QueueKeysOptions = {
  rows: readonly HandoffRow[];
  selected: string | null;
  handoff: Handoff | undefined;
  reader: Reader;
  listRef: RefObject<HTMLElement | null>;
  onSelect: (id: string) => void;
  onMove: (move: Move) => void;
  onOpen: () => void;
  onCall: (() => void) | undefined;
  onShare: (() => void) | undefined;
};

/** The whole queue by keyboard. */
export function useQueueKeys(options: QueueKeysOptions): void {
  const { rows, selected, handoff, reader, listRef } = options;
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === selected);
    const next = rows[at < 0 ? 0 : at + by];
    if (!next) return;
    options.onSelect(next.id);
    listRef.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus({ preventScroll: true });
  };
  // Arrows and Enter belong to buttons, links and menus, except where the focus is on the page or in the list.
  const when = (target: EventTarget | null): boolean =>
    target instanceof Element && (target.matches('body, main') || listRef.current?.contains(target) === true);
  const walking: Shortcut[] = [
    { keys: 'j', label: 'Next', run: () => step(1) },
    { keys: 'k', label: 'The one before', run: () => step(-1) },
    { keys: 'ArrowDown', label: 'Next', run: () => step(1), when },
    { keys: 'ArrowUp', label: 'The one before', run: () => step(-1), when },
  ];
  const opening: Shortcut[] = handoff
    ? [{ keys: 'Enter', label: 'Open the person', run: options.onOpen, when }]
    : [];
  const can = handoff ? possibleMoves(handoff, reader) : new Set<Move>();
  const moving: Shortcut[] = moves
    .filter((move) => can.has(move))
    .map((move) => ({
      keys: moveWords[move].key,
      label: moveWords[move].label,
      run: () => options.onMove(move),
    }));
  const { onCall, onShare } = options;
  const working: Shortcut[] = handoff
    ? [
        ...(onCall ? [{ keys: 'c', label: 'Log a call', run: onCall }] : []),
        ...(onShare ? [{ keys: 's', label: 'Share an asset', run: onShare }] : []),
      ]
    : [];
  useKeys('Hand-offs', [...walking, ...opening, ...moving, ...working]);
}
