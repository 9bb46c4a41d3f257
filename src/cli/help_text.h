// SPDX-License-Identifier: Apache-2.0
// What --help says beyond the list of flags: purposes and examples. Texts only.
#pragma once

#include <string_view>

namespace spoor::cli {

inline constexpr std::string_view kVersion = "0.1.0";

inline constexpr std::string_view kAbout =
    "Spoor remembers what the DNS said: records from captures and feeds, and questions about them.";

inline constexpr std::string_view kExitCodes = R"(Exit codes:
  0    done
  1    the command line, environment or configuration is wrong
  2    nothing could be read, the store could not be opened or written, or the server not be reached
  3    verify found damage
  130  interrupted; what was merged before stands

Every long flag but --help, --version, --config and --from is also a setting: --root-hints is SPOOR_ROOT_HINTS in the
environment and root_hints in the configuration file. A flag goes before the environment, and that before the file.
Files tried: --config, $SPOOR_CONFIG, ~/.config/spoor/spoor.toml, ./spoor.toml.

Run 'spoor COMMAND --help' for a command's flags and examples.)";

inline constexpr std::string_view kAboutImport =
    "Read captures and feeds into a store; what was read before changes nothing";
inline constexpr std::string_view kExamplesImport = R"(Examples:
  spoor import --store db --source resolver1 monday.pcap.zst tuesday.pcapng
  spoor import --store db --source upstream --position above --root-hints root.hints captures/
  spoor import --store db --source partner --by-sensor records.cof.ndjson
  zcat day.pcap.gz | spoor import --store db --source resolver1 -
  spoor import --store db --source resolver1 dnstap.log           # its log says where it was written
  spoor import --store db --source r1 --report report.ndjson captures/   # a JSON line for each input
  spoor import --store db --source zeek1 --follow /opt/zeek/logs/current/dns.log   # until stopped, through rotation

Captures (pcap, pcapng, dnstap, C-DNS) and feeds are told apart by their content; gzip, zstd, xz and lz4 are unpacked.
Feeds that --format may name: cof (Common Output Format), dns-collector, dnsdb, dnsmonster, eve (Suricata), native, nmsg (nmsgtool),
passivedns, table (CSV, TSV), warc (WARC, WAT), zeek (dns.log), zone (zone files). docs/formats/feeds.md tells each.
In a directory files of no known format are skipped; one that is named is an error.)";

inline constexpr std::string_view kAboutAsk = "Ask with whatever was pasted; filters are words";
inline constexpr std::string_view kExamplesAsk = R"(Examples:
  spoor ask --store db 'hxxp://www[.]example[.]com/login'         # the host of a URL, defanged or not
  spoor ask --store db '*.example.com type:MX,NS since:2019-07-01'
  spoor ask --store db '192.0.2.0/24 seen:2019-07-01..2019-07-14 -cdn count>=10'
  spoor ask --store db 'hostmaster (at) example (dot) com'        # an SOA's mailbox
  spoor ask --store db $(cat list.txt)                            # a list: one after the other
  spoor ask --store db --explain 'bücher.example -type:A'

What was understood is said on standard error, and so is where a word is wrong and what would be right.
The language is docs/formats/ask.md. For long lists: spoor bulk.)";

inline constexpr std::string_view kAboutBulk = "Ask many questions at once, a line each";
inline constexpr std::string_view kExamplesBulk = R"(Examples:
  spoor bulk --store db indicators.txt                       # found, first and last seen of each line
  spoor bulk --store db --json --rows 3 indicators.txt       # with rows: a JSON object a line
  zcat ips.txt.gz | spoor bulk --store db --with 'type:A seen:2019-07' -

Lines are what spoor ask understands, 100,000 at most; blank ones and remarks (#) are passed over. A line that is wrong
is told, and the next one answered. Rows of one line are counted up to 10,000.)";

