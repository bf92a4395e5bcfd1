import { useSyncExternalStore } from 'react';
import { useMe } from '../../../../../web/session.ts';

const listeners = new Set<() => void>();

/** Whether this person does not want to be shown on each page who reads. Their notices are a setting of their own. */
export function useQuiet(): [quiet: boolean, setQuiet: (quiet: boolean) => void] {
  const { actor, workspace } = useMe();
  const name = `liaison-reading-quiet:${workspace?.id ?? ''}:${actor.name}`;
  const quiet = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      window.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', listener);
      };
    },
    () => localStorage.getItem(name) === 'on',
  );
  const set = (next: boolean) => {
    if (next) localStorage.setItem(name, 'on');
    else localStorage.removeItem(name);
    for (const listener of listeners) listener();
  };
  return [quiet, set];
}
