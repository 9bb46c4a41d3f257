// SPDX-License-Identifier: Apache-2.0
// What one word asks for: tried form by form, from the one that shows itself most clearly.
#include <algorithm>
#include <charconv>
#include <utility>

#include "search/ask_word.h"
#include "search/idn.h"

namespace spoor::search {
namespace {

constexpr std::size_t kShownOctets = 200;
constexpr std::size_t kMaxPattern = 1024;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

std::size_t find_unescaped(std::string_view text, std::string_view wanted, std::size_t at = 0) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (wanted.find(text[at]) != std::string_view::npos) {
      return at;
    }
  }
  return std::string_view::npos;
}

/// Characters that stand in a name as they are; any other is written \DDD.
bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || !is_ascii(c) ||
         std::string_view("-_.*?!#$%&+'~\\").find(c) != std::string_view::npos;
}

/// Reads one bare word.
class Reader {
 public:
  Reader(TracedText word, QueryIn in, std::vector<FilterWord>& filters)
      : word_(std::move(word)), in_(in), filters_(filters) {}

  Result<Understood> read() {
    if (in_ == QueryIn::kRaw) return read_by_parser(AskKind::kRaw, QueryIn::kRaw);
    if (const std::size_t at = host_after_scheme(); at != std::string_view::npos)
      return read_host(at, authority_end(at), AskKind::kUrl);
    if (lower_starts_with("mailto:")) return Reader(part(7), in_, filters_).read_mailbox();
    const bool is_assignment = text().find('=') != std::string_view::npos;
    if (is_assignment && !has_path()) return read_text();
    if (find_unescaped(text(), "@") != std::string_view::npos && !has_path()) return read_mailbox();
    if (in_ == QueryIn::kAuto && is_asn()) return read_asn();
    if (auto addresses = read_addresses()) return *std::move(addresses);
    if (const std::size_t end = host_end(); end != std::string_view::npos)
      return read_host(0, end, AskKind::kUrl);
    return read_name();
  }

  /// A text, whatever it looks like.
  Result<Understood> read_text() {
    Understood found = make(AskKind::kText);
    found.query.kind = QueryKind::kToken;
    found.query.in = QueryIn::kRdata;
    found.query.octets = word_.text();
    if (found.query.octets.size() > kMaxQueryText)
      return fault("expected a text of at most 262,144 octets", 0);
    return found;
  }

  Result<Understood> read_mailbox() {
    const std::size_t at = text().rfind('@');
    SPOOR_TRY(const std::string domain, ascii_name(at + 1, text().size()));
    const std::string local(text().substr(0, at));
    if (local.empty()) return fault("expected a mailbox such as hostmaster@example.com", 0);
    for (std::size_t i = 0; i < local.size(); ++i) {
      if (local[i] == '\\') {
        ++i;
      } else if (!is_name_character(local[i]) || local[i] == '*' || local[i] == '?') {
        return fault("this character cannot stand in a mailbox: write it as \\DDD", i);
      }
    }
    auto query = parse_query(local + '@' + domain, QueryIn::kRdata);
    if (!query || query->kind != QueryKind::kMailbox)
      return fault("expected a mailbox such as hostmaster@example.com", 0);
    Understood found = make(AskKind::kMailbox);
    found.query = *std::move(query);
    return found;
  }

  /// A name or an address at [from, to), as the host of something.
  Result<Understood> read_host(std::size_t from, std::size_t to, AskKind kind) {
    if (const std::size_t at = text().substr(from, to - from).rfind('@');
        at != std::string_view::npos)
      from += at + 1;
    if (from < to && text()[from] == '[') {
      const std::size_t close = text().find(']', from);
      if (close == std::string_view::npos || close >= to)
        return fault("expected ']' behind an IPv6 address", from);
      ++from;
      to = close;
    } else if (const std::size_t colon = text().substr(from, to - from).rfind(':');
               colon != std::string_view::npos && !is_address(from, to)) {
      const std::string_view port = text().substr(from + colon + 1, to - from - colon - 1);
      if (!std::all_of(port.begin(), port.end(), is_digit))
        return fault("expected a port number behind ':'", from + colon + 1);
      to = from + colon;
    }
    TracedText name = bare(word_.part(from, to));
    if (name.size() == 0) return fault("expected a host name or an address", from);
    Reader host(std::move(name), in_, filters_);
    auto addresses = host.read_addresses();
    auto found = addresses ? *std::move(addresses) : host.read_name();
    if (!found) return found;
    if (found->kind != AskKind::kGlob) found->kind = kind;
    return found;
  }