inline constexpr std::string_view kAboutLookup = "Find records";
inline constexpr std::string_view kExamplesLookup = R"(Examples:
  spoor lookup --store db www.example.com
  spoor lookup --store db '*.example.com' --sort -first_seen      # the name and all below it
  spoor lookup --store db 'www.example.*' --type A,AAAA           # under every top-level domain
  spoor lookup --store db 192.0.2.0/24 --since -7d --merge        # what pointed there in the last week
  spoor lookup --store db ns1.example.net --in rdata --json
  spoor lookup --store db hostmaster@example.com                  # an SOA's mailbox
  spoor lookup --server http://127.0.0.1:8053 www.example.com     # the same of a server

A time is Unix seconds, ISO 8601 (UTC unless it says otherwise) or relative: -7d, -12h, -30m.
Standard output holds the answer alone; that there is more, and how to go on, is said on standard error.)";

inline constexpr std::string_view kAboutExport =
    "Write a question's records, or all of a store, in a form that other programs read";
inline constexpr std::string_view kExamplesExport = R"(Examples:
  spoor export --store db > everything.ndjson                     # imports back to equal answers
  spoor export --store db '*.example.com' --format dnsdb | zstd > example.com.json.zst
  spoor export --store db 192.0.2.0/24 --since -30d --format csv > network.csv
  spoor export --store db '*.example.com' --type NS,SOA --format zone

What each form keeps and what it loses is in docs/guides/exporting.md. Everything is written, in the order of the index,
row by row. A full disk, or a reader that went away early, is told by the exit code.)";

inline constexpr std::string_view kAboutSummarize = "Count the records that a lookup would find";
inline constexpr std::string_view kExamplesSummarize = R"(Examples:
  spoor summarize --store db '*.example.com'
  spoor summarize --store db 192.0.2.0/24 --type A --json)";

inline constexpr std::string_view kAboutFacets =
    "Count how the rows of a question spread: by type, source, domain, country …";
inline constexpr std::string_view kExamplesFacets = R"(Examples:
  spoor facets --store db 192.0.2.1
  spoor facets --store db '*.example.com' --facets type,source --top 50 --json)";

inline constexpr std::string_view kAboutGroups =
    "Roll the rows of a question up by registered domain";
inline constexpr std::string_view kExamplesGroups = R"(Examples:
  spoor groups --store db 192.0.2.0/24                         # most names first
  spoor groups --store db ns1.example.net --in rdata --sort -first_seen --limit 1000)";

inline constexpr std::string_view kAboutTree = "Show the names of a question level by level";
inline constexpr std::string_view kExamplesTree = R"(Examples:
  spoor tree --store db '*.example.com'                        # newest first
  spoor tree --store db '*.example.com' --depth 2 --new-after -7d
  spoor tree --store db 192.0.2.1 --under example.com          # what of a domain lived on an address

Children that are one name seen once (1,000 of one parent), or whose labels look machine-made (64), are one line.)";

inline constexpr std::string_view kAboutPivots =
    "List the values inside a question's records, and how many names share each";
inline constexpr std::string_view kExamplesPivots = R"(Examples:
  spoor pivots --store db example.com
  spoor pivots --store db '*.example.com' --type TXT --cap 100000 --json)";

inline constexpr std::string_view kAboutTimeline =
    "Draw when a name had its values, or a value its names; or a calendar of counts";
inline constexpr std::string_view kExamplesTimeline = R"(Examples:
  spoor timeline --store db www.example.com
  spoor timeline --store db 192.0.2.7 --day-from 2024-03-01 --day-to 2024-03-31
  spoor timeline --store db '*.example.com' --type NS,MX --sort -last_seen --limit 20
  spoor timeline --store db www.example.com --calendar

A day counts as watched when any source delivered anything; 'not seen' is said of watched days alone.)";

inline constexpr std::string_view kAboutFirst = "Say when something first appeared, and to whom";
inline constexpr std::string_view kExamplesFirst = R"(Examples:
  spoor first --store db www.example.com
  spoor first --store db www.example.com --of domain           # of example.com and all below it
  spoor first --store db www.example.com --type MX             # of a type under a name
  spoor first --store db www.example.com --value 192.0.2.7     # of a pair)";

