import { useEffect, useRef, useSyncExternalStore } from 'react';

export type Shortcut = {
  /** `j`, `mod+k` (⌘ or Ctrl), `shift+c`, `?`, or two keys in a row: `g f`. */
  keys: string;
  label: string;
  run: () => void;
  /** Keys such as Enter mean something to most of what can hold the focus: says where this one may take them. */
  when?: (target: EventTarget | null) => boolean;
};

type Group = { name: string; shortcuts: readonly Shortcut[] };

const groups = new Set<{ current: Group }>();
const listeners = new Set<() => void>();
let shown: readonly Group[] = [];

function changed(): void {
  shown = [...groups].map((group) => group.current);
  for (const listener of listeners) listener();
}

/** Makes keys work while the calling part is on the page, and lists them under `name` in the help on `?`. */
export function useKeys(name: string, shortcuts: readonly Shortcut[], enabled = true): void {
  const group = useRef<Group>({ name, shortcuts });
  group.current = { name, shortcuts };
  const signature = shortcuts.map((shortcut) => `${shortcut.keys}:${shortcut.label}`).join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list the help shows.
  useEffect(() => {
    if (!enabled) return;
    groups.add(group);
    changed();
    return () => {
      groups.delete(group);
      changed();
    };
  }, [enabled, signature, name]);
}

/** All shortcuts that work right now, for the help. */
export function useShownKeys(): readonly Group[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

const storageKey = 'liaison-single-keys';

/** Single-key shortcuts can be switched off (speech input types letters); ⌘ shortcuts always work. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off');
}

const sequenceTimeoutMs = 1_200;

/** Whether what is pressed there is text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select'));

/** A letter with Shift is a key of its own, so that it is printed as one: `shift+c`. */
function pressedKey({ key, shiftKey }: KeyboardEvent, modified: boolean): string {
  if (modified) return `mod+${key.toLowerCase()}`;
  return shiftKey && /^\p{Lu}$/u.test(key) ? `shift+${key.toLowerCase()}` : key;
}

/** The page's one key listener; the shell mounts it. */
export function useKeyListener(): void {
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.key === 'Shift') return;
      const modified = event.metaKey || event.ctrlKey;
      const typing = isTyping(event.target) || document.querySelector('[aria-modal="true"]') !== null;
      if (!modified && (typing || !singleKeysOn())) return;
      const pressed = pressedKey(event, modified);
      const inRow = event.timeStamp - firstAt < sequenceTimeoutMs ? `${first} ${pressed}` : '';
      const all = [...groups]
        .flatMap((group) => group.current.shortcuts)
        .filter((shortcut) => shortcut.when?.(event.target) ?? true);
      const hit =
        all.findLast((shortcut) => shortcut.keys === inRow) ??
        all.findLast((shortcut) => shortcut.keys === pressed);
      first = hit ? '' : pressed;
      firstAt = event.timeStamp;
      if (!hit) return;
      event.preventDefault();
      hit.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);

/** `mod+k` as it is printed on this reader's keyboard. */
export function printedKeys(keys: string): string[] {
  return keys
    .split(/[ +]/)
    .filter((key) => key !== '')
    .map((key) => printed[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

const printed: Record<string, string> = {
  mod: isApple ? '⌘' : 'Ctrl',
  shift: '⇧',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
};