  Result<Understood> read_name() {
    if (const Status fine = check_characters(); !fine) return fine.error();
    const std::string_view all = text();
    if (all == "*" || all == "*." || all == ".*") return everything();
    const NameForm form = name_form();
    if (form.from >= form.to) return fault("expected a label beside the star", 0);
    const std::string_view stem = all.substr(form.from, form.to - form.from);
    const bool has_marks = find_unescaped(stem, "*?") != std::string_view::npos;
    if (has_marks || (form.is_below && form.is_forward)) return read_glob();
    return read_plain_name(form);
  }

  /// Addresses, networks, ranges; empty when the word has nothing of them.
  std::optional<Result<Understood>> read_addresses() {
    if (is_reverse()) return std::nullopt;
    std::string plain(text());
    if (plain.size() > 1 && plain.ends_with('.') &&
        parse_ip_address(plain.substr(0, plain.size() - 1)))
      plain.pop_back();
    if (const std::size_t zone = plain.find('%');
        zone != std::string::npos && parse_ip_address(plain.substr(0, zone)))
      plain.resize(zone);  // fe80::1%eth0
    if (parse_ip_address(plain)) return from_parser(AskKind::kAddress, plain);
    if (auto starred = read_starred()) return starred;
    const std::size_t split = plain.find_first_of("/,-");
    if (split == std::string::npos) return misspelt_address();
    const auto low = parse_ip_address(plain.substr(0, split));
    if (!low) return std::nullopt;
    const std::string rest = plain.substr(split + 1);
    if (plain[split] == '-') {
      if (rest.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos)
        return std::nullopt;
      return from_parser(AskKind::kRange,
                         plain.substr(0, split + 1) + whole_end(plain.substr(0, split), rest));
    }
    if (plain[split] == '/' && !rest.empty() && is_letter(rest[0])) return std::nullopt;  // a path
    if (const auto mask = parse_ip_address(rest); mask && !mask->is_v6 && !low->is_v6)
      return from_mask(plain.substr(0, split), *mask);
    return from_parser(AskKind::kCidr, plain);
  }

 private:
  [[nodiscard]] std::string_view text() const { return word_.view(); }
  [[nodiscard]] TracedText part(std::size_t from) const { return word_.part(from, word_.size()); }
  [[nodiscard]] Error fault(std::string_view what, std::size_t at) const {
    return {ErrorCode::kInvalid, what, word_.origin(at), word_.text().substr(0, kShownOctets)};
  }
  [[nodiscard]] Understood make(AskKind kind) const {
    Understood found;
    found.kind = kind;
    found.query.in = in_ == QueryIn::kAuto ? QueryIn::kName : in_;
    return found;
  }
  [[nodiscard]] bool is_address(std::size_t from, std::size_t to) const {
    return parse_ip_address(text().substr(from, to - from)).has_value();
  }

  Result<Understood> read_by_parser(AskKind kind, QueryIn in) {
    auto query = parse_query(text(), in);
    if (!query) return fault(query.error().what, 0);
    Understood found = make(kind);
    found.query = *std::move(query);
    return found;
  }

  // ---- URLs

