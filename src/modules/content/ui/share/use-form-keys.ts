import type { KeyboardEvent, RefObject } from 'react';
import { isTyping, singleKeysOn } from '../../../../web/keys.ts';
import type { WayToSend } from './api-types.ts';

/** The keys of the ways, as they are printed on their buttons. */
export const wayKeys: Record<WayToSend, string> = {
  copied: 'c',
  mailto: 'm',
  linkedin: 'i',
  liaison: 'e',
};

type FormKeysOptions = {
  ready: boolean;
  search: RefObject<HTMLInputElement | null>;
  onWay: (way: WayToSend) => void;
  mayMail: boolean;
};

/** A number takes a piece in or out, a letter shares; ⌘ or Ctrl with Enter copies the link from wherever one types. */
export function useFormKeys({ ready, search, onWay, mayMail }: FormKeysOptions) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || event.altKey) return;
    const take = (run: () => void) => {
      event.preventDefault();
      run();
    };
    if (event.metaKey || event.ctrlKey) {
      if (event.key === 'Enter' && ready) take(() => onWay('copied'));
      return;
    }
    if (isTyping(event.target) || !singleKeysOn()) return;
    const box = event.currentTarget;
    if (/^[1-9]$/.test(event.key)) {
      const piece = box.querySelectorAll<HTMLInputElement>('fieldset input[type=checkbox]')[
        Number(event.key) - 1
      ];
      if (piece) take(() => piece.click());
    } else if (event.key === '/') take(() => search.current?.focus());
    else {
      const way = ways.find((one) => wayKeys[one] === event.key);
      if (way && ready && (way !== 'liaison' || mayMail)) take(() => onWay(way));
    }
  };
}

const ways = ['copied', 'mailto', 'linkedin', 'liaison'] as const;
