import { isReadByPages } from './assets.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './calendar.ts';
import { mix32, Random } from './random.ts';
import type {
  Asset,
  SimulatedAccountStory,
  SimulatedInteraction,
  SimulatedLink,
  SimulatedProfile,
  SimulatedReading,
  SimulatedVisit,
  SimulationCast,
} from './types.ts';

/** A stream of its own for each story, so that what is told here moves nothing in the story. */
const STREAM_OFFSET = 0x4000_0000;

const GATEWAY_PER_LINK = 0.22;
const COLLEAGUE_PER_LINK = 0.07;
const BOT_PER_OPEN_VISIT = 0.06;
const FORWARD_PER_VISIT = 0.1;
const DOWNLOAD_PER_VISIT = 0.3;

const DEVICES = [
  'Chrome on Windows',
  'Chrome on Windows',
  'Edge on Windows',
  'Edge on Windows',
  'Firefox on Windows',
  'Safari on macOS',
  'Chrome on Android',
  'Safari on iPhone',
] as const;

/** The link on our site through which whoever asks for a paper reads it. */
export function openLinks(cast: SimulationCast): SimulatedLink[] {
  return cast.assets.filter(isReadByPages).map((asset) => ({
    id: openLinkId(asset.id),
    assetId: asset.id,
    title: `On our site: ${asset.title}`,
    contactId: null,
    teammateId: asset.ownerId,
    at: asset.publishedAt,
    way: 'copied',
    mayDownload: true,
    interactionId: null,
  }));
}

const openLinkId = (assetId: string) => `link-open-${assetId}`;

/** How the documents of a story were read through links, page by page, by people and by machines. */
export function readThroughLinks(
  seed: number,
  story: SimulatedAccountStory,
  cast: SimulationCast,
): SimulatedReading {
  return new Reading(seed, story, cast).tell();
}

class Reading {
  readonly #random: Random;
  readonly #story: SimulatedAccountStory;
  readonly #assets: ReadonlyMap<string, Asset>;
  readonly #links: SimulatedLink[] = [];
  readonly #visits: SimulatedVisit[] = [];
  readonly #interactions: SimulatedInteraction[] = [];
  readonly #profiles: SimulatedProfile[] = [];
  readonly #endMs: number;

  constructor(seed: number, story: SimulatedAccountStory, cast: SimulationCast) {
    this.#random = new Random(seed, STREAM_OFFSET + story.index);
    this.#story = story;
    this.#assets = new Map(cast.assets.filter(isReadByPages).map((asset) => [asset.id, asset]));
    // Nothing was seen after the last thing that the story tells.
    this.#endMs = story.interactions.at(-1)?.at.getTime() ?? 0;
  }

  tell(): SimulatedReading {
    for (const interaction of this.#story.interactions) {
      const asset = this.#assets.get(interaction.assetId ?? '');
      if (asset === undefined) continue;
      if (interaction.type === 'asset_shared') this.#share(interaction, asset);
      if (interaction.type === 'asset_viewed') this.#open(interaction, asset);
    }
    return {
      links: this.#links,
      visits: this.#visits,
      interactions: this.#interactions,
      profiles: this.#profiles,
    };
  }