inline constexpr std::string_view kAboutChanges = "List what happened to a name, newest first";
inline constexpr std::string_view kExamplesChanges = R"(Examples:
  spoor changes --store db www.example.com
  spoor changes --store db '*.example.com' --kind moved,new_ns --day-from -90d
  spoor changes --store db www.example.com --silence 30

Events: appeared, moved (A, AAAA, CNAME), new_ns, new_mx, first_txt, new_type, gone (watched in vain on as many days as
--silence says) and came_back. 'Certain' is yes when the day before was watched in vain.)";

inline constexpr std::string_view kAboutCompare =
    "Show what came, what went and what stayed between two dates, names or sources";
inline constexpr std::string_view kExamplesCompare = R"(Examples:
  spoor compare --store db www.example.com --before 2024-03-01 --after 2024-04-01
  spoor compare --store db 192.0.2.7 --before 2024-02-01..2024-02-29 --after 2024-03-01..2024-03-31
  spoor compare --store db www.example.com --with www.example.net
  spoor compare --store db '*.example.com' --source sensor1 --with-source sensor2)";

inline constexpr std::string_view kAboutServe =
    "Answer over HTTP: our own API and DNSDB's, for programs that know nothing of Spoor";
inline constexpr std::string_view kExamplesServe = R"(Examples:
  spoor serve --store db                                      # for this machine alone, reading only
  spoor serve --store db --listen 0.0.0.0:8053 --api-key-file keys --tls-certificate c.pem --tls-key k.pem
  curl 'http://127.0.0.1:8053/api/v1/records?q=*.example.com'
  DNSDB_SERVER=http://127.0.0.1:8053 DNSDB_API_KEY=any dnsdbq -r '*.example.com'
  spoor lookup --server http://127.0.0.1:8053 '*.example.com'

A file of keys has a key a line, and what it may behind it: 'KEY read import name=desk quota=1000 burst=10/60'.
SIGHUP reads keys, certificate and enrichment again and opens the access log anew; SIGINT and SIGTERM let answers end first.
The document of the API is at /api/v1/openapi.yaml.)";

inline constexpr std::string_view kAboutListen =
    "Take what resolvers log (dnstap) into a store as it comes, until stopped";
inline constexpr std::string_view kExamplesListen = R"(Examples:
  spoor listen --store db --source resolver1 --dnstap unix:/run/spoor.sock
  spoor listen --store db --source site2 --dnstap tcp:127.0.0.1:6000
  spoor listen --store db --source site2 --dnstap tcp:192.0.2.1:6000 --allow 192.0.2.0/24,2001:db8::/32
  spoor listen --collector https://pdns.example.org --spool /var/spool/spoor --sensor-key-file sensor.key \
    --dnstap unix:/run/spoor.sock

Records are merged every ten seconds and can be asked for from then on. SIGINT and SIGTERM take what has arrived, merge
it and end. TCP is not encrypted: beyond the loopback only those of --allow may connect.)";

inline constexpr std::string_view kAboutResolve =
    "Ask resolvers that you name for names, at a bounded rate, and keep what they answer";
inline constexpr std::string_view kExamplesResolve = R"(Examples:
  spoor resolve --store db --source active --resolver 192.0.2.53 www.example.com mail.example.com
  spoor resolve --store db --source active --resolver 192.0.2.53,192.0.2.54 --names names.txt --rate 200
  spoor resolve --store db --source active --resolver 192.0.2.53 --matching '*.evil.example last-after:-30d' --types A,NS
  spoor resolve --store db --source active --resolver 192.0.2.53 --new-since 7d --dry-run   # only tells
  spoor resolve --store db --source direct --resolver 192.0.2.1 --authoritative --matching '*.example.com'

This is the one command that asks the DNS: whoever runs the name servers may notice. Nobody is asked who was not named
with --resolver, no address is built in, and no configuration file can set it. SIGINT waits for what was asked already.)";

inline constexpr std::string_view kAboutTransfer =
    "Fetch a whole zone from its server (AXFR) and keep it as seen in the zone";
