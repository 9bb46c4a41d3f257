// SPDX-License-Identifier: Apache-2.0
// Every page, by the name of its picture and its address, for the walks that visit all of them.
export const places: { name: string; path: string; store?: 'empty' | 'hostile' }[] = [
  { name: '00-welcome', path: '/' },
  { name: '01-name-resolutions', path: '/name/groupweblogs-gsm1900.com' },
  { name: '02-name-dns', path: '/name/groupweblogs-gsm1900.com?tab=dns' },
  { name: '02-name-reverse', path: '/name/rreui10.traeumtgerade.de?scope=pointing' },
  { name: '02-name-registration', path: '/name/groupweblogs-gsm1900.com?tab=registration' },
  { name: '02-name-timeline', path: '/name/groupweblogs-gsm1900.com?tab=timeline' },
  { name: '03-address', path: '/address/165.22.196.7' },
  { name: '03-network', path: '/address/165.22.196.0%2F24' },
  { name: '04-subdomains', path: '/name/groupweblogs-gsm1900.com?tab=subdomains' },
  { name: '05-search', path: '/search?q=/(login|webmail|cpanel)/&in=name' },
  { name: '05-search-both', path: '/search?q=/(login|webmail|cpanel)/&in=both' },
  { name: '06-graph', path: '/graph?start=name:groupweblogs-gsm1900.com' },
  {
    name: '06-graph-fence',
    path: '/graph?start=mailbox:night@desk.anchor-mail.test&seen=2019-07-12..2019-07-14',
  },
  { name: '07-bulk', path: '/bulk' },
  { name: '08-sources', path: '/sources?source=resolver' },
  { name: '09-mailbox', path: '/mailbox/night@desk.anchor-mail.test' },
  { name: '09-compare', path: '/compare' },
  { name: '10-first-run', path: '/', store: 'empty' },
  { name: '11-hostile', path: '/name/hostile.example', store: 'hostile' },
  { name: '12-reference', path: '/reference?find=facets' },
  { name: '13-help', path: '/help' },
  { name: '14-never-seen', path: '/name/never-seen.invalid' },
];