  [[nodiscard]] bool lower_starts_with(std::string_view lower) const {
    return text().size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text().begin(), [](char a, char b) {
             return a == static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(b)));
           });
  }
  /// Where the host begins: behind `scheme://` or `//`.
  [[nodiscard]] std::size_t host_after_scheme() const {
    if (text().starts_with("//")) return 2;
    const std::size_t at = text().find("://");
    if (at == std::string_view::npos || at == 0 || at > 20) return std::string_view::npos;
    const bool is_scheme =
        std::all_of(text().begin(), text().begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
          return is_letter(c) || is_digit(c) ||
                 std::string_view("+-.*_").find(c) != std::string_view::npos;
        });
    return is_scheme ? at + 3 : std::string_view::npos;
  }
  [[nodiscard]] std::size_t authority_end(std::size_t from) const {
    return std::min(text().find_first_of("/?#", from), text().size());
  }
  /// Whether a `/`, `?` or `#` follows what may be a host.
  [[nodiscard]] bool has_path() const {
    const std::size_t at = text().find_first_of("/#");
    return at != std::string_view::npos && at > 0 &&
           text().substr(0, at).find_first_of("=@") == std::string_view::npos;
  }
  /// The end of a host without scheme: `example.com/path`, `example.com:8080`, `[2001:db8::1]:53`;
  /// nowhere when the word is none.
  [[nodiscard]] std::size_t host_end() const {
    if (text().ends_with(".arpa") || text().ends_with(".arpa.")) return std::string_view::npos;
    if (text().front() == '[' && text().find(']') != std::string_view::npos)
      return authority_end(0);
    const std::size_t slash = text().find_first_of("/#");
    const std::size_t end = std::min(slash, text().size());
    const std::string_view head = text().substr(0, end);
    const std::size_t colon = head.rfind(':');
    if (colon != std::string_view::npos && colon > 0) {
      const std::string_view port = head.substr(colon + 1);
      const bool is_port = port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
      return is_port && head.find(':') == colon ? end : std::string_view::npos;
    }
    return slash == std::string_view::npos || slash == 0 ? std::string_view::npos : end;
  }

  // ---- networks

  [[nodiscard]] bool is_asn() const {
    std::string_view rest = text();
    if (rest.size() < 3 || (rest[0] | 0x20) != 'a' || (rest[1] | 0x20) != 's') return false;
    rest.remove_prefix((rest[2] | 0x20) == 'n' ? 3 : 2);
    return !rest.empty() && std::all_of(rest.begin(), rest.end(), is_digit);
  }
  Result<Understood> read_asn() {
    const std::string_view digits = text().substr(text().find_first_of("0123456789"));
    if (!parse_asn(digits))
      return fault("expected an autonomous system of at most 4294967295",
                   word_.size() - digits.size());
    Understood found = make(AskKind::kAsn);
    found.query.kind = QueryKind::kBelow;
    filters_.push_back({FilterKey::kAsn, "AS" + std::to_string(*parse_asn(digits)), word_.origin(0),
                        word_.origin(0)});
    return found;
  }
  std::optional<Result<Understood>> from_parser(AskKind kind, const std::string& plain) {
    auto query = parse_query(plain, QueryIn::kRdata);
    if (!query) {
      const std::size_t at = text().find_first_of("/,-");
      return Result<Understood>(
          fault(query.error().what, at == std::string_view::npos ? 0 : at + 1));
    }
    if (query->kind != QueryKind::kAddresses) return std::nullopt;
    Understood found = make(kind);
    found.query = *std::move(query);
    return Result<Understood>(std::move(found));
  }
  /// `192.0.2.1-9` ends at 192.0.2.9.
  static std::string whole_end(const std::string& low, const std::string& end) {
    const bool is_short =
        !end.empty() && end.size() <= 3 && std::all_of(end.begin(), end.end(), is_digit);
    return is_short && low.find(':') == std::string::npos ? low.substr(0, low.rfind('.') + 1) + end
                                                          : end;
  }
  std::optional<Result<Understood>> from_mask(const std::string& low, const IpAddress& mask) {
    std::uint32_t bits = 0;
    for (const std::uint8_t octet : mask.bytes()) bits = bits << 8 | octet;
    const std::uint32_t hosts = ~bits;
    if ((hosts & (hosts + 1)) != 0)
      return Result<Understood>(
          fault("expected a network mask such as 255.255.255.0", low.size() + 1));
    int prefix = 32;
    for (std::uint32_t rest = hosts; rest != 0; rest >>= 1) --prefix;
    return from_parser(AskKind::kCidr, low + '/' + std::to_string(prefix));
  }
  /// `192.0.2.*`, `192.0.*.*`, `192.0.*`.
  std::optional<Result<Understood>> read_starred() {
    const std::size_t star = text().find('*');
    if (star == std::string_view::npos || star < 2 || text()[star - 1] != '.') return std::nullopt;
    if (text().find_first_not_of("*.", star) != std::string_view::npos) return std::nullopt;
    std::string head(text().substr(0, star));
    const auto octets = static_cast<int>(std::count(head.begin(), head.end(), '.'));
    if (octets > 3 ||
        !std::all_of(head.begin(), head.end(), [](char c) { return is_digit(c) || c == '.'; }))
      return std::nullopt;
    for (int i = octets; i < 4; ++i) head += i == octets ? "0" : ".0";
    if (!parse_ip_address(head)) return std::nullopt;
    return from_parser(AskKind::kCidr, head + '/' + std::to_string(octets * 8));
  }
  /// Four numbers, or colons and hex digits: no name is meant.
  std::optional<Result<Understood>> misspelt_address() {
    const bool is_dotted = std::count(text().begin(), text().end(), '.') == 3 &&
                           text().find_first_not_of("0123456789.") == std::string_view::npos;
    if (is_dotted)
      return Result<Understood>(
          fault("expected an IPv4 address: four numbers from 0 to 255, without leading zeros", 0));
    const bool is_hex =
        std::count(text().begin(), text().end(), ':') > 1 &&
        text().find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    if (is_hex) return Result<Understood>(fault("expected an IPv6 address such as 2001:db8::1", 0));
    return std::nullopt;
  }

  // ---- names

  /// A name with stars or a dot at its ends: the name itself stands at [from, to).
  struct NameForm {
    bool is_below = false;    ///< `*.example.com`, `.example.com`.
    bool is_forward = false;  ///< `www.example.*`, with a final dot or without.
    std::size_t from = 0, to = 0;
    [[nodiscard]] AskKind kind() const {
      if (is_below) return AskKind::kBelow;
      return is_forward ? AskKind::kForward : AskKind::kName;
    }
  };
  [[nodiscard]] NameForm name_form() const {
    const std::string_view all = text();
    NameForm form;
    form.to = all.size();
    if (all.starts_with("*.")) {
      form.from = 2;
    } else if (all.size() > 1 && all.front() == '.') {
      form.from = 1;
    }
    form.is_below = form.from > 0;
    const std::size_t tail = forward_tail();
    form.is_forward = tail > 0;
    form.to -= tail;
    return form;
  }
  /// How long the `.*` or `.*.` at the end is; 0 when there is none, or nothing before it.
  [[nodiscard]] std::size_t forward_tail() const {
    const std::string_view all = text();
    const std::size_t tail = all.ends_with(".*.") ? 3 : all.ends_with(".*") ? 2 : 0;
    const bool is_escaped = tail > 0 && all.size() > tail && all[all.size() - tail - 1] == '\\';
    return is_escaped || all.size() <= tail ? 0 : tail;
  }
  Result<Understood> read_plain_name(const NameForm& form) {
    SPOOR_TRY(std::string name, ascii_name(form.from, form.to));
    if (const Status fine = check_name(name, form.from); !fine) return fine.error();
    if (form.is_below) name.insert(0, "*.");
    if (form.is_forward) name += name.ends_with('.') ? "*" : ".*";
    auto query = parse_query(name, QueryIn::kName);
    if (!query) return fault(query.error().what, 0);
    Understood found = make(form.kind());
    found.query = *std::move(query);
    found.query.in = in_ == QueryIn::kRdata ? QueryIn::kRdata : QueryIn::kName;
    return found;
  }

  Result<Understood> everything() const {
    Understood found = make(AskKind::kBelow);
    found.query.kind = QueryKind::kBelow;
    return found;
  }
  Status check_characters() const {
    for (std::size_t i = 0; i < text().size(); ++i) {
      const char c = text()[i];
      if (c == '\\') {
        std::uint8_t octet = 0;
        std::size_t next = i;
        if (!dns::read_escape(text(), next, octet))
          return fault("expected \\DDD (000 to 255) or \\ and a character", i);
        i = next - 1;
      } else if (c == ':') {
        return fault(
            "expected an address, a URL, or a filter such as type: source: since: seen: count: "
            "asn: country: here: this word is none",
            i);
      } else if (!is_name_character(c) && !(c == '/' && is_reverse())) {
        return fault(c == '/' && i == 0
                         ? "expected a closing / behind a regular expression"
                         : "expected a name, address, URL, mailbox or /pattern/: this character "
                           "cannot stand in a name (there it is written \\DDD)",
                     i);
      }
    }
    return {};
  }
  [[nodiscard]] bool is_reverse() const {
    return text().ends_with(".arpa") || text().ends_with(".arpa.");
  }

  /// The ASCII form of [from, to).
  [[nodiscard]] Result<std::string> ascii_name(std::size_t from, std::size_t to) const {
    const std::string_view name = text().substr(from, to - from);
    const auto foreign = std::find_if_not(name.begin(), name.end(), is_ascii);
    if (foreign == name.end()) return std::string(name);
    auto ascii = to_punycode(name);
    if (!ascii)
      return fault(ascii.error().what, from + static_cast<std::size_t>(foreign - name.begin()));
    return ascii;
  }
  Status check_name(const std::string& name, std::size_t from) const {
    const auto parsed = dns::parse_name(name);
    if (parsed) return {};
    const bool is_same = text().substr(from, name.size()) == name;
    return fault("expected labels of 1 to 63 octets with dots between, 255 in all",
                 is_same ? from + std::min(parsed.error().offset, name.size()) : from);
  }

  Result<Understood> read_glob() {
    const auto foreign = std::find_if_not(text().begin(), text().end(), is_ascii);
    if (foreign != text().end())
      return fault("patterns are matched against the xn-- form: write that",
                   static_cast<std::size_t>(foreign - text().begin()));
    if (text().size() > kMaxPattern)
      return fault("expected a pattern of at most 1,024 octets", kMaxPattern);
    Understood found = make(AskKind::kGlob);
    found.query.kind = QueryKind::kPattern;
    found.query.syntax = PatternSyntax::kGlob;
    found.query.pattern = word_.text();
    for (char& c : found.query.pattern)
      c = static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
    if (const auto pattern = parse_pattern(found.query.pattern, PatternSyntax::kGlob); !pattern)
      return fault(pattern.error().what, pattern.error().offset);
    return found;
  }

  TracedText word_;
  QueryIn in_;
  std::vector<FilterWord>& filters_;
};

