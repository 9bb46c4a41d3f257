// SPDX-License-Identifier: Apache-2.0
// The built-in root hints, with the time in which each address was the one in the root zone.
#include "harden/root_hints.h"

namespace spoor::harden {

namespace {

// Not here: 39.13.229.241, F's until 1995, out of RFC 1797's experiment with network 39. That
// network has since been given to others, and whoever holds the address could speak for every
// name.
constexpr std::string_view kText = R"(
. NS a.root-servers.net.
a.root-servers.net. A     198.41.0.4            ; since 1995
a.root-servers.net. AAAA  2001:503:ba3e::2:30   ; since February 2008
. NS b.root-servers.net.
b.root-servers.net. A     128.9.0.107           ; until January 2004
b.root-servers.net. A     192.228.79.201        ; January 2004 to October 2017
b.root-servers.net. A     199.9.14.201          ; October 2017 to November 2023
b.root-servers.net. A     170.247.170.2         ; since November 2023
b.root-servers.net. AAAA  2001:478:65::53       ; announced, long in use before it stood in the root zone
b.root-servers.net. AAAA  2001:500:84::b        ; 2014 to June 2017
b.root-servers.net. AAAA  2001:500:200::b       ; June 2017 to November 2023
b.root-servers.net. AAAA  2801:1b8:10::b        ; since November 2023
. NS c.root-servers.net.
c.root-servers.net. A     192.33.4.12           ; since 1995
c.root-servers.net. AAAA  2001:500:2::c         ; since March 2014
. NS d.root-servers.net.
d.root-servers.net. A     128.8.10.90           ; until January 2013
d.root-servers.net. A     199.7.91.13           ; since January 2013
d.root-servers.net. AAAA  2001:500:2d::d        ; since June 2011
. NS e.root-servers.net.
e.root-servers.net. A     192.203.230.10        ; since 1995
e.root-servers.net. AAAA  2001:500:a8::e        ; since December 2016
. NS f.root-servers.net.
f.root-servers.net. A     192.5.5.241           ; since 1995
f.root-servers.net. AAAA  2001:500::1035        ; announced, until 2008
f.root-servers.net. AAAA  2001:500:2f::f        ; since February 2008
. NS g.root-servers.net.
g.root-servers.net. A     192.112.36.4          ; since 1995
g.root-servers.net. AAAA  2001:500:12::d0d      ; since December 2016
. NS h.root-servers.net.
h.root-servers.net. A     128.63.2.53           ; until December 2015
h.root-servers.net. A     198.97.190.53         ; since December 2015
h.root-servers.net. AAAA  2001:500:1::803f:235  ; February 2008 to December 2015
h.root-servers.net. AAAA  2001:500:1::53        ; since December 2015
. NS i.root-servers.net.
i.root-servers.net. A     192.36.148.17         ; since 1995
i.root-servers.net. AAAA  2001:7fe::53          ; since June 2010
. NS j.root-servers.net.
j.root-servers.net. A     198.41.0.10           ; 1997 to November 2002
j.root-servers.net. A     192.58.128.30         ; since November 2002
j.root-servers.net. AAAA  2001:503:c27::2:30    ; since February 2008
. NS k.root-servers.net.
k.root-servers.net. A     198.41.0.11           ; early 1997
k.root-servers.net. A     193.0.14.129          ; since 1997
k.root-servers.net. AAAA  2001:7fd::1           ; since February 2008
. NS l.root-servers.net.
l.root-servers.net. A     198.32.64.12          ; 1997 to November 2007
l.root-servers.net. A     199.7.83.42           ; since November 2007
l.root-servers.net. AAAA  2001:500:3::42        ; December 2008 to March 2016
l.root-servers.net. AAAA  2001:500:9f::42       ; since March 2016
. NS m.root-servers.net.
m.root-servers.net. A     198.32.65.12          ; early 1997
m.root-servers.net. A     202.12.27.33          ; since 1997
m.root-servers.net. AAAA  2001:dc3::35          ; since February 2008
)";

}  // namespace

std::string_view builtin_root_hints_text() noexcept {
  return kText;
}

const RootHints& builtin_root_hints() {
  static const RootHints kHints = [] {
    auto hints = parse_root_hints(builtin_root_hints_text());
    return hints ? *std::move(hints) : RootHints{};
  }();
  return kHints;
}

}  // namespace spoor::harden
