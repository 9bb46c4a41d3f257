// SPDX-License-Identifier: Apache-2.0
// What a reason for dropping means, and what to do where something can be done.

/** Lost: it should have been read. Guarded: it was refused so that nobody can plant it. Left: of no use by design. */
export type DropKind = 'lost' | 'guarded' | 'left';

export interface Advice {
  kind: DropKind;
  says: string;
}

const lost = (says: string): Advice => ({ kind: 'lost', says });
const guarded = (says: string): Advice => ({ kind: 'guarded', says });
const left = (says: string): Advice => ({ kind: 'left', says });

const known: Record<string, Advice> = {
  OPT: left('describes the transport, no data of a zone'),
  TSIG: left('signs a message, no data of a zone'),
  'SIG(0)': left('signs a message, no data of a zone'),
  RRSIG: left('signatures are not kept'),
  NSEC: left('proofs of absence are not kept'),
  NSEC3: left('proofs of absence are not kept'),
  'repeated in its message': left('counted once'),
  'additional section': guarded('not vouched for by its server'),
  'out of bailiwick': guarded('told by a server that does not speak for the name'),
  'server not yet known': guarded('falls as the name servers of its zone are learned'),
  'neither authoritative nor a referral': guarded('a cache told it: listen above the resolver'),
  'response never asked for': guarded(
    'expected at the start and after a gap; else forged, or queries are not seen',
  ),
  'class not IN': left('another class than the Internet’s'),
  'question not of class IN': left('another class than the Internet’s'),
  'zone transfer': left('import the zone file instead'),
  'truncated (TC)': left('asked again over TCP'),
  'rcode SERVFAIL': left('holds no data'),
  'rcode REFUSED': left('holds no data'),
  'rcode FORMERR': left('holds no data'),
  'rcode NOTIMP': left('holds no data'),
  'TCP segment without data': left('opens, ends or acknowledges a stream'),
  'other port': left('no DNS'),
  'not IP': left('no DNS'),
  'neither UDP nor TCP': left('no DNS'),
  encrypted: left('cannot be read on the way: take dnstap of the resolver'),
  'rdata does not fit its type': guarded('malformed, or made to break readers'),
  'cut off by the snapshot length': lost('capture with a longer snapshot length'),
  'fragments missing (datagrams)': lost('packets were lost before the sensor, or it began amid them'),
  'too many fragments to keep (datagrams)': lost('a flood of fragments, or a loss on the way'),
  'TCP data missing (holes)': lost('packets were lost before the sensor'),
  'TCP data before a message boundary is known': lost('expected at the start of a capture'),
  'TCP stream ends inside a message (streams)': lost('expected at the end of a capture'),
  'too many TCP streams to keep (streams)': lost('more streams at once than the sensor keeps'),
  'broken record of the capture file': lost('the file is damaged there'),
  'time out of range': lost('look at the clock of the sensor'),
};

/** Undefined where nothing more than the reason itself can be said. */
export const adviceOf = (reason: string): Advice | undefined =>
  Object.hasOwn(known, reason) ? known[reason] : undefined;

export const kindTitles: Record<DropKind, string> = {
  lost: 'lost',
  guarded: 'refused as a guard',
  left: 'left out by design',
};
