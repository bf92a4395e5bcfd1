import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;
export type Network = readonly [Address, number];

/** A network in CIDR notation, or one address; null where it is neither. */
export function networkOf(text: string): Network | null {
  try {
    if (text.includes('/')) {
      const [address, bits] = ipaddr.parseCIDR(text);
      return [address, bits];
    }
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return null;
  }
}

export function networksOf(texts: readonly string[]): Network[] {
  return texts.map(networkOf).filter((network) => network !== null);
}

/** An address as it is written anywhere; IPv4 in IPv6's clothes (::ffff:192.0.2.1) counts as IPv4. */
export function addressOf(text: string): Address | null {
  try {
    return ipaddr.process(text);
  } catch {
    return null;
  }
}

export function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match([network, bits]),
  );
}
