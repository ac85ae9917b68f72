#include "passes/support/diagnostic.h"

#include <algorithm>

#include "passes/support/printable.h"

namespace dqc {
namespace {

constexpr std::size_t longest_message = 400;  ///< bytes; names in a source can be absurdly long

std::string_view paint(Severity severity) {
  switch (severity) {
    case Severity::note: return "\033[1;36m";
    case Severity::warning: return "\033[1;35m";
    case Severity::error: return "\033[1;31m";
  }
  return "";
}

struct Colors {
  explicit Colors(bool color) : bold(color ? "\033[1m" : ""), plain(color ? "\033[0m" : "") {}
  std::string_view bold, plain;
};

std::string shown_message(std::string_view message) {
  const std::string_view begin = cut(message, longest_message);
  return printable(begin) + (begin.size() < message.size() ? "..." : "");
}

/// The bytes of a long line that are shown, around `column`.
std::pair<std::size_t, std::size_t> window(std::string_view line, std::size_t column) {
  constexpr std::size_t longest = 240, before = 80;
  if (line.size() <= longest) return {0, line.size()};
  const std::size_t first = cut(line, column > before ? column - before : 0).size();
  return {first, first + cut(line.substr(first), longest).size()};
}

/// A line and below it `^~~~` from byte `begin` to `end`. A tab stands in both, so that they line up.
std::string excerpt(std::string_view line, std::size_t begin, std::size_t end) {
  const auto [first, last] = window(line, begin);
  std::string text(first > 0 ? "..." : ""), marks(text.size(), ' ');
  bool marked = false;
  for (std::size_t i = first; i < last;) {
    const Character c = first_character(line.substr(i));
    text += c.printable ? line.substr(i, c.bytes) : "\xEF\xBF\xBD";
    const std::size_t next = i + c.bytes;
    const auto columns = static_cast<std::size_t>(c.columns);
    if (!marked && begin < next) {
      marks += '^';
      if (line[i] == '\t') marks += '\t';
      marks.append(std::max<std::size_t>(columns, 1) - 1, '~');
      marked = true;
    } else if (line[i] == '\t' && i < end) {
      marks += '\t';
    } else if (i < end) {
      marks.append(columns, marked ? '~' : ' ');
    }
    i = next;
  }
  if (!marked) marks += '^';
  if (last < line.size()) text += "...";
  return text + '\n' + marks + '\n';
}

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::string warning_tag(DiagnosticId id, Severity severity) {
  if (row(id).severity != Severity::warning) return "";
  return fmt::format(" [{}-W{}]", severity == Severity::error ? "-Werror," : "", row(id).name);
}

std::string render_message(std::string_view program, const SourcePlace* place, Severity severity,
                           std::string_view message, bool color) {
  const Colors paints(color);
  const std::string where = place == nullptr
                                ? std::string(program)
                                : fmt::format("{}:{}:{}", printable(place->file), place->line, place->column);
  std::string text = fmt::format("{}{}{}{}{}:{} {}{}{}\n", paints.bold, where, where.empty() ? "" : ": ",
                                 color ? paint(severity) : "", severity_name(severity), paints.plain,
                                 paints.bold, shown_message(message), paints.plain);
  if (place == nullptr || place->line_text.empty()) return text;
  const auto begin = static_cast<std::size_t>(place->column - 1);
  const std::size_t end = place->end_line > place->line ? place->line_text.size()
                                                        : static_cast<std::size_t>(place->end_column - 1);
  return text + excerpt(place->line_text, begin, std::max(begin + 1, end));
}

Error in_file(std::string_view file, Error error) {
  if (error.message.empty()) return error;
  if (!error.place) {
    error.message = fmt::format("{}: {}", file, error.message);
    return error;
  }
  SourcePlace place = *error.place;
  place.file = file;
  error.place = std::make_shared<const SourcePlace>(std::move(place));
  return error;
}

std::string located_message(const Error& error) {
  if (!error.place) return error.message;
  return fmt::format("{}:{}:{}: {}", error.place->file, error.place->line, error.place->column,
                     error.message);
}

std::string render_hint(std::string_view program, std::string_view message, bool color) {
  return fmt::format("{}{}{}hint:{} {}\n", program, program.empty() ? "" : ": ",
                     color ? paint(Severity::note) : "", Colors(color).plain, shown_message(message));
}

Diagnostic& DiagnosticEngine::add(DiagnosticId id, SourceRange range, std::string message) {
  const auto severity = policy_.severity(id);
  const bool is_error = severity == Severity::error;
  if (!severity || (is_error && errors_ >= max_errors_))
    return dropped_.emplace(Diagnostic{id, Severity::warning, range, std::move(message), {}, ""});
  if (is_error) ++errors_;
  diagnostics_.push_back({id, *severity, range, std::move(message), {}, ""});
  return diagnostics_.back();
}

std::string DiagnosticEngine::render(bool color) const {
  std::string out;
  for (const Diagnostic& d : diagnostics_) {
    std::string stack;
    for (auto from = sources_.included_from(d.range.file); from; from = sources_.included_from(from->file))
      stack.insert(0, fmt::format("In file included from {}:{}:\n", printable(sources_.name(from->file)),
                                  sources_.line_and_column(from->file, from->begin).first));
    out += stack;
    const SourcePlace place = sources_.place(d.range);
    out += render_message("", &place, d.severity, d.message + warning_tag(d.id, d.severity), color);
    for (const Note& note : d.notes) {
      if (!note.range) {
        out += render_message("", nullptr, Severity::note, note.message, color);
        continue;
      }
      const SourcePlace there = sources_.place(*note.range);
      out += render_message("", &there, Severity::note, note.message, color);
    }
    if (!d.hint.empty()) out += render_hint("", d.hint, color);
  }
  return out;
}

}  // namespace dqc
