// SPDX-License-Identifier: Apache-2.0
// Our own questions to a server of this API: for the commands that take --server.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/v1/format.h"
#include "base/result.h"
#include "http/client.h"
#include "record/record_store.h"
#include "search/filter_word.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::api::v1 {

/// Where the server is.
struct ServerAddress {
  std::string url;      ///< http(s)://HOST[:PORT][/PREFIX]; /api/v1/… goes behind it.
  std::string key;      ///< Empty: none is sent.
  std::string ca_file;  ///< PEM; empty: the system's.
};

/// A question as it was typed: the server reads it. Empty texts are not sent.
struct RemoteQuestion {
  std::string q;
  std::string in;
  std::vector<std::string> types;
  std::string bailiwick;
  std::vector<std::string> sources;
  std::string first_after, first_before, last_after, last_before;
  std::string since, until;
  std::string merge;
  std::vector<search::FilterWord> filters;  ///< Others, and these instead of those above.
};

/// Which of its rows, and in what order.
struct RemotePage {
  std::string sort;
  std::uint64_t limit = search::kDefaultLimit;  ///< 0: as many as the key may have.
  std::uint64_t offset = 0;
  std::string from;
  Format format = Format::kNdjson;  ///< Anything but kJson.
  std::string details = {};         ///< Of each row; empty: none.
};

/// What the server said at the end of its rows.
struct RemoteEnding {
  bool complete = false;
  std::uint64_t returned = 0;
  std::string reason;  ///< limit, time, failed; empty when complete.
  std::string next;    ///< Token of the page that follows; may be empty.
  std::string detail;  ///< With the reason failed: what the server says of it.
};

struct RemoteSummary {
  search::Summary summary;
  bool complete = false;  ///< False: the server's time was up.
};

struct RemoteStatus {
  std::string version;
  record::StoreStats stats;  ///< Sources are numbered in their order.
  bool complete = false;     ///< False: the server's time was up while it counted.
};

/// A row as texts, for a table.
struct RemoteRow {
  std::string rrname, rrtype, rdata;
  std::string bailiwick, source;  ///< Empty where the row has none.
  bool is_zone = false;
  std::uint64_t count = 0;
  std::uint32_t first = 0, last = 0;  ///< Unix seconds.
};

/// Reads a ROW line of format=ndjson. Errors: kMalformed.
Result<RemoteRow> parse_remote_row(std::string_view line);

/// A line of the answer without its LF; false stops the transfer.
using LineSink = std::function<bool(std::string_view line)>;
/// http::get(), or what stands in for it.
using Getter =
    std::function<Result<http::ClientResponse>(const http::ClientRequest&, const http::BodySink&)>;

/// Errors of all calls: what the server refused (kInvalid: the question, kDenied: the key, kLimit:
/// the quota; its sentence stands in `where`); kIo (it cannot be reached, it is unwell); kMalformed
/// and kTruncated (that is no answer of this API).
class Client {
 public:
  explicit Client(ServerAddress server, Getter get = http::get)
      : server_(std::move(server)), get_(std::move(get)) {}

  /// Rows go to `on_line` as they come. When it stopped the transfer, the ending is not complete
  /// and has no reason.
  [[nodiscard]] Result<RemoteEnding> records(const RemoteQuestion& question, const RemotePage& page,
                                             const LineSink& on_line) const;
  [[nodiscard]] Result<RemoteSummary> summary(const RemoteQuestion& question) const;
  /// `exact`: the server counts; that takes its time.
  [[nodiscard]] Result<RemoteStatus> status(bool exact) const;
  /// Any JSON object that the API answers with, as it came; at most 64 MiB.
  [[nodiscard]] Result<std::string> get_object(std::string_view path_and_query) const;

 private:
  [[nodiscard]] http::ClientRequest request_for(std::string_view path_and_query) const;

  ServerAddress server_;
  Getter get_;
};

/// "/api/v1/records?q=…": what records() asks.
std::string records_path(const RemoteQuestion& question, const RemotePage& page);
/// `path` with a question and further parameters behind it, those without a value left out.
std::string question_path(std::string_view path, const RemoteQuestion& question,
                          const std::vector<std::pair<std::string, std::string>>& more);
/// "/api/v1/records/summary?q=…".
std::string summary_path(const RemoteQuestion& question);

}  // namespace spoor::api::v1