/// A word that says itself that it is a pattern.
Result<Understood> read_pattern(const AskWord& word, QueryIn in) {
  const auto fault = [&](std::string_view what, std::size_t at) {
    return Error{ErrorCode::kInvalid, what, at, word.text.text().substr(0, kShownOctets)};
  };
  if (in == QueryIn::kRaw)
    return fault("expected hex digits: in:raw goes with octets", word.offset);
  if (const std::size_t at = word.flags.find_first_not_of("iI"); at != std::string::npos)
    return fault("expected no flag but i: names are matched without regard to case",
                 word.end - word.flags.size() + at);
  Understood found;
  found.query.in = in == QueryIn::kAuto ? QueryIn::kName : in;
  found.query.kind = QueryKind::kPattern;
  found.query.pattern = word.value;
  found.kind = AskKind::kRegex;
  if (word.kind == AskWordKind::kGlob) {
    found.kind = AskKind::kGlob;
    found.query.syntax = PatternSyntax::kGlob;
  } else if (word.kind == AskWordKind::kSubstring) {
    found.kind = AskKind::kSubstring;
    found.query.syntax = PatternSyntax::kSubstring;
  }
  if (word.is_negated || word.value.empty())
    return fault("expected a pattern, such as glob:*login* or has:login", word.value_offset);
  if (const auto pattern = parse_pattern(found.query.pattern, found.query.syntax); !pattern)
    return fault(pattern.error().what, word.value_offset + pattern.error().offset);
  return found;
}

