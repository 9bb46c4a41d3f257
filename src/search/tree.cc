// SPDX-License-Identifier: Apache-2.0
// Names come in the order of a walk over the tree, so a branch is whole when the next one begins:
// only the branch at hand and what will be told are held.
#include "search/tree.h"

#include <algorithm>
#include <array>
#include <utility>

#include "search/best.h"
#include "search/label_look.h"
#include "search/name_totals.h"

namespace spoor::search {
namespace {

/// Of the same index as TreeOrder.
constexpr std::array<std::string_view, 6> kTexts{"first_seen", "last_seen", "names",
                                                 "rows",       "count",     "name"};
constexpr std::size_t kExamples = 3;

std::uint64_t value_of(const TreeTotals& t, TreeOrder by) {
  switch (by) {
    case TreeOrder::kFirstSeen:
      return t.first;
    case TreeOrder::kLastSeen:
      return t.last;
    case TreeOrder::kNames:
      return t.names;
    case TreeOrder::kRows:
      return t.rows;
    case TreeOrder::kCount:
      return t.count;
    case TreeOrder::kName:
      return 0;
  }
  return 0;
}

void add(TreeTotals& to, const TreeTotals& more) {
  to.names += more.names;
  to.rows += more.rows;
  to.count = record::add_counts(to.count, more.count);
  to.first = std::min(to.first, more.first);
  to.last = std::max(to.last, more.last);
  to.new_names += more.new_names;
}

bool is_in(std::uint32_t time, const std::optional<TimeSpan>& span) {
  return span && time >= span->first && time <= span->last;
}

/// Children of one kind.
struct Bucket {
  std::uint64_t children = 0;
  std::uint64_t new_children = 0;
  TreeTotals totals;
  std::vector<TreeNode> best;  // a heap
};

constexpr std::size_t kOneShot = 1, kMachineMade = 2;  // bits of a bucket's index

/// A name whose branch is not whole yet.
struct Branch {
  std::size_t form_size = 0;  // of its sort form without the end
  TreeNode node;
  std::array<Bucket, 4> buckets;
};

class Tree final : public TreeCursor {
 public:
  Tree(std::unique_ptr<NameTotals> names, TreeOptions options)
      : names_(std::move(names)), options_(options) {
    dns::append_sort_form(under_, options_.under->wire());
    under_.pop_back();
    branches_.emplace_back();
    branches_.back().form_size = under_.size();
    path_ = under_;
  }

  Result<bool> advance(std::uint64_t records) override {
    Budget budget(records);
    while (!is_done_) {
      SPOOR_TRY(const Step step, names_->next(budget));
      if (step == Step::kPaused) return false;
      if (step == Step::kRow) {
        take(names_->form(), names_->totals());
        continue;
      }
      while (branches_.size() > 1) close();
      root_ = finish(branches_.back(), 0);
      is_done_ = true;
    }
    return true;
  }
  void stop() override { names_->stop(); }
  [[nodiscard]] const TreeNode& root() const override { return root_; }

 private:
  void take(std::string_view form, const Totals& totals) {
    form.remove_suffix(1);
    if (!form.starts_with(under_)) return;
    while (!form.starts_with(std::string_view(path_).substr(0, branches_.back().form_size)))
      close();
    std::size_t at = branches_.back().form_size;
    path_.resize(at);
    path_ += form.substr(at);
    while (at < form.size()) {
      at = form.find('\0', at) + 1;  // a label's end: none stands inside a coded label
      branches_.emplace_back();
      branches_.back().form_size = at;
    }
    Branch& own = branches_.back();
    own.node.own_rows = totals.rows;
    TreeTotals more{1, totals.rows, totals.count, totals.first, totals.last, 0};
    more.new_names = is_in(totals.first, options_.new_in) ? 1 : 0;
    add(own.node.totals, more);
  }

  /// The last branch is whole: its parent takes it.
  void close() {
    const Branch whole = std::move(branches_.back());
    branches_.pop_back();
    Branch& parent = branches_.back();
    const std::size_t level = branches_.size() - 1;  // of the parent
    const TreeTotals& totals = whole.node.totals;
    add(parent.node.totals, totals);
    ++parent.node.num_children;
    const bool is_new = is_in(totals.first, options_.new_in);
    if (is_new) ++parent.node.new_children;
    if (level >= options_.depth) return;
    const std::string_view label =
        std::string_view(path_).substr(parent.form_size, whole.form_size - parent.form_size - 1);
    Bucket& bucket = parent.buckets[kind_of(label, totals)];
    ++bucket.children;
    if (is_new) ++bucket.new_children;
    add(bucket.totals, totals);
    const auto is_better = [this](const TreeNode& a, const TreeNode& b) { return is_before(a, b); };
    keep_best(bucket.best, most_at(level), is_better, [&]() -> std::optional<TreeNode> {
      if (bucket.best.size() == most_at(level) && is_worse(totals, bucket.best.front().totals))
        return std::nullopt;
      TreeNode node = finish(whole, level + 1);
      node.is_new = is_new;
      return node;
    });
  }

