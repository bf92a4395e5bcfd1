import { Button } from '@mantine/core';
import { useMay } from '../../../../web/session.ts';
import type { Summary } from './api-types.ts';
import classes from './list.module.css';
import type { Reader } from './use-language.ts';
import { capital, countWord, lacksSignature } from './words.ts';

type UnsignedBannerProps = { items: readonly Summary[]; reader: Reader; onSign: () => void };

/** Says calmly what it means that words came with the workspace and nobody signed them, and how that ends. */
export function UnsignedBanner({ items, reader, onSign }: UnsignedBannerProps) {
  const maySign = useMay('language:sign') && reader.sides.length > 0;
  const unsigned = items.filter((item) => item.inForce?.unsigned);
  if (unsigned.length === 0) return null;
  const mine = unsigned.filter((item) =>
    reader.sides.some((side) => lacksSignature(item, side, reader)),
  ).length;
  const count = unsigned.length;
  return (
    <section className={classes.banner} aria-labelledby="unsigned-start">
      <div>
        <h2 id="unsigned-start">
          {capital(countWord(count))} {count === 1 ? 'word is' : 'words are'} a start that both sides have yet
          to sign
        </h2>
        <p>
          They came with the workspace. They explain words and give scores, but they move no lead: a gate
          opens only once both sides have signed it. Sign them as they stand, or open one and propose
          something better.
        </p>
      </div>
      {maySign && mine > 0 ? (
        <Button color={reader.sides.length === 1 ? reader.sides[0] : 'ink'} onClick={onSign}>
          {mine === 1 ? 'Sign it as it stands…' : `Sign all ${mine} as they stand…`}
        </Button>
      ) : (
        <span className="mute">
          {maySign ? 'You have signed; the other side has yet to.' : 'Your role signs for neither side.'}
        </span>
      )}
    </section>
  );
}