bool is_pattern_word(AskWordKind kind) {
  return kind == AskWordKind::kRegex || kind == AskWordKind::kGlob ||
         kind == AskWordKind::kSubstring;
}

TracedText traced(const std::string& text, std::size_t offset) {
  TracedText out;
  for (std::size_t i = 0; i < text.size(); ++i) out.push(text[i], offset + i);
  out.finish(offset + text.size());
  return out;
}

/// Whether what stood in quotes is a text: it could be nothing else, or has no dot.
bool is_quoted_text(const std::string& value) {
  return value.find_first_of(" =;\t") != std::string::npos ||
         value.find_first_of(".:@/[(*") == std::string::npos;
}

Result<Understood> read_text_word(const AskWord& word, std::vector<FilterWord>& filters) {
  if (word.value.empty())
    return Error{ErrorCode::kInvalid, "expected text between the quotes", word.value_offset,
                 "text"};
  return Reader(traced(word.value, word.value_offset), QueryIn::kRdata, filters).read_text();
}

}  // namespace

Result<std::optional<Understood>> read_question_word(const AskWord& word, QueryIn in,
                                                     std::vector<FilterWord>& filters) {
  Result<Understood> found = Understood{};
  if (is_pattern_word(word.kind)) {
    found = read_pattern(word, in);
  } else if (word.kind == AskWordKind::kText ||
             (word.kind == AskWordKind::kQuoted && in != QueryIn::kRaw &&
              is_quoted_text(word.value))) {
    found = read_text_word(word, filters);
  } else {
    const TracedText piece = bare(refang(word.text));
    if (piece.size() == 0 || piece.view() == "-" || piece.view() == "+")
      return std::optional<Understood>();
    found = Reader(piece, in, filters).read();
  }
  if (!found) return found.error();
  found->offset = word.offset;
  return std::optional<Understood>(*std::move(found));
}

}  // namespace spoor::search