  [[nodiscard]] std::size_t kind_of(std::string_view label, const TreeTotals& t) const {
    if (!options_.collapses) return 0;
    const bool is_one_shot = t.names == 1 && t.count <= kOneShotCount &&
                             record::day_of(t.first) == record::day_of(t.last);
    return (is_one_shot ? kOneShot : 0) |
           (look_of(label) != LabelLook::kOrdinary ? kMachineMade : 0);
  }

  [[nodiscard]] std::size_t most_at(std::size_t level) const {
    return level == 0 ? options_.limit : std::min(options_.limit, kChildrenBelow);
  }

  /// The node of a whole branch at `level`, its children chosen.
  [[nodiscard]] TreeNode finish(const Branch& branch, std::size_t level) const {
    TreeNode node = branch.node;
    node.name = path_.substr(0, branch.form_size) + '\0';
    if (level >= options_.depth) return node;
    const auto of_kind = [&](std::size_t bit) {
      return branch.buckets[bit].children + branch.buckets[kOneShot | kMachineMade].children;
    };
    const std::size_t collapsing = (of_kind(kOneShot) >= kManyOneShots ? kOneShot : 0) |
                                   (of_kind(kMachineMade) >= kManyMachineMade ? kMachineMade : 0);
    CollapsedChildren collapsed;
    std::vector<TreeNode> hidden;
    for (std::size_t kind = 0; kind < branch.buckets.size(); ++kind) {
      const Bucket& bucket = branch.buckets[kind];
      const bool is_hidden = (kind & collapsing) != 0;
      auto& list = is_hidden ? hidden : node.children;
      list.insert(list.end(), bucket.best.begin(), bucket.best.end());
      if (is_hidden) collapse(collapsed, bucket, kind);
    }
    choose(node.children, most_at(level));
    if (collapsed.children == 0) return node;
    choose(hidden, kExamples);
    for (const TreeNode& each : hidden) collapsed.examples.push_back(each.name);
    node.collapsed = std::move(collapsed);
    return node;
  }

  static void collapse(CollapsedChildren& into, const Bucket& bucket, std::size_t kind) {
    into.children += bucket.children;
    if ((kind & kOneShot) != 0) into.one_shot += bucket.children;
    if ((kind & kMachineMade) != 0) into.machine_made += bucket.children;
    into.new_children += bucket.new_children;
    add(into.totals, bucket.totals);
  }

  /// In order, and no more than `most`.
  void choose(std::vector<TreeNode>& nodes, std::size_t most) const {
    std::sort(nodes.begin(), nodes.end(),
              [this](const TreeNode& a, const TreeNode& b) { return is_before(a, b); });
    if (nodes.size() > most) nodes.resize(most);
  }

  [[nodiscard]] bool is_before(const TreeNode& a, const TreeNode& b) const {
    const TreeSort& sort = options_.sort;
    const std::uint64_t x = value_of(a.totals, sort.by), y = value_of(b.totals, sort.by);
    if (x != y) return sort.descending ? x > y : x < y;
    return sort.by == TreeOrder::kName && sort.descending ? b.name < a.name : a.name < b.name;
  }
  /// By the value alone.
  [[nodiscard]] bool is_worse(const TreeTotals& a, const TreeTotals& b) const {
    const std::uint64_t x = value_of(a, options_.sort.by), y = value_of(b, options_.sort.by);
    return options_.sort.descending ? x < y : x > y;
  }

  std::unique_ptr<NameTotals> names_;
  TreeOptions options_;
  std::string under_;             // sort form without its end
  std::string path_;              // of the last branch, likewise
  std::vector<Branch> branches_;  // from `under` down
  TreeNode root_;
  bool is_done_ = false;
};

}  // namespace

Result<TreeSort> parse_tree_sort(std::string_view text) {
  TreeSort sort;
  sort.descending = text.starts_with('-');
  const auto* const at =
      std::find(kTexts.begin(), kTexts.end(), text.substr(sort.descending ? 1 : 0));
  if (at == kTexts.end()) {
    return Error{ErrorCode::kInvalid,
                 "expected first_seen, last_seen, names, rows, count or name, with '-' before it "
                 "for descending",
                 0, std::string(text.substr(0, 40))};
  }
  sort.by = static_cast<TreeOrder>(at - kTexts.begin());
  return sort;
}

Result<std::unique_ptr<TreeCursor>> open_tree(const record::RecordStore& store,
                                              const SearchRequest& request, TreeOptions options) {
  if (options.limit == 0 || options.limit > kMostChildren)
    return Error{ErrorCode::kInvalid, "expected 1 to 1000", 0, "limit"};
  if (options.depth == 0 || options.depth > kDeepestTree)
    return Error{ErrorCode::kInvalid, "expected 1 to 3", 0, "depth"};
  if (!options.under) {
    const bool has_name =
        request.query.in == QueryIn::kName &&
        (request.query.kind == QueryKind::kBelow || request.query.kind == QueryKind::kExact);
    options.under = has_name ? request.query.name : dns::Name();
  }
  SPOOR_TRY(auto names, NameTotals::open(store, request));
  return std::unique_ptr<TreeCursor>(std::make_unique<Tree>(std::move(names), options));
}

}  // namespace spoor::search
