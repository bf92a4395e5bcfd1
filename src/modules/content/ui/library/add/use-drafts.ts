import { useCallback, useEffect, useReducer, useRef } from 'react';
import { client } from '../../../../../web/api.ts';
import { asProblem } from '../../../../../web/problem.ts';
import type { Checked } from '../api-types.ts';
import { openUploads } from './kept.ts';
import { sendFile } from './send-file.ts';

/** A file or an address on its way into the library. */
export type Draft = {
  key: string;
  file: File | null;
  url: string | null;
  title: string;
  /** What somebody typed is never replaced by a suggestion. */
  isTitleTyped: boolean;
  asSlides: boolean;
  state: 'waiting' | 'sending' | 'looking' | 'ready' | 'same' | 'refused' | 'broken' | 'adding' | 'added';
  sentBytes: number;
  uploadId: string | null;
  checked: Checked | null;
  /** Why it was refused or broke off. */
  reason: string | null;
  assetId: string | null;
};

type Change = { key: string; change: Partial<Draft> } | { add: readonly Draft[] } | { remove: string };

function reduce(drafts: readonly Draft[], change: Change): readonly Draft[] {
  if ('add' in change) return [...drafts, ...change.add];
  if ('remove' in change) return drafts.filter(({ key }) => key !== change.remove);
  return drafts.map((draft) => (draft.key === change.key ? { ...draft, ...change.change } : draft));
}

let made = 0;
const nextKey = () => `draft-${++made}`;

const empty = {
  file: null,
  url: null,
  isTitleTyped: false,
  asSlides: false,
  sentBytes: 0,
  uploadId: null,
  checked: null,
  reason: null,
  assetId: null,
} as const;

const stemOf = (name: string) => name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replaceAll('_', ' ');

/** Files go up one after the other, in the order in which they were dropped. */
export function useDrafts() {
  const [drafts, dispatch] = useReducer(reduce, []);
  const change = useCallback((key: string, next: Partial<Draft>) => dispatch({ key, change: next }), []);
  const line = useRef<Promise<void>>(Promise.resolve());
  const stops = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const running = stops.current;
    return () => {
      for (const stop of running.values()) stop.abort();
    };
  }, []);

  const send = (key: string, file: File, uploadId: string | null) => {
    const stop = new AbortController();
    stops.current.set(key, stop);
    change(key, { state: 'waiting', reason: null });
    line.current = line.current.then(async () => {
      if (!stop.signal.aborted) await sendOne({ key, file, uploadId, signal: stop.signal, change });
      stops.current.delete(key);
    });
  };

  const addFiles = (files: readonly File[]) => {
    const added = files.map((file): Draft & { file: File } => ({
      ...empty,
      key: nextKey(),
      file,
      title: stemOf(file.name),
      state: 'waiting',
    }));
    dispatch({ add: added });
    for (const { key, file } of added) send(key, file, openUploads().find(file));
  };

  const addAddress = (url: string) =>
    dispatch({ add: [{ ...empty, key: nextKey(), url, title: '', isTitleTyped: true, state: 'ready' }] });

  const remove = (draft: Draft) => {
    stops.current.get(draft.key)?.abort();
    dispatch({ remove: draft.key });
    if (draft.file) openUploads().drop(draft.file);
    if (draft.uploadId !== null && draft.state !== 'added' && draft.state !== 'refused') {
      // Left behind, it would go by itself after two days.
      client.content.library.cancelUpload({ uploadId: draft.uploadId }).catch(() => undefined);
    }
  };

  const again = (draft: Draft) => draft.file && send(draft.key, draft.file, draft.uploadId);
  return { drafts, addFiles, addAddress, change, remove, again };
}

export type Drafts = ReturnType<typeof useDrafts>;

async function sendOne(options: {
  key: string;
  file: File;
  uploadId: string | null;
  signal: AbortSignal;
  change: (key: string, change: Partial<Draft>) => void;
}): Promise<void> {
  const { key, file, signal, change } = options;
  const uploads = openUploads();
  change(key, { state: 'sending' });
  try {
    const { id, checked } = await sendFile({
      file,
      uploadId: options.uploadId,
      signal,
      onBegun: (uploadId) => {
        uploads.keep(file, uploadId);
        change(key, { uploadId });
      },
      onSent: (sentBytes) => change(key, { sentBytes, state: sentBytes < file.size ? 'sending' : 'looking' }),
    });
    if (checked === null) throw new Error('A completed upload was looked at.');
    change(key, { uploadId: id, checked, state: checked.sameAs === null ? 'ready' : 'same' });
  } catch (error) {
    if (signal.aborted) return;
    const { code, detail } = asProblem(error);
    const isRefused = code === 'unprocessable' || code === 'invalid_input' || code === 'too_large';
    if (isRefused) uploads.drop(file);
    change(key, {
      state: isRefused ? 'refused' : 'broken',
      reason: detail,
      ...(isRefused ? { uploadId: null } : {}),
    });
  }
}

/** The title to show: what was typed, else what the file says. */
export const titleOf = (draft: Draft): string =>
  draft.isTitleTyped ? draft.title : (draft.checked?.title ?? draft.title);
