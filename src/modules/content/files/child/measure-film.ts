import { parseFile } from 'music-metadata';
import { Refusal } from './refusal.ts';

/** What every current browser plays, by the names that containers give them. */
const playable = new Set(['avc1', 'avc3', 'av01', 'vp08', 'vp09', 'V_VP8', 'V_VP9', 'V_AV1']);
const names: Readonly<Record<string, string>> = {
  hvc1: 'HEVC',
  hev1: 'HEVC',
  apch: 'ProRes',
  apcn: 'ProRes',
  apcs: 'ProRes',
  mp4v: 'MPEG-4 part 2',
  jpeg: 'Motion JPEG',
};

const toDo = 'Export it as MP4 with H.264 picture and AAC sound, which every browser plays, and upload that.';

// The library's mark of a picture's track.
const video = 1;

const longestMs = 24 * 3_600_000;

/** How long a film is, if browsers can play it. */
export async function measureFilm(path: string): Promise<{ durationMs: number }> {
  const { format } = await parseFile(path, { duration: true, skipCovers: true }).catch(() => {
    throw new Refusal(`This film is damaged or not finished. ${toDo}`);
  });
  const picture = format.trackInfo.find((track) => track.video !== undefined || track.type === video);
  if (picture === undefined) throw new Refusal(`This file has no moving picture. ${toDo}`);
  const codec = (picture.codecId ?? picture.codecName ?? '').replace(/[<>]/g, '').trim();
  if (codec !== '' && !playable.has(codec)) {
    const words = names[codec] ?? (/^[\w/ .-]{1,40}$/.test(codec) ? codec : 'an unknown kind');
    throw new Refusal(`This film is made with ${words}, which not every browser plays. ${toDo}`);
  }
  const durationMs = Math.round((format.duration ?? 0) * 1_000);
  if (!(durationMs > 0)) throw new Refusal(`This film does not say how long it is. ${toDo}`);
  if (durationMs > longestMs)
    throw new Refusal('This film says that it is longer than a day. Upload it in parts.');
  return { durationMs };
}
