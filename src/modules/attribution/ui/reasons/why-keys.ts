/** Digits choose reasons; letters choose what mattered, further ones competitors. */
export const matterKeys = 'abcdefghi';
export const rivalKeys = 'rstuvw';
export const noteKey = 'n';

type Pressed = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>;

export type KeyAct =
  | { do: 'reason' | 'matter' | 'rival'; nth: number }
  | { do: 'note' }
  | { do: 'save' }
  | { do: 'save-and-next' };

/** What a key means in the dialog; `where` says whether text or a button has the focus. */
export function actOf(
  pressed: Pressed,
  where: { text: boolean; lines: boolean; button: boolean },
): KeyAct | null {
  const { key, altKey } = pressed;
  const modified = pressed.metaKey || pressed.ctrlKey;
  if (key === 'Enter') {
    if (modified) return { do: 'save-and-next' };
    return where.lines || where.button ? null : { do: 'save' };
  }
  if (modified || altKey || where.text) return null;
  if (/^[1-9]$/.test(key)) return { do: 'reason', nth: Number(key) - 1 };
  const letter = key.toLowerCase();
  if (letter.length !== 1) return null;
  if (matterKeys.includes(letter)) return { do: 'matter', nth: matterKeys.indexOf(letter) };
  if (rivalKeys.includes(letter)) return { do: 'rival', nth: rivalKeys.indexOf(letter) };
  return letter === noteKey ? { do: 'note' } : null;
}

/** In or out, in the order in which they were chosen. */
export function toggled<T>(chosen: readonly T[], one: T, most: number): T[] {
  if (chosen.includes(one)) return chosen.filter((other) => other !== one);
  return chosen.length >= most ? [...chosen] : [...chosen, one];
}
