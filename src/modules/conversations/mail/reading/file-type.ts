const starts: readonly [bytes: readonly number[], type: string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'application/pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
  [[0xff, 0xd8, 0xff], 'image/jpeg'],
  [[0x47, 0x49, 0x46, 0x38], 'image/gif'],
  [[0x1f, 0x8b], 'application/gzip'],
  [[0x4d, 0x5a], 'application/vnd.microsoft.portable-executable'],
  [[0x7f, 0x45, 0x4c, 0x46], 'application/x-elf'],
  [[0x52, 0x61, 0x72, 0x21], 'application/vnd.rar'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'application/x-7z-compressed'],
];

const office = new Map([
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['msg', 'application/vnd.ms-outlook'],
]);

/** What a file is by its first bytes; the sender's word only where they say nothing. */
export function fileTypeOf(options: { content: Uint8Array; name: string; claimedType: string }): string {
  const { content, name, claimedType } = options;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const beginsWith = (bytes: readonly number[], offset = 0) =>
    bytes.every((byte, index) => content[offset + index] === byte);
  const found = starts.find(([bytes]) => beginsWith(bytes));
  if (found) return found[1];
  if (beginsWith([0x52, 0x49, 0x46, 0x46]) && beginsWith([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp';
  if (beginsWith([0x50, 0x4b, 0x03, 0x04])) return office.get(ending) ?? 'application/zip';
  if (beginsWith([0xd0, 0xcf, 0x11, 0xe0])) return office.get(ending) ?? 'application/x-ole-storage';
  const head = Buffer.from(content.subarray(0, 512)).toString('latin1').trimStart().toLowerCase();
  if (/^<(!doctype html|html|head|script|body)/.test(head)) return 'text/html';
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/s.test(head)) return 'image/svg+xml';
  // A claimed picture or document whose bytes are no such thing is only bytes.
  const needsProof = /^(image|video|audio)\/|pdf|zip|officedocument|msword|ms-/.test(claimedType);
  return needsProof || !/^[\w.+-]+\/[\w.+-]+$/.test(claimedType) ? 'application/octet-stream' : claimedType;
}
