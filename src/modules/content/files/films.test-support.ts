/** Films of a few hundred bytes: their boxes and no pictures. */
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
};
const box = (type: string, ...content: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(content.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)));
  return Buffer.concat([u32(body.length + 8), Buffer.from(type), body]);
};
const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

function track(options: { kind: 'vide' | 'soun'; codec: string; seconds: number }): Buffer {
  const { kind, codec, seconds } = options;
  const entry =
    kind === 'vide'
      ? box(
          codec,
          Buffer.alloc(6),
          Buffer.from([0, 1]),
          Buffer.alloc(16),
          u32((640 << 16) | 360),
          Buffer.alloc(50),
        )
      : box(
          codec,
          Buffer.alloc(6),
          Buffer.from([0, 1]),
          Buffer.alloc(8),
          u32((2 << 16) | 16, 0, 48_000 << 16),
        );
  return box(
    'trak',
    box(
      'tkhd',
      u32(7, 0, 0, kind === 'vide' ? 1 : 2, 0, seconds * 1_000, 0, 0, 0, 0),
      matrix,
      u32(640 << 16, 360 << 16),
    ),
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, 1_000, seconds * 1_000, 0)),
      box('hdlr', u32(0, 0), kind, u32(0, 0, 0), 'h\0'),
      box(
        'minf',
        kind === 'vide' ? box('vmhd', u32(1, 0, 0)) : box('smhd', u32(0, 0)),
        box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))),
        box(
          'stbl',
          box('stsd', u32(0, 1), entry),
          box('stts', u32(0, 1, 1, seconds * 1_000)),
          box('stsc', u32(0, 1, 1, 1, 1)),
          box('stsz', u32(0, 4, 1)),
          box('stco', u32(0, 1, 40)),
        ),
      ),
    ),
  );
}

/** An MP4 (`isom`) or a QuickTime film (`qt  `) of so many seconds. */
export function filmOf(options: { brand?: 'isom' | 'qt  '; codec?: string | null; seconds: number }): Buffer {
  const { brand = 'isom', codec = 'avc1', seconds } = options;
  const tracks = codec === null ? [] : [track({ kind: 'vide', codec, seconds })];
  return Buffer.concat([
    box('ftyp', brand, u32(512), brand, brand === 'isom' ? 'mp42' : ''),
    box('mdat', u32(1, 2, 3, 4)),
    box(
      'moov',
      box(
        'mvhd',
        u32(0, 0, 0, 1_000, seconds * 1_000, 0x10000, 0x1000000, 0, 0),
        matrix,
        Buffer.alloc(24),
        u32(3),
      ),
      ...tracks,
      track({ kind: 'soun', codec: 'mp4a', seconds }),
    ),
  ]);
}