inline constexpr std::string_view kExamplesTransfer = R"(Examples:
  spoor transfer corp.example --store db --source zones --from 192.0.2.1
  spoor transfer corp.example --store db --source zones --from '[2001:db8::1]:5353' --tsig transfer.key

A zone counts when all of it has come and its end is its beginning (the same SOA); of one that is cut off nothing is
merged. The key's file has a line as dig -y takes it: hmac-sha256:NAME:BASE64.)";

inline constexpr std::string_view kAboutWatch =
    "Take DNS off network interfaces into a store as it passes, until stopped";
inline constexpr std::string_view kExamplesWatch = R"(Examples:
  spoor watch --store db --source site1 --interface eth0
  spoor watch --store db --source site1 --interface eth0,eth1 --workers 2 --user spoor
  spoor watch --store db --source site1 --interface mirror0 --position above --filter 'port 53 and not host 192.0.2.1'
  spoor watch --collector https://pdns.example.org --spool /var/spool/spoor --sensor-key-file sensor.key --interface eth0

Opening an interface needs CAP_NET_RAW and nothing else: setcap cap_net_raw+ep, or as root with --user. Records are merged
every ten seconds. SIGUSR1 tells what came and what was dropped, and where; SIGINT and SIGTERM merge the rest and end.)";

inline constexpr std::string_view kAboutAbsent =
    "How often names and types were asked for that are not there (NXDOMAIN, NODATA)";
inline constexpr std::string_view kExamplesAbsent = R"(Examples:
  spoor absent --store db                        # the registered domains with most of it
  spoor absent --store db example.com --day-from -30d
  spoor absent --store db --limit 1000 --json

Counted by 'spoor watch' and 'spoor listen', by day and registered domain. Names: about how many different ones.)";

inline constexpr std::string_view kAboutStats = "What a store holds";
inline constexpr std::string_view kAboutVerify = "Read a whole store and say what is wrong with it";
inline constexpr std::string_view kAboutCompact = "Rewrite a store into its smallest form";
inline constexpr std::string_view kAboutEnrich = "What local files say of a name or an address";
inline constexpr std::string_view kExamplesEnrich = R"(Examples:
  spoor enrich --store db www.example.co.uk         # registered domain, popularity, labels
  spoor enrich --enrichment lists 192.0.2.7 --json  # network, country, holder, labels

The files: docs/formats/enrichment.md. Without any, the public suffix list is known.)";
inline constexpr std::string_view kAboutBackup =
    "Bring a folder up to a store's present state, while the store may be in use";
inline constexpr std::string_view kAboutRestore = "Make a store from such a folder";
inline constexpr std::string_view kExamplesBackup = R"(Examples:
  spoor backup --store db --to /backup/spoor       # again and again: only what is new is copied
  spoor restore --from /backup/spoor --store db2   # a place where nothing is yet

The folder holds the old state or the new one, never half of either; it is a store itself, which 'spoor verify' and every
question take. Registrations and the ledger of deliveries come along; lists for enrichment do not.)";
inline constexpr std::string_view kAboutSource =
    "Who delivers into a store: what is known of each source, and who may see it";
inline constexpr std::string_view kAboutSourceAdd =
    "Make a source known before it delivers (an import makes it known as well)";
inline constexpr std::string_view kAboutSourceList = "The sources of a store";
inline constexpr std::string_view kAboutSourceEdit =
    "Write down what is known of a source; what is not named stays";
inline constexpr std::string_view kAboutSourceMerge =
    "Tell everything of one source as another's, and forget the one";
inline constexpr std::string_view kAboutSourceRemove = "Forget a source and all that it told";
inline constexpr std::string_view kExamplesRewrite = R"(Examples:
  spoor source merge --store db lux-old --into lux-1
  spoor source remove --store db test
  spoor erase --store db example.com --holders   # the name, all below it, and whatever points there

