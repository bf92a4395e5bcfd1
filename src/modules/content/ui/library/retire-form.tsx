import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { sendable } from '../../../../web/sendable.ts';
import classes from './add/add.module.css';
import type { PieceDetail } from './api-types.ts';
import { AssetPicker } from './asset-picker.tsx';
import { FormFoot } from './form-foot.tsx';
import { useChange } from './use-change.ts';

/** Takes a piece out of use and says what to use instead; whoever shared it is told. */
export function RetireForm({ piece, onClose }: { piece: PieceDetail; onClose: () => void }) {
  const [useInsteadId, setUseInsteadId] = useState(piece.useInstead?.id ?? null);
  const [reason, setReason] = useState('');
  const retire = useChange({
    call: client.content.library.retire,
    said: `“${piece.title}” is retired.`,
    onDone: onClose,
  });
  const submit = () => {
    if (!retire.isPending) retire.mutate({ assetId: piece.id, useInsteadId, reason });
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <p className={classes.lead}>
        {piece.shares > 0
          ? `It was shared ${piece.shares === 1 ? 'once' : `${formatCount(piece.shares)} times`} in the past twelve months. Everyone who did is told.`
          : 'Everyone who shared or showed it is told.'}{' '}
        Links that were given go on showing it until they are revoked.
      </p>
      <AssetPicker
        label="Use instead (optional)"
        value={useInsteadId}
        known={piece.useInstead}
        exclude={piece.id}
        onChange={setUseInsteadId}
      />
      <Textarea
        label="Why (optional)"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
      />
      <FormFoot action="Retire it" pending={retire.isPending} error={retire.error} />
    </form>
  );
}
