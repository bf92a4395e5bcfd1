const longest = 150;
/** Names that a system of machines keeps for its devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is a name and no more: no folders, no control characters, no marks that turn the reading direction and
 * make `gpj.exe` look like `exe.jpg`; with the ending of what the file really is.
 */
export function safeFileName(name: string, extension: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[:*?"<>|]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const stem = plain.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[.\s]+$/, '');
  const short = [...stem].slice(0, longest).join('').trim();
  const known = short === '' || reserved.test(short) ? `file${short === '' ? '' : `-${short}`}` : short;
  return `${known}.${extension}`;
}
