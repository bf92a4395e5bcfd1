import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { formatDate } from '../../../../web/parts/when.tsx';
import { sendable } from '../../../../web/sendable.ts';
import classes from './add/add.module.css';
import type { PieceDetail } from './api-types.ts';
import { FormFoot } from './form-foot.tsx';
import { useChange } from './use-change.ts';

const usualMonths = 6;

function dayAhead(months: number): string {
  const day = new Date();
  day.setMonth(day.getMonth() + months);
  return day.toISOString().slice(0, 10);
}

/** Somebody looked at a piece and says that it holds, until the next time. */
export function ConfirmForm({ piece, onClose }: { piece: PieceDetail; onClose: () => void }) {
  const [reviewOn, setReviewOn] = useState(() => dayAhead(usualMonths));
  const confirm = useChange({
    call: client.content.library.confirm,
    said: `“${piece.title}” still holds.`,
    onDone: onClose,
  });
  const submit = () => {
    if (!confirm.isPending)
      confirm.mutate({ assetId: piece.id, reviewOn: reviewOn === '' ? null : reviewOn });
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <p className={classes.lead}>
        {piece.reviewOn === null
          ? 'No review is due.'
          : `Its review was due on ${formatDate(`${piece.reviewOn}T12:00:00`)}.`}{' '}
        If it holds, say when to look at it again; without a day, never.
      </p>
      <TextInput
        label="Look at it again on"
        type="date"
        value={reviewOn}
        onChange={(event) => setReviewOn(event.currentTarget.value)}
        w={180}
        data-autofocus
      />
      <FormFoot action="It still holds" pending={confirm.isPending} error={confirm.error} />
    </form>
  );
}
