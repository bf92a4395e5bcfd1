import type { FormEvent, KeyboardEvent } from 'react';

/** What a form needs to be sent by its button, by Enter, or by ⌘ or Ctrl with Enter from anywhere in it. */
export const sendable = (submit: () => void) => ({
  onSubmit: (event: FormEvent) => {
    event.preventDefault();
    submit();
  },
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    submit();
  },
});
