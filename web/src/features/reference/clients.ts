// SPDX-License-Identifier: Apache-2.0
// Other people's clients, and the words that point them at this server.

export interface ClientWords {
  name: string;
  says: string;
  command: string;
}

export function clientsOf(origin: string): ClientWords[] {
  const host = origin.replace(/^https?:\/\//, '');
  return [
    {
      name: 'curl',
      says: 'Our own API: rows as JSON.',
      command: `curl '${origin}/api/v1/records?q=*.example.com&sort=-first_seen'`,
    },
    {
      name: 'spoor',
      says: 'The same tables as in the terminal, from afar.',
      command: `spoor lookup --server ${origin} '*.example.com'`,
    },
    {
      name: 'dnsdbq',
      says: 'The client of DNSDB, versions 1 and 2.',
      command: `DNSDB_SERVER=${origin} DNSDB_API_KEY=none dnsdbq -r '*.example.com'`,
    },
    {
      name: 'dnsdb2 (Python)',
      says: 'Farsight’s library, flexible search included.',
      command: `dnsdb2.Client("none", server="${origin}").lookup_rrset("*.example.com")`,
    },
    {
      name: 'passivetotal (Python)',
      says: 'Speaks https only: serve with --tls-certificate and --tls-key.',
      command: `DnsRequest("me@example.com", "KEY", server="${host}").get_passive_dns(query="example.com")`,
    },
    {
      name: 'pypdns (Python)',
      says: 'CIRCL’s library; dnsdbq -u circl and MISP’s module ask likewise.',
      command: `pypdns.PyPDNS(url="${origin}/pdns/query", basic_auth=("me", "KEY")).query("example.com")`,
    },
    {
      name: 'A key',
      says: 'Where the server asks for one (spoor serve --api-key-file FILE).',
      command: `curl -H 'X-Api-Key: KEY' '${origin}/api/v1/status'`,
    },
  ];
}
