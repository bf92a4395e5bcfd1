/**
 * What Segment's browser library asks for before it sends anything: which destinations there are. There is one, this
 * door. With it `AnalyticsBrowser.load({ writeKey, cdnURL })` needs no more than Liaison's address.
 */
export function browserSettings(options: { writeKey: string; publicUrl: string }): object {
  const { protocol, host, pathname } = new URL(options.publicUrl);
  return {
    integrations: {
      'Segment.io': {
        apiKey: options.writeKey,
        apiHost: `${host}${pathname.replace(/\/$/, '')}/v1`,
        protocol: protocol.replace(':', ''),
      },
    },
    plan: { track: {}, identify: {}, group: {} },
    analyticsNextEnabled: true,
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
    // The library's figures about itself are nobody's here.
    metrics: { sampleRate: 0 },
  };
}