  #share(interaction: SimulatedInteraction, asset: Asset): void {
    const { contactId, teammateId } = interaction;
    if (contactId === null || teammateId === null) return;
    const link: SimulatedLink = {
      id: `link-${interaction.id}`,
      assetId: asset.id,
      title: asset.title,
      contactId,
      teammateId,
      at: interaction.at,
      way: this.#random.pick(['mail', 'mail', 'copied', 'mail program', 'social network']),
      mayDownload: this.#random.chance(0.6),
      interactionId: interaction.id,
    };
    this.#links.push(link);
    // A mail gateway follows what it sees in a mail, seconds after it came.
    if (link.way !== 'social network' && this.#random.chance(GATEWAY_PER_LINK)) {
      const atMs = link.at.getTime() + this.#random.between(2, 40) * SECOND_MS;
      this.#unasked(link, asset, interaction, atMs, 'mail scanner');
    }
    if (this.#random.chance(COLLEAGUE_PER_LINK)) {
      const atMs = link.at.getTime() + this.#random.between(1, 600) * MINUTE_MS;
      this.#unasked(link, asset, interaction, atMs, 'colleague');
    }
  }

  #open(interaction: SimulatedInteraction, asset: Asset): void {
    const link = this.#links.findLast(
      ({ assetId, contactId }) => assetId === asset.id && contactId === interaction.contactId,
    );
    const pages = Math.max(1, Math.round((interaction.completion ?? 1) * asset.pages));
    const pageMs = this.#pageTimes(asset, pages, interaction.engagedSeconds);
    const mayDownload = link?.mayDownload ?? true;
    this.#visit({
      linkId: link?.id ?? openLinkId(asset.id),
      asset,
      interaction,
      owner: interaction.profileId ?? interaction.contactId ?? interaction.id,
      pageMs,
      isDownloaded: mayDownload && this.#random.chance(DOWNLOAD_PER_VISIT),
      isForward: false,
    });
    if (link !== undefined && this.#random.chance(FORWARD_PER_VISIT)) this.#forward(link, asset, interaction);
    if (link === undefined && this.#random.chance(BOT_PER_OPEN_VISIT)) {
      const atMs = interaction.at.getTime() + this.#random.below(2 * DAY_MS);
      this.#unasked({ id: openLinkId(asset.id), contactId: null }, asset, interaction, atMs, 'bot');
    }
  }

  /** Whoever the named person passed it on to: another device, another network, no name. */
  #forward(link: SimulatedLink, asset: Asset, after: SimulatedInteraction): void {
    const atMs = after.at.getTime() + this.#random.between(30, 4_000) * MINUTE_MS;
    const pages = this.#random.between(1, asset.pages);
    const seconds = Math.max(pages, Math.round(this.#random.lognormal(12 * pages, 0.6)));
    const interaction = this.#another(after, asset, atMs, { seconds, pages, reason: null });
    if (interaction === null) return;
    this.#visit({
      linkId: link.id,
      asset,
      interaction,
      owner: interaction.id,
      pageMs: this.#pageTimes(asset, pages, seconds),
      isDownloaded: false,
      isForward: true,
    });
  }

  /** An opening that is no reading: a program's, or a colleague's who looks whether it works. */
  #unasked(
    link: Pick<SimulatedLink, 'id' | 'contactId'>,
    asset: Asset,
    like: SimulatedInteraction,
    atMs: number,
    reason: 'mail scanner' | 'bot' | 'colleague',
  ): void {
    const pages = reason === 'colleague' ? this.#random.between(1, Math.min(4, asset.pages)) : 1;
    const seconds = reason === 'colleague' ? pages * this.#random.between(2, 15) : 1;
    const interaction = this.#another(like, asset, atMs, { seconds, pages, reason });
    if (interaction === null) return;
    this.#visit({
      linkId: link.id,
      asset,
      interaction,
      owner: reason === 'colleague' ? 'our office' : interaction.id,
      pageMs: this.#pageTimes(asset, pages, seconds),
      isDownloaded: false,
      isForward: false,
    });
  }

  /** One more opening in the log, under a browser of its own. */
  #another(
    like: SimulatedInteraction,
    asset: Asset,
    atMs: number,
    how: { seconds: number; pages: number; reason: SimulatedInteraction['unverifiedReason'] },
  ): SimulatedInteraction | null {
    if (atMs >= this.#endMs) return null;
    const id = `read-${like.id}-${this.#interactions.length + 1}`;
    const profileId = `anon-${id}`;
    this.#profiles.push({ id: profileId, contactId: null, boundAt: null });
    const interaction: SimulatedInteraction = {
      id,
      kind: 'content',
      type: 'asset_viewed',
      at: new Date(atMs),
      accountId: null,
      contactId: null,
      profileId,
      alsoPresentIds: [],
      channel: 'Direct',
      campaignId: null,
      assetId: asset.id,
      url: asset.url,
      title: asset.title,
      teammateId: null,
      direction: null,
      topic: null,
      question: null,
      outcome: null,
      engagedSeconds: how.seconds,
      completion: how.pages / asset.pages,
      verified: how.reason === null,
      unverifiedReason: how.reason,
    };
    this.#interactions.push(interaction);
    return interaction;
  }

  #visit(what: {
    linkId: string;
    asset: Asset;
    interaction: SimulatedInteraction;
    owner: string;
    pageMs: readonly number[];
    isDownloaded: boolean;
    isForward: boolean;
  }): void {
    const { asset, interaction, owner, pageMs } = what;
    const lengthMs = pageMs.reduce((sum, ms) => sum + ms, 0);
    const device = DEVICES[hashOf(owner) % DEVICES.length] ?? DEVICES[0];
    this.#visits.push({
      id: `visit-${interaction.id}`,
      linkId: what.linkId,
      assetId: asset.id,
      version: asset.versions.findLast(({ publishedAt }) => publishedAt <= interaction.at)?.number ?? 1,
      interactionId: interaction.id,
      at: interaction.at,
      contactId: interaction.contactId,
      device,
      network: owner,
      pageMs,
      downloadedAt: what.isDownloaded ? new Date(interaction.at.getTime() + lengthMs) : null,
      isForward: what.isForward,
      unverifiedReason: interaction.unverifiedReason,
    });
  }

  /** Some pages hold longer than others, the same for everybody; the page one stops at is soon left. */
  #pageTimes(asset: Asset, pages: number, seconds: number): number[] {
    const weights = Array.from({ length: pages }, (_, index) => {
      const own = 0.5 + (hashOf(`${asset.id}/${index + 1}`) % 1_000) / 600;
      const isCover = index === 0 && asset.pages > 2;
      const isLeft = index === pages - 1 && pages < asset.pages;
      return own * (isCover ? 0.5 : 1) * (isLeft ? 0.45 : 1) * this.#random.lognormal(1, 0.4);
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // A page counts from a second on, so each gets one, and the rest goes by weight.
    const restMs = Math.max(0, seconds - pages) * SECOND_MS;
    return weights.map((weight) => SECOND_MS + Math.floor((restMs * weight) / total));
  }
}

/** A number of a text, the same for the same text. */
function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = mix32(hash ^ (letter.codePointAt(0) ?? 0));
  return hash >>> 0;
}
