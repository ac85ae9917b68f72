#include "passes/pipeline_parser.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "passes/pipelines.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

constexpr int max_depth = 32;
constexpr long max_count = 1000;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

template <class Number>
std::optional<Number> number_in(std::string_view text, std::string_view range) {
  const auto value = number<Number>(text);
  const auto bounds = split(range, "..");
  if (!value ||
      (bounds.size() == 2 && !(*value >= *number<Number>(bounds[0]) && *value <= *number<Number>(bounds[1]))))
    return std::nullopt;
  return value;
}

/// The canonical text of `value` for `spec`, or nothing if it is not legal.
std::optional<std::string> canonical(const OptionSpec& spec, std::string_view value) {
  switch (spec.kind) {
    case OptionKind::integer:
      if (const auto n = number_in<long>(value, spec.range)) return std::to_string(*n);
      return std::nullopt;
    case OptionKind::real:
      if (const auto x = number_in<double>(value, spec.range)) return format_real(*x);
      return std::nullopt;
    case OptionKind::flag:
      if (value == "true" || value == "false") return std::string(value);
      return std::nullopt;
    case OptionKind::choice:
      if (contains(split(spec.range, "|"), value)) return std::string(value);
      return std::nullopt;
    case OptionKind::text: return std::string(value);
  }
  return std::nullopt;
}

