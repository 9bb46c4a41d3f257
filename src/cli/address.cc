// SPDX-License-Identifier: Apache-2.0
// spoor address: who lives on an address, and what a block would take along.
#include <algorithm>
#include <ctime>
#include <iterator>

#include <fmt/format.h>

#include "analysis/hosting.h"
#include "api/v1/address_text.h"
#include "cli/columns.h"
#include "cli/enrichment.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/text.h"
#include "http/client.h"

namespace spoor::cli {
namespace {

using analysis::HostingProfile;

constexpr std::uint64_t kStep = 65'536;
constexpr std::size_t kMostNeighbours = 10;

std::string shown_name(const dns::Name& name) {
  std::string text = dns::name_to_text(name);
  if (text.size() > 1) text.pop_back();
  return printable(text);
}

std::string names_text(const std::vector<dns::Name>& names) {
  std::string out;
  for (const dns::Name& name : names) {
    if (!out.empty()) out += &name == &names.back() ? " and " : ", ";
    out += shown_name(name);
  }
  return out;
}

/// "1 name", "2 names".
std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", grouped(number), what, number == 1 ? "" : "s");
}

template <class... Parts>
void line(std::string& out, fmt::format_string<Parts...> form, Parts&&... parts) {
  fmt::format_to(std::back_inserter(out), form, std::forward<Parts>(parts)...);
  out += '\n';
}

void append_head(std::string& out, const analysis::HostingQuestion& question,
                 const HostingProfile& profile) {
  out += api::v1::range_text(question.low, question.high);
  const enrich::Origin origin = question.enrichment->origin(question.low);
  if (origin.asn != 0) out += fmt::format("  AS{} {}", origin.asn, printable(origin.holder));
  if (!origin.country.empty()) out += fmt::format("  {}", origin.country);
  line(out, "  {}", analysis::hosting_text(profile.best));
  line(out, "As of {}: {} in 30 days ({}), {} of them in 7, {} popular; {} ever",
       time_text(profile.moment_s), counted(profile.domains_30d, "registered domain"),
       analysis::hosting_text(profile.by_size), grouped(profile.domains_7d),
       grouped(profile.popular_30d), grouped(profile.domains));
  if (profile.possible_30d > 0)
    line(out, "Of {} more only first and last are known: they may have been there as well",
         grouped(profile.possible_30d));
  line(out, "{} in 30 days, {} ever", counted(profile.names_30d, "name"), grouped(profile.names));
}

void append_domains(std::string& out, const HostingProfile& profile, const Terminal& terminal) {
  Columns table({{"Domain"},
                 {"Names", true},
                 {"Count", true},
                 {"First seen"},
                 {"Last seen"},
                 {"Days", true},
                 {"State"},
                 {"Tags"}});
  for (const analysis::HostedDomain& hosted : profile.page) {
    std::string tags;
    for (const enrich::Tag tag : enrich::kAllTags) {
      if (hosted.tags.has(tag)) tags += (tags.empty() ? "" : ",") + std::string(tag_text(tag));
    }
    const std::string_view state = hosted.is_suspect    ? "suspect"
                                   : hosted.is_active   ? "active"
                                   : hosted.is_possible ? "possible"
                                                        : "before";
    table.add({shown_name(hosted.domain), grouped(hosted.names), grouped(hosted.seen.count),
               time_text(hosted.seen.first), time_text(hosted.seen.last),
               hosted.days ? grouped(*hosted.days) : "-", std::string(state), tags});
  }
  if (table.is_empty()) return;
  out += '\n';
  table.write(out, terminal);
}

void append_neighbours(std::string& out, const HostingProfile& profile, const Terminal& terminal) {
  const analysis::Neighbours& around = profile.neighbours;
  out += '\n';
  line(out, "{}{} {} {} have names", around.is_complete ? "" : "At least ",
       grouped(around.addresses),
       profile.addresses == 1 ? "of the other addresses in" : "addresses of",
       api::v1::range_text(around.low, around.high));
  Columns table({{"Address"}, {"Names", true}, {"Domains", true}, {"Last seen"}});
  for (const analysis::AddressUse& use : around.listed) {
    std::string text;
    append_ip_text(text, use.address.bytes());
    table.add({text, grouped(use.names), grouped(use.domains), time_text(use.last)});
    if (&use - around.listed.data() + 1 == kMostNeighbours) break;
  }
  table.write(out, terminal);
}

void append_block(std::string& out, const analysis::BlockCost& block) {
  out += '\n';
  if (block.is_safe) {
    out += "Blocking it takes along nothing that is active but what was named\n";
  } else if (block.names == 0) {
    out += "Nothing is active there\n";
  } else {
    line(out, "Blocking it also removes {} of {}, {} of them popular", counted(block.names, "name"),
         counted(block.domains, "domain"), grouped(block.popular));
  }
  if (block.checked > 0)
    line(out, "Of {}{} active names {} have no other address",
         block.is_complete ? "" : "the first ", grouped(block.checked), grouped(block.only_here));
  if (!block.safer.empty() && !block.is_safe)
    line(out, "Safer: block {}{}", names_text(block.safer),
         block.is_guess ? " (new within 30 days; name what you mean with --name)" : "");
}

std::string remote_path(const Session& session) {
  const AddressOptions& o = session.command.address;
  std::string path = "/api/v1/addresses/profile?q=";
  http::append_percent_encoded(path, session.command.question.query);
  const auto add = [&](std::string_view key, std::string_view value) {
    if (value.empty()) return;
    path += key;
    http::append_percent_encoded(path, value);
  };
  add("&at=", o.at);
  add("&sort=", o.sort);
  for (const std::string& name : o.suspects) add("&name=", name);
  return path + fmt::format("&limit={}&offset={}", o.limit, o.offset);
}

Result<analysis::HostingQuestion> to_question(const Command& command) {
  const AddressOptions& o = command.address;
  const auto at_flag = [](Error error, std::string_view flag, const std::string& text) {
    error.where = std::string(flag) + " '" + text + "'";
    return error;
  };
  analysis::HostingQuestion question;
  const std::string& query = command.question.query;
  if (const Status read = api::v1::read_hosting(question, query, o.at,
                                                static_cast<std::uint32_t>(std::time(nullptr)));
      !read) {
    const bool is_time = read.error().where == "at";
    return at_flag(read.error(), is_time ? "--at" : "QUERY", is_time ? o.at : query);
  }
  if (!o.sort.empty()) {
    SPOOR_TRY(question.order, api::v1::parse_hosting_order(o.sort));
  }
  question.limit = o.limit;
  question.offset = o.offset;
  for (const std::string& text : o.suspects) {
    const auto name = dns::parse_name(text);
    if (!name || name->is_root())
      return at_flag({ErrorCode::kInvalid, "expected a name", 0, {}}, "--name", text);
    question.suspects.push_back(*name);
  }
  return question;
}

}  // namespace

int run_address(const Session& session) {
  if (is_remote(session.command)) return run_remote_object(session, remote_path(session));
  auto question = to_question(session.command);
  if (!question) return fail(question.error());
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  const auto holder = open_enrichment(session.command);
  if (!holder) return fail(holder.error());
  question->enrichment = (*holder)->current();
  auto cursor = analysis::HostingCursor::open((*store)->snapshot(), *question);
  if (!cursor) return fail(cursor.error());
  for (bool is_done = false; !is_done;) {
    const auto went_on = (*cursor)->advance(kStep);
    if (!went_on) return fail(went_on.error());
    if (session.stop.load()) return kExitInterrupted;
    is_done = *went_on;
  }
  const HostingProfile& profile = (*cursor)->profile();
  std::string& out = session.out.buffer();
  if (session.command.as_json) {
    api::v1::append_profile(out, *question, profile, feed::TimeStyle::kUnix, true);
    return finish(session.out);
  }
  append_head(out, *question, profile);
  append_domains(out, profile, session.terminal);
  append_neighbours(out, profile, session.terminal);
  append_block(out, profile.block);
  if (!profile.is_complete)
    complain("more domains or names than there is memory for: the numbers are lower bounds");
  return finish(session.out);
}

}  // namespace spoor::cli
