// SPDX-License-Identifier: Apache-2.0
// spoor tree: the names of a question, level by level.
#include "search/tree.h"

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/remote.h"
#include "cli/rollup.h"
#include "cli/text.h"
#include "search/time_text.h"

namespace spoor::cli {
namespace {

/// Lines of a tree, children two blanks further in.
class TreeLines {
 public:
  explicit TreeLines(bool tells_new)
      : table_({{"Name"},
                {"Names", true},
                {"Rows", true},
                {"Count", true},
                {"First seen"},
                {"Last seen"}}),
        tells_new_(tells_new) {}

  void add(const search::TreeNode& node, std::size_t level) {
    std::string name = std::string(level * 2, ' ') + shown_form(node.name);
    if (tells_new_ && node.is_new) name += " (new)";
    add_line(std::move(name), node.totals);
    for (const search::TreeNode& child : node.children) add(child, level + 1);
    std::uint64_t hidden = node.num_children - node.children.size();
    const std::string inner((level + 1) * 2, ' ');
    if (node.collapsed) {
      hidden -= node.collapsed->children;
      add_line(inner + collapsed_text(*node.collapsed), node.collapsed->totals);
    }
    const bool is_told = !node.children.empty() || node.collapsed;
    if (is_told && hidden > 0)
      table_.add({inner + fmt::format("and {} more", grouped(hidden)), "", "", "", "", ""});
  }
  void write(std::string& out, const Terminal& terminal) const { table_.write(out, terminal); }

 private:
  void add_line(std::string name, const search::TreeTotals& t) {
    const bool is_seen = t.rows > 0;
    table_.add({std::move(name), grouped(t.names), grouped(t.rows), grouped(t.count),
                is_seen ? time_text(t.first) : "-", is_seen ? time_text(t.last) : "-"});
  }
  [[nodiscard]] std::string collapsed_text(const search::CollapsedChildren& c) const {
    std::string text = fmt::format("[{} one-shot or machine-made", grouped(c.children));
    if (tells_new_ && c.new_children > 0) text += fmt::format(", {} new", grouped(c.new_children));
    if (!c.examples.empty()) text += ", such as " + shown_form(c.examples.front());
    return text + "]";
  }

  Columns table_;
  bool tells_new_;
};

/// `--new-after`, `--new-before`.
Result<std::optional<search::TimeSpan>> read_span(const RollupOptions& o) {
  if (o.new_after.empty() && o.new_before.empty()) return std::optional<search::TimeSpan>();
  const auto now = static_cast<std::uint32_t>(std::time(nullptr));
  search::TimeSpan span{0, now};
  if (!o.new_after.empty()) {
    SPOOR_TRY(const search::Moment moment, search::parse_time(o.new_after, now));
    span.first = moment.unix_s;
  }
  if (!o.new_before.empty()) {
    SPOOR_TRY(const search::Moment moment, search::parse_time(o.new_before, now));
    span.last = moment.unix_s;
  }
  return std::optional(span);
}

RemoteParameters remote_parameters(const RollupOptions& o) {
  RemoteParameters more{{"under", o.under},
                        {"sort", o.sort},
                        {"depth", std::to_string(o.depth)},
                        {"limit", std::to_string(o.limit)},
                        {"new_after", o.new_after},
                        {"new_before", o.new_before}};
  if (o.is_flat) more.emplace_back("collapse", "false");
  return more;
}

}  // namespace

int run_tree(const Session& session) {
  const RollupOptions& o = session.command.rollup;
  if (is_remote(session.command)) return run_remote_rollup(session, "tree", remote_parameters(o));
  search::TreeOptions options;
  if (!o.under.empty()) {
    const auto under = dns::parse_name(o.under);
    if (!under) return fail_flag({ErrorCode::kInvalid, "expected a name"}, "--under", o.under);
    options.under = *under;
  }
  if (!o.sort.empty()) {
    const auto sort = search::parse_tree_sort(o.sort);
    if (!sort) return fail_flag(sort.error(), "--sort", o.sort);
    options.sort = *sort;
  }
  const auto span = read_span(o);
  if (!span) return fail_flag(span.error(), "--new-after, --new-before", o.new_after);
  options.new_in = *span;
  options.depth = o.depth;
  options.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(o.limit, UINT32_MAX));
  options.collapses = !o.is_flat;
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        return search::open_tree(store, request, options);
      },
      [&](std::string& out, const search::TreeCursor& cursor, const api::v1::RollupStyle& style) {
        const bool tells_new = options.new_in.has_value();
        if (session.command.as_json)
          return api::v1::append_tree(out, cursor.root(), tells_new, style);
        TreeLines lines(tells_new);
        lines.add(cursor.root(), 0);
        lines.write(out, session.terminal);
      });
}

}  // namespace spoor::cli
