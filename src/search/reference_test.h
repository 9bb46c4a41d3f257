// SPDX-License-Identifier: Apache-2.0
// The slow way to answer a request: look at every record, by the words of the documentation. And
// random stores.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "search/fake_store.h"
#include "search/search.h"

namespace spoor::search {

/// A row that owns everything, comparable. Its order is that of ties: name, type, rdata, bailiwick,
/// source, how.
struct PlainRow {
  std::string name_form;
  std::uint32_t type = 0;
  std::string rdata;
  int bailiwick = 0;
  std::string source;
  int how = 0;
  std::uint32_t first = 0, last = 0;
  std::uint64_t count = 0;
  std::uint32_t days = 0, ttl = 0;  ///< Days seen; the highest TTL.
  int presence = 0;
  std::string sources;  ///< Names with blanks between, where they are merged and asked for.
  auto operator<=>(const PlainRow&) const = default;
};

/// Networks, countries and tags of what random_store() holds.
std::shared_ptr<const enrich::Enrichment> random_enrichment();

/// Every row of the answer, in the order of ties; limit, offset and order are not looked at.
std::vector<PlainRow> reference_rows(const FakeStore& store, const SearchRequest& request);

/// What Order says, by the words of the documentation; not by key.
bool is_before(const FakeStore& store, const Order& order, const PlainRow& a, const PlainRow& b);

/// Whether a record answers a query, by definition.
bool answers(const Query& query, const FakeRecord& record);

/// A store of small, much repeated names and values, with three sources.
FakeStore random_store(std::mt19937& random, int rows);
Order random_order(std::mt19937& random);
SearchRequest random_request(std::mt19937& random);

PlainRow to_plain(const Row& row);
/// Reads a cursor to its end; a failure fails the test.
std::vector<PlainRow> read_all(RowCursor& cursor);
std::vector<PlainRow> ask(const FakeStore& store, const SearchRequest& request);

/// For messages.
std::string describe_request(const SearchRequest& request);

}  // namespace spoor::search
