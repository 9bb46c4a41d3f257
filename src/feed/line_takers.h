// SPDX-License-Identifier: Apache-2.0
// Who takes the lines of each format: one file a format. Inside the room only.
#pragma once

#include <memory>

#include "feed/line_taker.h"

namespace spoor::feed {

std::unique_ptr<LineTaker> make_cof_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_native_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_zeek_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_eve_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_passivedns_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_table_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_dnsdb_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_nmsg_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_collector_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_monster_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_zone_taker(const TakerNeeds& needs);
std::unique_ptr<LineTaker> make_warc_taker(const TakerNeeds& needs);

/// Whether an input begins like that format.
bool looks_like_cof(const FeedHead& head);
bool looks_like_native(const FeedHead& head);
bool looks_like_zeek(const FeedHead& head);
bool looks_like_eve(const FeedHead& head);
bool looks_like_passivedns(const FeedHead& head);
bool looks_like_table(const FeedHead& head);
bool looks_like_dnsdb(const FeedHead& head);
bool looks_like_nmsg(const FeedHead& head);
bool looks_like_collector(const FeedHead& head);
bool looks_like_monster(const FeedHead& head);
bool looks_like_zone(const FeedHead& head);
bool looks_like_warc(const FeedHead& head);

/// Line ends within quotes belong to CSV only.
Framing table_framing(const FeedHead& head);
/// Blanks and empty lines mean something.
Framing raw_framing(const FeedHead& head);

}  // namespace spoor::feed
