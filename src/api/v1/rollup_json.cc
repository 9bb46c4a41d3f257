// SPDX-License-Identifier: Apache-2.0
// Objects, part by part.
#include "api/v1/rollup_json.h"

#include <array>

#include "api/v1/history_pieces.h"
#include "api/v1/question.h"
#include "dns/name.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

using feed::append_field;

void append_times(std::string& out, std::uint32_t first, std::uint32_t last,
                  feed::TimeStyle style) {
  out += ",\"time_first\":";
  append_time(out, first, style);
  out += ",\"time_last\":";
  append_time(out, last, style);
}

void begin(std::string& out, const RollupStyle& style) {
  out += "{\"query\":";
  append_query(out, style.query);
}

void end(std::string& out, const RollupStyle& style) {
  out += style.is_complete ? ",\"complete\":true}\n" : ",\"complete\":false,\"reason\":\"time\"}\n";
}

void append_name(std::string& out, std::string_view form) {
  feed::append_json_string(out, text_of_form(form));
}

void append_facet(std::string& out, const search::FacetCounts& facet) {
  out += '"';
  out += search::facet_text(facet.facet);
  append_field(out, "\":{\"distinct\":", facet.distinct);
  append_field(out, ",\"without\":", facet.without);
  out += ",\"values\":[";
  bool is_first = true;
  for (const search::FacetValue& value : facet.values) {
    if (!is_first) out += ',';
    is_first = false;
    out += "{\"value\":";
    feed::append_json_string(out, value.value);
    if (!value.label.empty()) {
      out += ",\"label\":";
      feed::append_json_string(out, value.label);
    }
    append_field(out, ",\"rows\":", value.rows);
    out += '}';
  }
  out += "]}";
}

void append_group(std::string& out, const search::Group& group, feed::TimeStyle style) {
  out += "{\"domain\":";
  append_name(out, group.domain);
  out += group.is_suffix ? ",\"suffix\":true" : ",\"suffix\":false";
  append_field(out, ",\"names\":", group.names);
  append_field(out, ",\"rows\":", group.rows);
  append_field(out, ",\"count\":", group.count);
  append_times(out, group.first, group.last, style);
  out += '}';
}

/// Trees with one style.
class TreeWriter {
 public:
  TreeWriter(feed::TimeStyle style, bool tells_new) : style_(style), tells_new_(tells_new) {}

  void add(std::string& out, const search::TreeNode& node, bool is_root) const {
    out += "{\"name\":";
    append_name(out, node.name);
    add_totals(out, node.totals);
    append_field(out, ",\"own_rows\":", node.own_rows);
    append_field(out, ",\"children\":", node.num_children);
    if (tells_new_) {
      append_field(out, ",\"new_children\":", node.new_children);
      if (!is_root) out += node.is_new ? ",\"new\":true" : ",\"new\":false";
    }
    out += ",\"nodes\":[";
    bool is_first = true;
    for (const search::TreeNode& child : node.children) {
      out += is_first ? "\n" : ",\n";
      is_first = false;
      add(out, child, false);
    }
    out += ']';
    if (node.collapsed) add(out, *node.collapsed);
    out += '}';
  }

 private:
  void add(std::string& out, const search::CollapsedChildren& collapsed) const {
    append_field(out, ",\"collapsed\":{\"children\":", collapsed.children);
    append_field(out, ",\"one_shot\":", collapsed.one_shot);
    append_field(out, ",\"machine_made\":", collapsed.machine_made);
    if (tells_new_) append_field(out, ",\"new_children\":", collapsed.new_children);
    add_totals(out, collapsed.totals);
    out += ",\"examples\":[";
    bool is_first = true;
    for (const std::string& example : collapsed.examples) {
      if (!is_first) out += ',';
      is_first = false;
      append_name(out, example);
    }
    out += "]}";
  }
  void add_totals(std::string& out, const search::TreeTotals& totals) const {
    append_field(out, ",\"names\":", totals.names);
    append_field(out, ",\"rows\":", totals.rows);
    append_field(out, ",\"count\":", totals.count);
    if (tells_new_) append_field(out, ",\"new_names\":", totals.new_names);
    if (totals.rows > 0) append_times(out, totals.first, totals.last, style_);
  }

