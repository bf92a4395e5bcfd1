import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../../web/api.ts';
import type { Definition, Side, Version } from './api-types.ts';
import { useRefreshLanguage } from './use-language.ts';

type Of = { version: Version };

/**
 * What can be done with a version. After each the page reads everything anew, after a refusal too: what was refused
 * was usually overtaken by somebody else's step, and the page should show it beside the server's words.
 */
export function useActions(definition: Definition) {
  const refresh = useRefreshLanguage();
  const { id, word } = definition;
  const after = (message: string) => ({
    onSuccess: async () => {
      notifications.show({ message });
      await refresh();
    },
    onError: () => refresh(),
  });
  const sign = useMutation({
    mutationFn: ({ version, side }: Of & { side: Side }) =>
      client.language.sign({ id, versionId: version.id, side, hash: version.hash }),
    ...after(`Signed: ${word}.`),
  });
  const object = useMutation({
    mutationFn: ({ version, side, reason }: Of & { side: Side; reason: string }) =>
      client.language.object({ id, versionId: version.id, side, reason }),
    ...after('Your objection stands beside the text.'),
  });
  const takeBackObjection = useMutation({
    mutationFn: ({ versionId, objectionId }: { versionId: string; objectionId: string }) =>
      client.language.withdrawObjection({ id, versionId, objectionId }),
    ...after('The objection is taken back.'),
  });
  const withdraw = useMutation({
    mutationFn: ({ version, reason }: Of & { reason: string }) =>
      client.language.withdraw({ id, versionId: version.id, reason }),
    ...after('Taken back. It stays in the history.'),
  });
  const propose = useMutation({
    mutationFn: ({ version, wantedFrom, note }: Of & { wantedFrom: string; note: string }) =>
      client.language.propose({
        id,
        versionId: version.id,
        ...(wantedFrom === '' ? {} : { wantedFrom }),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    ...after('Proposed. The other side sees it at once.'),
  });
  const all = [sign, object, takeBackObjection, withdraw, propose];
  return {
    sign,
    object,
    takeBackObjection,
    withdraw,
    propose,
    pending: all.some((one) => one.isPending),
    /** The latest refusal, in the server's words. */
    error: all.find((one) => one.error !== null)?.error ?? null,
  };
}
export type Actions = ReturnType<typeof useActions>;
