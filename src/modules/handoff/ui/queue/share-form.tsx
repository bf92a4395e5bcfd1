import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { v4 } from 'uuid';
import { client } from '../../../../web/api.ts';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import type { Chosen } from '../../../conversations/ui/draft.ts';
import { AssetsField } from '../../../conversations/ui/records-field.tsx';
import { useRefresh } from '../../../conversations/ui/use-log.ts';
import type { Handoff } from '../parts/api-types.ts';
import classes from './dialogs.module.css';
import { FormFoot, submitByKeys } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { useTyped } from './typed-text.ts';

type Asset = { id: string | null; title: string; url: string | null; reason: string | null };

/** Sends an asset by mail or as a link, and logs that it was sent: what we told them is known from then on. */
export function ShareForm({ handoff, onClose }: MoveFormProps) {
  const { contact, packet } = handoff;
  const suggested: Asset[] = packet.nextAssets.map(({ assetId, ...asset }) => ({ id: assetId, ...asset }));
  const [asset, setAsset] = useState<Asset | null>(suggested[0] ?? null);
  const typed = useTyped(`share:${handoff.id}`, { text: '' });
  const [key] = useState(() => v4());
  const refresh = useRefresh();
  const log = useMutation({
    networkMode: 'always',
    mutationFn: ({ how }: { how: 'email_exchange' | 'message' }) =>
      client.conversations.log({ ...sentOf(handoff, asset, typed.fields.text), type: how, externalId: key }),
    onSuccess: async () => {
      notifications.show({ message: `Logged: ${asset?.title ?? 'the asset'} was sent to ${contact.name}.` });
      typed.drop();
      onClose();
      await refresh();
    },
  });
  const email = packet.who.email;
  const byMail = () => {
    if (!asset || log.isPending) return;
    window.location.href = mailOf(email, asset, typed.fields.text);
    log.mutate({ how: 'email_exchange' });
  };
  const sent = () => {
    if (asset && !log.isPending) log.mutate({ how: 'message' });
  };
  return (
    <form
      className={classes.form}
      onKeyDown={submitByKeys(sent)}
      onSubmit={(event) => {
        event.preventDefault();
        sent();
      }}
    >
      <SuggestedAssets assets={suggested} value={asset} onChange={setAsset} />
      <AssetsField
        label={suggested.length > 0 ? 'Or another one' : 'Which one'}
        placeholder="Title of an asset"
        value={isSuggested(asset, suggested) || !asset ? [] : [{ id: asset.id, name: asset.title }]}
        onChange={(chosen) => setAsset(assetOf(chosen.at(-1)) ?? suggested[0] ?? null)}
        autoFocus={suggested.length === 0}
      />
      <Textarea
        label="A few words with it (optional)"
        value={typed.fields.text}
        onChange={(event) => typed.change({ text: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
      />
      {asset?.url ? <CopyField label="Link" value={asset.url} /> : null}
      <FormFoot action="I sent it: log it" pending={log.isPending} ready={asset !== null} error={log.error}>
        {email ? (
          <Button variant="default" disabled={asset === null} onClick={byMail}>
            Write the mail and log it
          </Button>
        ) : null}
      </FormFoot>
    </form>
  );
}

const isSuggested = (asset: Asset | null, suggested: readonly Asset[]): boolean =>
  suggested.some((one) => one.id === asset?.id);

const assetOf = (chosen: Chosen | undefined): Asset | null =>
  chosen ? { id: chosen.id, title: chosen.name, url: null, reason: null } : null;

function sentOf(handoff: Handoff, asset: Asset | null, text: string) {
  return {
    direction: 'outbound' as const,
    contactIds: [handoff.contact.id],
    subject: asset ? `Sent: ${asset.title}` : 'Sent an asset',
    ...(text.trim() === '' ? {} : { body: text }),
    exchanged: {
      assets: asset
        ? [{ ...(asset.id === null ? { title: asset.title } : { assetId: asset.id }), how: 'sent' as const }]
        : [],
    },
    source: 'hand',
  };
}

/** A mail in the reader's own program, begun. */
function mailOf(email: string | null, asset: Asset, text: string): string {
  const body = [text.trim(), asset.url].filter((part) => part !== '' && part !== null).join('\n\n');
  const query = new URLSearchParams({ subject: asset.title, body }).toString().replaceAll('+', '%20');
  return `mailto:${email ?? ''}?${query}`;
}

type SuggestedAssetsProps = {
  assets: readonly Asset[];
  value: Asset | null;
  onChange: (asset: Asset) => void;
};

function SuggestedAssets({ assets, value, onChange }: SuggestedAssetsProps) {
  if (assets.length === 0) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const asset = /^[1-9]$/.test(event.key) ? assets[Number(event.key) - 1] : undefined;
    if (!asset) return;
    event.preventDefault();
    onChange(asset);
  };
  return (
    <fieldset className={classes.reasons} onKeyDown={onKeyDown}>
      <legend>What would help next</legend>
      {assets.map((asset, place) => (
        <label key={asset.id} className={classes.reason}>
          <input
            type="radio"
            name="suggested-asset"
            checked={value?.id === asset.id}
            onChange={() => onChange(asset)}
            data-autofocus={place === 0 || undefined}
          />
          <span className={classes.number} aria-hidden="true">
            {place + 1}
          </span>
          <span>
            <strong>{asset.title}</strong>
            <span className={classes.meaning}>{asset.reason}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