  feed::TimeStyle style_;
  bool tells_new_;
};

}  // namespace

std::string text_of_form(std::string_view form) {
  std::array<std::uint8_t, dns::kMaxNameOctets> wire;
  const std::size_t size = dns::write_wire_from_sort_form(wire.data(), form);
  std::string text;
  if (size > 0) dns::append_name_text(text, Bytes(wire).first(size));
  return text;
}

void append_facets(std::string& out, const search::FacetAnswer& answer, const RollupStyle& style) {
  begin(out, style);
  append_field(out, ",\"num_results\":", answer.num_results);
  append_field(out, ",\"count\":", answer.count);
  if (answer.seen) append_times(out, answer.seen->first, answer.seen->last, style.times);
  if (answer.zone_seen) {
    out += ",\"zone_time_first\":";
    append_time(out, answer.zone_seen->first, style.times);
    out += ",\"zone_time_last\":";
    append_time(out, answer.zone_seen->last, style.times);
  }
  out += ",\"facets\":{";
  bool is_first = true;
  for (const search::FacetCounts& facet : answer.facets) {
    out += is_first ? "\n" : ",\n";
    is_first = false;
    append_facet(out, facet);
  }
  out += '}';
  end(out, style);
}

void append_histogram(std::string& out, const search::HistogramAnswer& answer,
                      const RollupStyle& style) {
  begin(out, style);
  out += ",\"of\":\"";
  out += search::histogram_of_text(answer.of);
  out += "\",\"step\":\"";
  out += search::histogram_step_text(answer.step);
  out += '"';
  if (answer.days) {
    out += ",\"from\":";
    append_day_field(out, answer.days->first);
    out += ",\"to\":";
    append_day_field(out, answer.days->last);
  }
  out += ",\"bins\":[";
  for (const search::HistogramBin& bin : answer.bins) {
    out += out.back() == '[' ? "\n{\"day\":" : ",\n{\"day\":";
    append_day_field(out, bin.day);
    append_field(out, ",\"rows\":", bin.rows);
    out += '}';
  }
  append_field(out, "],\"num_results\":", answer.num_results);
  end(out, style);
}

void append_groups(std::string& out, const search::GroupAnswer& answer, std::uint64_t offset,
                   const RollupStyle& style) {
  begin(out, style);
  append_field(out, ",\"num_results\":", answer.num_results);
  append_field(out, ",\"names\":", answer.names);
  append_field(out, ",\"num_groups\":", answer.num_groups);
  out += ",\"groups\":[";
  bool is_first = true;
  for (const search::Group& group : answer.groups) {
    out += is_first ? "\n" : ",\n";
    is_first = false;
    append_group(out, group, style.times);
  }
  append_field(out, "],\"returned\":", answer.groups.size());
  const bool is_all = offset + answer.groups.size() >= answer.num_groups;
  if (is_all || !style.is_complete) return end(out, style);
  out += ",\"complete\":false,\"reason\":\"limit\"}\n";
}

void append_pivots(std::string& out, const search::PivotAnswer& answer, const RollupStyle& style) {
  begin(out, style);
  out += ",\"pivots\":[";
  bool is_first = true;
  for (const search::SharedPivot& shared : answer.pivots) {
    out += is_first ? "\n{\"role\":\"" : ",\n{\"role\":\"";
    is_first = false;
    out += search::role_text(shared.pivot.role);
    out += "\",\"text\":";
    feed::append_json_string(out, shared.pivot.text);
    out += ",\"query\":";
    append_query(out, shared.pivot.query);
    append_field(out, ",\"rows\":", shared.rows);
    append_field(out, ",\"names\":", shared.names);
    out += shared.is_more ? ",\"more\":true}" : ",\"more\":false}";
  }
  append_field(out, "],\"returned\":", answer.pivots.size());
  const bool is_all = !answer.has_more_pivots && !answer.has_more_rows;
  if (is_all || !style.is_complete) return end(out, style);
  out += ",\"complete\":false,\"reason\":\"limit\"}\n";
}

void append_tree(std::string& out, const search::TreeNode& root, bool tells_new,
                 const RollupStyle& style) {
  begin(out, style);
  out += ",\"tree\":";
  TreeWriter(style.times, tells_new).add(out, root, true);
  end(out, style);
}

}  // namespace spoor::api::v1
