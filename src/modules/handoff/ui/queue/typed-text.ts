import { useState } from 'react';

/** What was typed for one move of one hand-off: there again when its dialog is opened again, gone once it was sent. */
export function useTyped<Fields extends Record<string, string>>(key: string, empty: Fields) {
  const name = `liaison-handoff-typed:${key}`;
  const [fields, setFields] = useState<Fields>(() => ({ ...empty, ...read(name, empty) }));
  const change = (changes: Partial<Fields>) =>
    setFields((now) => {
      const next = { ...now, ...changes };
      store(() => sessionStorage.setItem(name, JSON.stringify(next)));
      return next;
    });
  return { fields, change, drop: () => store(() => sessionStorage.removeItem(name)) };
}

function read<Fields extends Record<string, string>>(name: string, empty: Fields): Partial<Fields> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const known = Object.entries(kept).filter(([key, text]) => key in empty && typeof text === 'string');
    return Object.fromEntries(known) as Partial<Fields>;
  } catch {
    return {};
  }
}

function store(write: () => void): void {
  try {
    write();
  } catch {
    // A full or forbidden storage loses the text on leaving the page, not before.
  }
}
