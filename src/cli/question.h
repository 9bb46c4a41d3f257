// SPDX-License-Identifier: Apache-2.0
// From what was typed to a request that search understands.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "feed/cof_writer.h"
#include "record/record_store.h"
#include "search/filter_word.h"
#include "search/request.h"

namespace spoor::cli {

/// What is wrong with the text of a flag: kInvalid with `--flag 'text'` in `where`. An offset other
/// than 0 was one in the text and becomes one in `where`.
Error at_flag(Error error, std::string_view flag, std::string_view text);

/// `now_s` is what relative times count from. Errors: at_flag()'s.
Result<search::SearchRequest> to_request(const QuestionOptions& question,
                                         const record::RecordStore& store, std::uint32_t now_s);

/// What the flags of a question say, key by key.
std::vector<search::FilterWord> filter_words(const QuestionOptions& question);

/// What networks, countries and tags are read from, when a filter asks for them. Errors: the
/// directory's.
Status add_enrichment(const Command& command, search::SearchRequest& request);

/// What a form asks of the rows. Errors: kInvalid with the flag in `where`.
Status fit_to_format(search::SearchRequest& request, Format format);

/// How rows stand as JSON. Errors: at_flag()'s.
Result<feed::JsonOptions> row_style(const LookupOptions& options);

/// Adds order, page and grouping of a lookup. Errors: at_flag()'s.
Status add_page(search::SearchRequest& request, const LookupOptions& options);

/// Says what is wrong with a question, with a mark under the character that at_flag() knows of; an
/// unknown source is a mistake of the command line like any other.
int fail_question(const Error& error);

}  // namespace spoor::cli
