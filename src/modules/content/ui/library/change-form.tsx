import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import { AboutFields } from './about-fields.tsx';
import classes from './add/add.module.css';
import type { Choices } from './add/kept.ts';
import type { PieceDetail } from './api-types.ts';
import { FormFoot } from './form-foot.tsx';
import { useChange } from './use-change.ts';

/** What is said of a piece. */
export function ChangeForm({ piece, onClose }: { piece: PieceDetail; onClose: () => void }) {
  const overview = useQuery(api.content.library.overview.queryOptions());
  const [title, setTitle] = useState(piece.title);
  const [description, setDescription] = useState(piece.description ?? '');
  const [reviewOn, setReviewOn] = useState(piece.reviewOn ?? '');
  const [about, setAbout] = useState<Choices>({
    type: piece.type,
    audience: piece.audience,
    personas: piece.personas,
    buyingStages: piece.buyingStages,
    campaign: piece.campaign,
    owner: piece.owner,
    reviewInMonths: null,
  });
  const change = useChange({
    call: client.content.library.update,
    said: 'The change is saved.',
    onDone: onClose,
  });
  const isReady = title.trim() !== '';
  const submit = () => {
    if (!isReady || change.isPending) return;
    change.mutate({
      assetId: piece.id,
      title,
      description,
      type: about.type,
      audience: about.audience,
      personas: about.personas,
      buyingStages: about.buyingStages,
      campaignId: about.campaign?.id ?? null,
      ownerId: about.owner?.id ?? null,
      reviewOn: reviewOn === '' ? null : reviewOn,
    });
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <TextInput
        label="Title"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={300}
        required
        data-autofocus
      />
      <Textarea
        label="What it is about"
        description="Found by the search; sellers read it before they share."
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        maxLength={2_000}
        autosize
        minRows={2}
        maxRows={6}
      />
      <AboutFields value={about} onChange={setAbout} overview={overview.data} withoutReview />
      <TextInput
        label="Look at it again on"
        type="date"
        value={reviewOn}
        onChange={(event) => setReviewOn(event.currentTarget.value)}
        w={180}
      />
      <FormFoot action="Save" pending={change.isPending} error={change.error} ready={isReady} />
    </form>
  );
}