The whole store is written anew, all of it or nothing, and what is gone is gone: make a backup first ('spoor backup'; the
next one forgets it too). A file that was imported stays known and does not bring an erased name again; a new one may.)";
inline constexpr std::string_view kAboutRetain =
    "Remove what was last seen too long ago; when a name first appeared stays";
inline constexpr std::string_view kExamplesRetain = R"(Examples:
  spoor retain --store db --older-than 400d --dry-run
  spoor retain --store db --older-than 30d --type SOA,TXT
  spoor retain --store db --older-than 90d --source crawl-x --kind crawl
  spoor retain --store db --retention 'type:SOA,TXT 30d' --retention 'source:lux-1 keep' --retention 400d
  spoor retain                # from cron: store = and retention = [...] in the configuration file

A row (what one source told of a record) goes when that source last saw it before the age of the first rule that speaks
of it; where none does, it stays. Where a name would appear later for it, a row FIRST-SEEN stays. The store is written
anew, all of it or nothing, unless nothing goes: back it up first.)";
inline constexpr std::string_view kAboutErase = "Erase names with everything below them";
inline constexpr std::string_view kExamplesSource = R"(Examples:
  spoor source add --store db lux-1 --kind sensor --label A --position 'above the resolver, Luxembourg'
  spoor source edit --store db partner --label B --tlp amber --owner 'Example CERT'
  spoor source list --store db
  spoor lookup --store db 'www.example.com' --source kind:sensor

Who asks with a key that is cleared for less than a source's marking (tlp= in the key file) neither sees nor counts what
that source told. Markings: clear, green, amber, amber+strict, red.)";
inline constexpr std::string_view kAboutRegistration =
    "Who registered a domain: import WHOIS and RDAP records, and ask about them";
inline constexpr std::string_view kAboutRegistrationImport =
    "Read registrations into a store; what was read before changes nothing";
inline constexpr std::string_view kExamplesRegistrationImport = R"(Examples:
  spoor registration import --store db --source rdap registration.ndjson
  spoor registration import --store db --source dump --observed 2024-01-02 whois.csv.gz
  spoor registration import --store db --source whois answers/

RDAP (an object, an array, a line each), WHOIS dumps in CSV and raw WHOIS text are told apart by their content. Each file
is taken in whole or not at all.)";
inline constexpr std::string_view kAboutRegistrationLookup =
    "What was said of a domain, the last first";
inline constexpr std::string_view kExamplesRegistrationLookup = R"(Examples:
  spoor registration lookup --store db example.com
  spoor registration lookup --store db example.com --json --raw)";
inline constexpr std::string_view kAboutRegistrationSearch =
    "Which domains were registered with a mailbox, a name, a telephone …";
inline constexpr std::string_view kExamplesRegistrationSearch = R"(Examples:
  spoor registration search --store db holder@example.org
  spoor registration search --store db 'host\.master.example.org.'       # a mailbox as an SOA record has it
  spoor registration search --store db --field phone '+1 555 0100'
  spoor registration search --store db --field organization --match words 'example holding'
  spoor registration search --store db --field name 'example*'

Fields: domain, mailbox, name, organization, phone, address, registrar, nameserver. Case and blanks do not matter; a * at
the end means any going on.)";

inline constexpr std::string_view kAboutAddress =
    "Who lives on an address, and what else would go dark if it were blocked";
inline constexpr std::string_view kExamplesAddress = R"(Examples:
  spoor address --store db 192.0.2.7
  spoor address --store db 192.0.2.7 --name bad.example.net    # all but this would be lost by a block
  spoor address --store db 192.0.2.0/28 --at 2024-03-01 --sort names

Numbers are exact: registered domains confirmed within 30 days before the moment. What may have been there, because only
first and last are known, is told apart.)";

inline constexpr std::string_view kAboutSimulate = "Write simulated traffic with its ground truth";
inline constexpr std::string_view kExamplesSimulate = R"(Example:
  spoor simulate --seed 1 --out sim
  spoor import --store db --source sim --position above --root-hints sim/root.hints sim/capture.pcap)";

}  // namespace spoor::cli
