import { Button } from '@mantine/core';
import { useState } from 'react';
import { useKeys } from '../../../../web/keys.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMe } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { Definition, Side, Version } from './api-types.ts';
import classes from './definition.module.css';
import { isSignable, maySign } from './may-do.ts';
import { SideChip, WaitingChip } from './side-chip.tsx';
import { SignDialog } from './sign-dialog.tsx';
import { Steps } from './steps.tsx';
import type { Actions } from './use-actions.ts';

type SigningProps = { definition: Definition; subject: Version; actions: Actions };

/** Who has signed, who is waited for, and what the reader can do now; what they may not do says why. */
export function Signing({ definition, subject, actions }: SigningProps) {
  const { person } = useMe();
  const [signingFor, setSigningFor] = useState<Side | null>(null);
  const sign = maySign(definition, subject, person?.id);
  useKeys(
    'Definition',
    [{ keys: 's', label: `Sign version ${subject.number}`, run: () => setSigningFor(sign.sides[0] ?? null) }],
    sign.sides.length > 0,
  );
  const why = isSignable(subject) ? sign.why : null;
  return (
    <div className={classes.signing}>
      <ProblemNotice error={actions.error} />
      <Signatures version={subject} />
      <div className={classes.actions}>
        {why ? <span className={classes.why}>{why}</span> : null}
        <Steps definition={definition} subject={subject} actions={actions} />
        {sign.sides.map((side, place) => (
          <Button
            key={side}
            color={side}
            disabled={actions.pending}
            onClick={() => setSigningFor(side)}
            rightSection={place === 0 ? <ButtonKey keys="s" /> : null}
          >
            Sign version {subject.number} for {side}
          </Button>
        ))}
      </div>
      <SignDialog
        definition={definition}
        version={subject}
        side={signingFor}
        onClose={() => setSigningFor(null)}
        onSign={(side) => actions.sign.mutate({ version: subject, side })}
      />
    </div>
  );
}

function Signatures({ version }: { version: Version }) {
  if (version.status === 'draft')
    return <p className="mute">A draft: it can still be changed, and nobody can sign it.</p>;
  if (version.signatures.length === 0 && !isSignable(version)) return null;
  return (
    <ul className={classes.signatures} aria-label="Signatures">
      {version.signatures.map((one) => (
        <li key={one.id}>
          <SideChip side={one.side}>
            <span title={`Fingerprint of the text: ${one.hash}`}>
              signed for {one.side}, {one.name}, <When at={one.at} style="date" />
            </span>
          </SideChip>
        </li>
      ))}
      {isSignable(version)
        ? version.missing.map((one) => (
            <li key={one.side}>
              <WaitingChip side={one.side} more={one.more} />
            </li>
          ))
        : null}
    </ul>
  );
}
