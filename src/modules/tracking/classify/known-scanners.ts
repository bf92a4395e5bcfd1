/** Parts of the names that mail gateways give themselves when they follow a link; lower-case. */
export const defaultScannerAgents: readonly string[] = [
  'abnormal security',
  'avanan',
  'barracuda',
  'ciscosecureemail',
  'cloudmark',
  'egress',
  'fireeye',
  'forcepoint',
  'fortiguard',
  'fortimail',
  'hornetsecurity',
  'ironport',
  'ironscales',
  'linkprotect',
  'messagelabs',
  'mimecast',
  'nospamproxy',
  'proofpoint',
  'retarus',
  'safelinks',
  'sophos',
  'spamtitan',
  'symantec',
  'trendmicro',
  'trustwave',
  'urldefense',
  'vipre',
];

/** Networks that gateways publish as their own for mail to be let in from; nobody browses from there. */
export const defaultScannerNetworks: readonly string[] = [
  // Proofpoint
  '67.231.144.0/20',
  '91.209.104.0/24',
  '148.163.128.0/19',
  '185.132.180.0/22',
  '208.84.64.0/22',
  // Mimecast
  '51.163.158.0/23',
  '63.128.21.0/24',
  '91.220.42.0/24',
  '170.10.128.0/19',
  '185.58.84.0/22',
  '195.130.217.0/24',
  '205.139.110.0/23',
  '207.211.30.0/23',
  '216.205.24.0/24',
  // Barracuda
  '64.235.144.0/20',
  '209.222.80.0/21',
  // Broadcom (Symantec, MessageLabs)
  '67.219.240.0/20',
  '85.158.136.0/21',
  '193.109.254.0/23',
  '194.106.220.0/23',
  '195.245.230.0/23',
  '216.82.240.0/20',
  // Cisco
  '68.232.128.0/19',
  '184.94.240.0/20',
  // Microsoft Exchange Online Protection
  '40.92.0.0/15',
  '40.107.0.0/16',
  '52.100.0.0/14',
  '104.47.0.0/17',
];
