import ipaddr from 'ipaddr.js';

const ipv6NetworkBits = 64;

/** What limits count by: an address of IPv4, the network of one of IPv6, of which everybody has 2^64. */
export function networkOf(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${ipv6NetworkBits}`).toString();
}
