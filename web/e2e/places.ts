// SPDX-License-Identifier: Apache-2.0
// Every page, by the name of its picture and its address, for the walks that visit all of them.
import { pack } from '../src/shared/text/packed';

export interface Place {
  name: string;
  path: string;
  store?: 'empty' | 'hostile';
}

/** Of all kinds that the box knows: wicked, harmless, never seen, and what is no question. */
const pasted = [
  'hxxps://webmail.groupweblogs-gsm1900[.]com/login',
  'groupweblogs-gsm1900(dot)com',
  '165.22.196[.]7',
  'rreui10.traeumtgerade.de.',
  'night@desk.anchor-mail[.]test',
  'login.first-bank[.]example',
  'delivery-fee[.]test',
  'wallet-restore.test',
  '198.19.66[.]87',
  '198.19.66.0/24',
  'www.example.com',
  'never-seen.invalid',
  '10.0.3.12',
  'ht tp:/broken',
];

export const places: Place[] = [
  { name: '00-welcome', path: '/' },
  { name: '01-name-resolutions', path: '/name/groupweblogs-gsm1900.com' },
  { name: '02-name-dns', path: '/name/wallet-restore.test?tab=dns' },
  { name: '02-name-dns-unregistered', path: '/name/groupweblogs-gsm1900.com?tab=dns' },
  { name: '02-name-reverse', path: '/name/rreui10.traeumtgerade.de?scope=pointing' },
  { name: '02-name-registration', path: '/name/wallet-restore.test?tab=registration' },
  { name: '02-name-timeline', path: '/name/groupweblogs-gsm1900.com?tab=timeline' },
  { name: '03-address', path: '/address/165.22.196.7' },
  { name: '03-address-shared', path: '/address/198.19.66.87' },
  { name: '03-network', path: '/address/165.22.196.0%2F24' },
  { name: '04-subdomains', path: '/name/groupweblogs-gsm1900.com?tab=subdomains' },
  { name: '04-subdomains-many', path: '/name/metrics-sync.example?tab=subdomains' },
  { name: '05-search', path: '/search?q=/(login|webmail|cpanel)/&in=name' },
  { name: '05-search-both', path: '/search?q=/(login|webmail|cpanel)/&in=both' },
  { name: '06-graph', path: '/graph?start=name:groupweblogs-gsm1900.com' },
  {
    name: '06-graph-fence',
    path: '/graph?start=mailbox:night@desk.anchor-mail.test&seen=2019-07-12..2019-07-14',
  },
  { name: '07-bulk', path: '/bulk' },
  { name: '07-bulk-answer', path: `/bulk?list=${await pack(pasted.join('\n'))}` },
  { name: '08-sources', path: '/sources?source=resolver' },
  { name: '09-mailbox', path: '/mailbox/night@desk.anchor-mail.test' },
  { name: '09-compare', path: '/compare' },
  {
    name: '09-compare-answer',
    path: '/compare?q=*.groupweblogs-gsm1900.com&before=2019-07-10..2019-07-13&after=2019-07-14..2019-07-20',
  },
  { name: '10-first-run', path: '/', store: 'empty' },
  { name: '11-hostile', path: '/name/hostile.example', store: 'hostile' },
  { name: '11-homoglyph', path: '/name/xn--groupwblogs-gsm1900-qrp.example', store: 'hostile' },
  { name: '12-reference', path: '/reference?find=facets' },
  { name: '13-help', path: '/help' },
  { name: '14-never-seen', path: '/name/never-seen.invalid' },
];
