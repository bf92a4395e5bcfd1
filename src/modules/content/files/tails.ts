type Ends = { head: Buffer; tail: Buffer };

/** What an archive of the PK kind is, by the names that stand in it unpacked. */
export function officeKindOf({
  head,
  tail,
}: Ends): 'word' | 'slides' | 'sheet' | 'office' | 'epub' | 'archive' {
  const names = `${head.toString('latin1')}\n${tail.toString('latin1')}`;
  if (/\bppt\/|opendocument\.presentation|index\.apxl/.test(names)) return 'slides';
  if (/\bword\/|opendocument\.text/.test(names)) return 'word';
  if (/\bxl\/|opendocument\.spreadsheet/.test(names)) return 'sheet';
  if (/application\/epub\+zip/.test(names)) return 'epub';
  if (/\[Content_Types\]\.xml|opendocument\.|Index\/Document\.iwa/.test(names)) return 'office';
  return 'archive';
}

const endOfDirectory = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const endOfDirectoryBytes = 22;

/** The directory at the end of an archive, whose remark reaches to the last byte (as unpackers look for it). */
export function endsLikeArchive(tail: Buffer): boolean {
  for (let at = tail.lastIndexOf(endOfDirectory); at >= 0; at = tail.lastIndexOf(endOfDirectory, at - 1)) {
    const rest = tail.length - at - endOfDirectoryBytes;
    if (rest >= 0 && tail.readUInt16LE(at + 20) === rest) return true;
    if (at === 0) break;
  }
  return false;
}

/** What may follow a document's end: line ends, and what mail servers and scanners append. */
const mostBehindEnd = 1_024;

/** Why a PDF is taken for two things at once, or for half of one. */
export function pdfRefusal({ head, tail }: Ends): string | null {
  const anew = 'Export it anew from the program that made it, and upload that.';
  const end = tail.lastIndexOf('%%EOF');
  if (end < 0) return `The end of this PDF is missing: it did not arrive whole. ${anew}`;
  const behind = tail.subarray(end + 5);
  if (
    behind.length > mostBehindEnd &&
    behind.some((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d && byte !== 0x20)
  ) {
    return `Something stands behind the end of this PDF, as in files that are two things at once. ${anew}`;
  }
  if (/<\s*(script|html|iframe)[\s>]/i.test(head.subarray(0, 1_024).toString('latin1'))) {
    return `The beginning of this PDF is a web page too. ${anew}`;
  }
  return null;
}
