import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** 不许连的地址: what no call of ours may reach, whatever name it goes by (IANA special-purpose registries). */
const NEVER = listOf([
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
  ...['3fff::/20', '5f00::/16', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]);
const LOOPBACK = listOf(['127.0.0.0/8', '::1/128']);
/** Inside somebody's walls: reached only where the operator names the network. */
const PRIVATE = listOf(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);

export type AddressRules = {
  /** Private networks that may be called, as `10.20.0.0/16`. */
  networks: readonly string[];
  /** Simulators on this machine: only in a demonstration database. */
  loopback: boolean;
};

/** Whether a call may connect to an address, as decided where it is dialled: a name's answer is not trusted before that. */
export function addressGate({ networks, loopback }: AddressRules): (address: string) => boolean {
  const named = listOf(networks);
  return (address) => {
    const plain = unmapped(address);
    if (plain === undefined || isIn(NEVER, plain)) return false;
    if (isIn(LOOPBACK, plain)) return loopback;
    return !isIn(PRIVATE, plain) || isIn(named, plain);
  };
}

/** `::ffff:127.0.0.1` and `::127.0.0.1` are 127.0.0.1; undefined when it is no address, or one of a named interface. */
function unmapped(address: string): string | undefined {
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const inner = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!inner) return short;
  const [high = 0, low = 0] = inner.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
