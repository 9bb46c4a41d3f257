// SPDX-License-Identifier: Apache-2.0
// What records and their summary have in common: the question and its filters. Inside the room
// only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/services.h"
#include "api/v1/parameters.h"
#include "base/result.h"
#include "feed/cof_writer.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::api::v1 {

/// The parameters that read_question() reads.
inline constexpr Parameter kQuestionParameters[] = {{"q"},
                                                    {"in"},
                                                    {"type", true},
                                                    {"not_type", true},
                                                    {"bailiwick", true},
                                                    {"not_bailiwick", true},
                                                    {"source", true},
                                                    {"not_source", true},
                                                    {"first_after"},
                                                    {"first_before"},
                                                    {"last_after"},
                                                    {"last_before"},
                                                    {"since"},
                                                    {"until"},
                                                    {"seen"},
                                                    {"only"},
                                                    {"count_min"},
                                                    {"count_max"},
                                                    {"asn", true},
                                                    {"not_asn", true},
                                                    {"country", true},
                                                    {"not_country", true},
                                                    {"tag", true},
                                                    {"not_tag", true},
                                                    {"name", true},
                                                    {"not_name", true},
                                                    {"rdata", true},
                                                    {"not_rdata", true},
                                                    {"tld", true},
                                                    {"not_tld", true},
                                                    {"domain", true},
                                                    {"not_domain", true},
                                                    {"exclude"},
                                                    {"merge"},
                                                    {"times"}};

/// Two lists in one.
template <std::size_t kFirst, std::size_t kSecond>
consteval std::array<Parameter, kFirst + kSecond> join(const Parameter (&first)[kFirst],
                                                       const Parameter (&second)[kSecond]) {
  std::array<Parameter, kFirst + kSecond> all{};
  for (std::size_t i = 0; i < kFirst; ++i) all[i] = first[i];
  for (std::size_t i = 0; i < kSecond; ++i) all[kFirst + i] = second[i];
  return all;
}

/// Query, filters, grouping. What is wrong stands in `parameters`.
search::SearchRequest read_question(ParameterReader& parameters, const record::RecordStore& store,
                                    const Services& services);
/// Names of sources, with commas between, any number of times.
void read_sources(ParameterReader& parameters, std::string_view name,
                  std::vector<std::string>& sources);
/// `times`.
feed::TimeStyle read_times(ParameterReader& parameters);
/// `times` and `details`.
feed::JsonOptions read_row_style(ParameterReader& parameters);
/// `sort`, a page's order.
void read_order(ParameterReader& parameters, search::SearchRequest& request);

/// An error of opening an answer, with the parameter it is about.
Problem to_question_problem(const Error& error);

/// Appends `{"text":…,"in":…,"kind":…}`.
void append_query(std::string& out, const search::Query& query);
/// Appends a time of this style.
void append_time(std::string& out, std::uint32_t unix_s, feed::TimeStyle style);

}  // namespace spoor::api::v1
