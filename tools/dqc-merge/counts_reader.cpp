#include "tools/dqc-merge/counts_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace dqc::merge {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Reader {
 public:
  Reader(FileId file, const SourceManager& sources, const ReadOptions& options, DiagnosticEngine& diagnostics)
      : file_(file), text_(sources.text(file)), options_(options), diagnostics_(diagnostics) {}

  Result<Counts> read() {
    const CountsFormat format = options_.format == CountsFormat::automatic ? guess() : options_.format;
    bool ok = format == CountsFormat::json ? json() : lines(format == CountsFormat::csv);
    if (ok && counts_.total() <= 0) ok = fail(0, 1, "nothing was counted");
    if (!ok) return Error{ExitCode::bad_input, "", ""};
    return std::move(counts_);
  }

 private:
  bool fail(std::size_t begin, std::size_t length, const std::string& message, std::string hint = "") {
    Diagnostic& d = diagnostics_.report(
        DiagnosticId::invalid_value,
        {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)}, message);
    d.hint = std::move(hint);
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  CountsFormat guess() {
    skip_space();
    const std::size_t start = std::exchange(at_, 0);
    if (start < text_.size() && text_[start] == '{') return CountsFormat::json;
    const std::string_view line = text_.substr(start, text_.find('\n', start) - start);
    return line.find(',') == std::string_view::npos ? CountsFormat::text : CountsFormat::csv;
  }

  bool expect(char c, const std::string& what) {
    skip_space();
    if (at_ >= text_.size()) return fail(at_, 1, fmt::format("expected {}, found the end", what));
    if (text_[at_] != c) return fail(at_, 1, "expected " + what);
    ++at_;
    return true;
  }

  bool json() {
    if (!expect('{', "'{' before the counts")) return false;
    for (bool more = true; more;) {
      if (!expect('"', "an outcome in quotes")) return false;
      const std::size_t begin = at_, end = std::min(text_.find_first_of("\"\n", at_), text_.size());
      at_ = end;
      if (peek() != '"') return fail(begin - 1, end - begin + 1, "the outcome is not closed on its line");
      ++at_;
      double count = 0;
      if (!expect(':', "':' and a count")) return false;
      skip_space();
      if (!number(count) || !add(begin, end, count, false)) return false;
      skip_space();
      more = peek() == ',';
      if (more) ++at_;
    }
    if (!expect('}', "',' or '}'")) return false;
    skip_space();
    return at_ == text_.size() || fail(at_, 1, "expected the end of the file after '}'");
  }

  bool lines(bool csv) {
    bool first = true;
    while (at_ < text_.size()) {
      std::size_t end = std::min(text_.find('\n', at_), text_.size());
      const std::size_t next = end + 1;
      while (at_ < end && is_space(text_[at_])) ++at_;
      while (end > at_ && is_space(text_[end - 1])) --end;
      const std::string_view line = text_.substr(at_, end - at_);
      const bool header = csv && first && (line == "outcome,count" || line == "bitstring,count");
      if (!line.empty() && !header && !counted_line(end, csv)) return false;
      first = first && line.empty();
      at_ = next;
    }
    return true;
  }

  /// The line from at_ to `end`.
  bool counted_line(std::size_t end, bool csv) {
    std::size_t begin = at_;
    const std::size_t separator = text_.substr(begin, end - begin).find(csv ? ',' : '\t');
    double count = 1;
    if (separator != std::string_view::npos) {
      at_ = begin + separator + 1;
      if (!number(count)) return false;
      if (at_ != end) return fail(at_, end - at_, "expected the end of the line after the count");
      end = begin + separator;
    } else if (csv) {
      return fail(begin, end - begin, "expected an outcome, a comma and a count");
    }
    if (csv && end - begin >= 2 && text_[begin] == '"' && text_[end - 1] == '"') ++begin, --end;
    return add(begin, end, count, !csv);
  }

  /// Takes a number of 0 or more from at_.
  bool number(double& out) {
    const char* const begin = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    std::from_chars_result found{begin, std::errc::invalid_argument};
    if (is_digit(peek())) found = std::from_chars(begin, end, out);
    const auto length = std::max<std::size_t>(static_cast<std::size_t>(found.ptr - begin), 1);
    if (found.ec == std::errc::invalid_argument)
      return fail(at_, length, "expected a count, a number of 0 or more");
    if (found.ec != std::errc() || out > 0x1p53) return fail(at_, length, "a count is at most 2^53");
    at_ += length;
    return true;
  }

  bool add(std::size_t begin, std::size_t end, double count, bool again) {
    std::string outcome(text_.substr(begin, end - begin)), form;
    if (outcome.starts_with("0x") && !from_hex(begin, outcome)) return false;
    if (!check_form(begin, outcome, form)) return false;
    if (options_.bit_0_first) {
      std::ranges::reverse(outcome);
      std::ranges::reverse(form);
    }
    if (counts_.form.empty()) {
      counts_.form = form;
      first_ = static_cast<std::uint32_t>(begin);
    }
    if (form != counts_.form) return other_form(begin, end, form);
    std::erase(outcome, ' ');
    const auto [entry, fresh] = counts_.entries.try_emplace(std::move(outcome), 0);
    if (!fresh && !again) return fail(begin, end - begin, "the outcome is given twice");
    entry->second += count;
    return true;
  }

  /// `outcome` is 0s and 1s, with one space between registers; its form.
  bool check_form(std::size_t begin, const std::string& outcome, std::string& form) {
    if (outcome.empty()) return fail(begin, 1, "expected an outcome, a string of 0 and 1");
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      const bool between = i > 0 && i + 1 < outcome.size() && outcome[i - 1] != ' ';
      if (outcome[i] != '0' && outcome[i] != '1' && !(outcome[i] == ' ' && between))
        return fail(begin + i, 1, "an outcome consists of 0 and 1, with a space between registers");
      form += outcome[i] == ' ' ? ' ' : '0';
    }
    return true;
  }

  bool other_form(std::size_t begin, std::size_t end, const std::string& form) {
    const auto bits = std::ranges::count(form, '0');
    const std::string where = fmt::format("the first one, on line {},",
                                          diagnostics_.sources().line_and_column(file_, first_).first);
    if (bits == static_cast<long>(counts_.bits()))
      return fail(begin, end - begin, fmt::format("the registers are other ones than in {}", where));
    return fail(begin, end - begin,
                fmt::format("the outcome has {} bits, but {} has {}", bits, where, counts_.bits()),
                "were leading zeros lost?");
  }

  /// "0x5" as `hex_bits` bits.
  bool from_hex(std::size_t begin, std::string& outcome) {
    const std::size_t length = outcome.size();
    if (options_.hex_bits == 0)
      return fail(begin, length, "a hexadecimal outcome does not say how many bits it has", "add --bits N");
    std::string bits;
    for (std::size_t i = 2; i < length; ++i) {
      int digit = 0;
      const char* const c = outcome.data() + i;
      if (std::from_chars(c, c + 1, digit, 16).ec != std::errc())
        return fail(begin + i, 1, "expected a hexadecimal digit");
      for (int bit = 8; bit > 0; bit /= 2) bits += (digit & bit) ? '1' : '0';
    }
    const auto wanted = static_cast<std::size_t>(options_.hex_bits);
    const std::size_t highest = bits.find('1');
    if (bits.empty() || (highest != std::string::npos && bits.size() - highest > wanted))
      return fail(begin, length, fmt::format("the outcome is not one of {} bits", wanted));
    if (bits.size() < wanted) bits.insert(0, wanted - bits.size(), '0');
    outcome = bits.substr(bits.size() - wanted);
    if (options_.bit_0_first) std::ranges::reverse(outcome);  // a number has bit 0 last, always
    return true;
  }

  FileId file_;
  std::string_view text_;
  const ReadOptions& options_;
  DiagnosticEngine& diagnostics_;
  std::size_t at_ = 0;
  std::uint32_t first_ = 0;  ///< where the first outcome stands
  Counts counts_;
};

}  // namespace

Result<Counts> read_counts(FileId file, const SourceManager& sources, const ReadOptions& options,
                           DiagnosticEngine& diagnostics) {
  return Reader(file, sources, options, diagnostics).read();
}

}  // namespace dqc::merge