/// What would be a legal value of `spec`.
std::string wanted(const OptionSpec& spec) {
  switch (spec.kind) {
    case OptionKind::integer:
      return spec.range.empty() ? "an integer" : fmt::format("an integer in {}", spec.range);
    case OptionKind::real: return spec.range.empty() ? "a number" : fmt::format("a number in {}", spec.range);
    case OptionKind::flag: return "true or false";
    case OptionKind::choice: return fmt::format("one of {}", fmt::join(split(spec.range, "|"), ", "));
    case OptionKind::text: return "text";
  }
  return "";
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = did_you_mean(word, candidates);
  return best.empty() ? "" : fmt::format("did you mean '{}'?", best);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Pipeline> whole() {
    skip_spaces();
    if (at_ == text_.size()) return Pipeline{};
    auto pipeline = sequence(0);
    if (pipeline && at_ < text_.size())
      return fail(at_, fmt::format("expected ',' or the end, found '{}'", text_[at_]));
    return pipeline;
  }

 private:
  Error fail(std::size_t at, std::string message, std::string hint = "") const {
    return {ExitCode::usage, fmt::format("pipeline, column {}: {}", at + 1, message), std::move(hint)};
  }
  Error fail(std::string_view where, std::string message, std::string hint = "") const {
    return fail(static_cast<std::size_t>(where.data() - text_.data()), std::move(message), std::move(hint));
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool accept(char c) {
    skip_spaces();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    skip_spaces();
    return true;
  }

  Result<Pipeline> sequence(int depth) {
    Pipeline pipeline;
    do {
      auto items = item(depth);
      if (!items) return items.error();
      std::ranges::move(*items, std::back_inserter(pipeline));
    } while (accept(','));
    return pipeline;
  }

  Result<Pipeline> item(int depth) {
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '-'))
      ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty())
      return fail(begin, at_ == text_.size() ? std::string("expected a pass, found the end")
                                             : fmt::format("expected a pass, found '{}'", text_[at_]));
    auto arguments = bracketed();
    if (!arguments) return arguments.error();
    if (name == "repeat") return repeat(name, *arguments, depth);
    if (name == "default") return named(name, *arguments);
    return pass(name, *arguments);
  }

  /// What stands between "<" and ">", if that follows; else an empty view without a place.
  Result<std::string_view> bracketed() {
    if (!accept('<')) return std::string_view();
    const std::size_t begin = at_;
    const std::size_t end = text_.find('>', begin);
    if (end == std::string_view::npos) return fail(begin - 1, "'<' without '>'");
    at_ = end + 1;
    skip_spaces();
    return text_.substr(begin, end - begin);
  }

  Result<Pipeline> repeat(std::string_view name, std::string_view arguments, int depth) {
    const auto count = number<long>(trimmed(arguments));
    if (!count || *count < 1 || *count > max_count)
      return fail(arguments.data() ? arguments : name,
                  fmt::format("repeat needs a count in 1..{}", max_count), "write repeat<3>(cancel)");
    if (depth >= max_depth) return fail(name, fmt::format("more than {} levels of repeat", max_depth));
    if (!accept('(')) return fail(at_, "repeat needs a pipeline in parentheses", "write repeat<3>(cancel)");
    auto body = sequence(depth + 1);
    if (!body) return body;
    if (!accept(')')) return fail(at_, "expected ',' or ')'");
    PipelineItem item;
    item.count = static_cast<int>(*count);
    item.body = std::move(*body);
    return Pipeline{std::move(item)};
  }

  Result<Pipeline> named(std::string_view name, std::string_view arguments) {
    const auto text = default_pipeline(trimmed(arguments));
    if (text) return parse_pipeline(*text);
    return fail(arguments.data() ? arguments : name,
                fmt::format("no default pipeline '{}'", trimmed(arguments)),
                fmt::format("choose one of {}", fmt::join(default_pipeline_names(), ", ")));
  }

  Result<Pipeline> pass(std::string_view name, std::string_view arguments) {
    PipelineItem item;
    item.pass = find_pass(name);
    if (!item.pass) return fail(name, fmt::format("unknown pass '{}'", name), suggestion(name, pass_names()));
    const PassInfo& info = item.pass->info();
    auto values = default_options(info).values();
    if (!trimmed(arguments).empty())
      for (std::string_view text : split(arguments, ";"))
        if (auto set = set_option(info, text, values); !set) return set.error();
    item.options = PassOptions(std::move(values));
    return Pipeline{std::move(item)};
  }

  template <class Values>
  Status set_option(const PassInfo& info, std::string_view text, Values& values) const {
    const std::size_t equals = text.find('=');
    const std::string_view key = trimmed(text.substr(0, equals));
    const auto spec = std::ranges::find(info.options, key, &OptionSpec::key);
    if (spec == info.options.end()) return unknown_option(info, text, key);
    if (equals == std::string_view::npos && spec->kind != OptionKind::flag)
      return fail(text, fmt::format("option '{}' of {} needs a value", key, info.name),
                  "write " + std::string(key) + "=" + std::string(spec->fallback));
    const std::string_view value =
        equals == std::string_view::npos ? "true" : trimmed(text.substr(equals + 1));
    const auto legal = canonical(*spec, value);
    if (!legal)
      return fail(text, fmt::format("option '{}' of {} is '{}' and should be {}", key, info.name, value,
                                    wanted(*spec)));
    values[std::string(key)] = *legal;
    return success();
  }

  Error unknown_option(const PassInfo& info, std::string_view where, std::string_view key) const {
    std::vector<std::string> keys;
    for (const OptionSpec& spec : info.options) keys.emplace_back(spec.key);
    std::string hint = suggestion(key, keys);
    if (hint.empty())
      hint = keys.empty() ? fmt::format("{} has no options", info.name)
                          : fmt::format("{} has the options {}", info.name, fmt::join(keys, ", "));
    return fail(where, fmt::format("unknown option '{}' of {}", key, info.name), std::move(hint));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string print_item(const PipelineItem& item) {
  if (!item.pass) return fmt::format("repeat<{}>({})", item.count, print_pipeline(item.body));
  std::vector<std::string> options;
  for (const OptionSpec& spec : item.pass->info().options) {
    const std::string& value = item.options.text(spec.key);
    if (value == spec.fallback) continue;
    options.push_back(value == "true" && spec.kind == OptionKind::flag
                          ? std::string(spec.key)
                          : fmt::format("{}={}", spec.key, value));
  }
  if (options.empty()) return std::string(item.pass->name);
  return fmt::format("{}<{}>", item.pass->name, fmt::join(options, ";"));
}

}  // namespace

Result<Pipeline> parse_pipeline(std::string_view text) { return Parser(text).whole(); }

std::string print_pipeline(const Pipeline& pipeline) {
  std::string text;
  for (const PipelineItem& item : pipeline) {
    if (!text.empty()) text += ',';
    text += print_item(item);
  }
  return text;
}

}  // namespace dqc
