import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import { sendable } from '../../../../web/sendable.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { ShareLink } from '../share/api-types.ts';
import { GateFields } from '../share/gate-fields.tsx';
import { type Gates, gatesOfLink, inputOf } from '../share/gates.ts';
import classes from '../share/share.module.css';
import { useRefreshLinks } from './use-link-steps.ts';

/** Who may read a link, how long, and what stands with it; it holds for whoever reads just now too. */
export function ChangeDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Change ${link.title}`}
      fullScreen={small}
      size={620}
      radius={small ? 0 : 'lg'}
      returnFocus
    >
      <ChangeForm link={link} onClose={onClose} />
    </Modal>
  );
}

function ChangeForm({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const settings = useQuery(api.content.links.settings.queryOptions({ staleTime: 5 * 60_000 }));
  const refresh = useRefreshLinks();
  const [before] = useState(link);
  const [gates, setGates] = useState<Gates>(() => gatesOfLink(link));
  const [texts, setTexts] = useState({
    title: link.title,
    message: link.message ?? '',
    note: link.note ?? '',
  });
  const [passcode, setPasscode] = useState({ words: '', drop: false });
  const setText = (key: keyof typeof texts) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTexts((now) => ({ ...now, [key]: value }));
  };
  const save = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.content.links.update({
        id: before.id,
        revision: before.revision,
        title: texts.title.trim(),
        message: texts.message.trim() === '' ? null : texts.message.trim(),
        note: texts.note.trim() === '' ? null : texts.note.trim(),
        ...changesOf(gates, before),
        ...(passcode.drop
          ? { passcode: null }
          : passcode.words.trim() === ''
            ? {}
            : { passcode: passcode.words.trim() }),
      }),
    onSuccess: async (next) => {
      notifications.show({ message: 'Changed. It holds for who reads just now too.' });
      onClose();
      await refresh(next);
    },
  });
  const submit = () => {
    if (!save.isPending && texts.title.trim() !== '') save.mutate();
  };
  const errors = fieldErrors(save.error);
  return (
    <form className={classes.form} {...sendable(submit)}>
      <TextInput
        label="Title"
        value={texts.title}
        onChange={setText('title')}
        error={errors.title}
        maxLength={200}
        data-autofocus
      />
      <GateFields
        gates={gates}
        onChange={(changes) => setGates((now) => ({ ...now, ...changes }))}
        mayVerify={settings.data?.mail.possible ?? false}
        errors={errors}
      />
      <div className={classes.pair}>
        <TextInput
          label={before.gates.passcode ? 'Another passcode (optional)' : 'Passcode (optional)'}
          placeholder="at least 6 characters"
          value={passcode.words}
          disabled={passcode.drop}
          onChange={(event) => setPasscode({ words: event.currentTarget.value, drop: false })}
          error={errors.passcode}
          autoComplete="off"
          maxLength={100}
        />
        {before.gates.passcode ? (
          <Checkbox
            className={classes.besideField}
            label="Ask for none any more"
            checked={passcode.drop}
            onChange={(event) => setPasscode({ words: '', drop: event.currentTarget.checked })}
          />
        ) : null}
      </div>
      <Textarea
        label="Words with it (optional)"
        value={texts.message}
        onChange={setText('message')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
      />
      <Textarea
        label="Note for us (optional)"
        value={texts.note}
        onChange={setText('note')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2_000}
      />
      <ProblemNotice error={save.error} withFields />
      <div className={classes.foot}>
        <div className={classes.ways}>
          <Button type="button" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} rightSection={<ButtonKey keys="mod+Enter" />}>
            Save
          </Button>
        </div>
      </div>
    </form>
  );
}

/** A last day that was left as it was is not sent: its hour may be another one than a form can hold. */
function changesOf(gates: Gates, link: ShareLink) {
  const { expiresAt, ...rest } = inputOf(gates);
  return gates.lastDay === gatesOfLink(link).lastDay ? rest : { ...rest, expiresAt };
}
