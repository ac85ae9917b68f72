#include "passes/support/diagnostic.h"

#include <algorithm>

namespace dqc {
namespace {

constexpr DiagnosticRow rows[] = {
#define DIAGNOSTIC(id, name, severity, format) {name, Severity::severity, format},
#include "passes/support/diagnostic.def"
};

std::string_view label(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::string_view paint(Severity severity) {
  switch (severity) {
    case Severity::note: return "\033[1;36m";
    case Severity::warning: return "\033[1;35m";
    case Severity::error: return "\033[1;31m";
  }
  return "";
}

/// The caret line under `line`: tabs are kept so that the caret stands below its column.
std::string caret_line(std::string_view line, std::size_t column, std::size_t length) {
  std::string carets;
  for (std::size_t i = 0; i + 1 < column && i < line.size(); ++i) carets += line[i] == '\t' ? '\t' : ' ';
  const std::size_t room = line.size() >= column ? line.size() - column + 1 : 1;
  carets += '^';
  carets.append(std::min(std::max<std::size_t>(length, 1), room) - 1, '~');
  return carets;
}

/// Control characters as '?', so that a source cannot steer the terminal.
std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) c = '?';
  return shown;
}

/// A message, cut where a name of the source makes it absurdly long.
std::string shown_message(std::string_view message) {
  constexpr std::size_t longest = 400;
  return message.size() <= longest ? printable(message) : printable(message.substr(0, longest)) + "...";
}

struct Excerpt {
  std::string text;
  std::size_t column;  ///< of the caret in `text`, 1-based
};

/// The part of a long line that is around `column`.
Excerpt excerpt(std::string_view line, std::size_t column) {
  constexpr std::size_t longest = 240, before = 80;
  if (line.size() <= longest) return {printable(line), column};
  std::size_t begin = column > before ? column - before : 0;
  while (begin > 0 && begin < line.size() && (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80)
    --begin;
  const std::string_view dots = begin > 0 ? "..." : "";
  std::size_t length = std::min(longest, line.size() - begin);
  while (length > 0 && begin + length < line.size() &&
         (static_cast<unsigned char>(line[begin + length]) & 0xC0) == 0x80)
    --length;
  std::string text = std::string(dots) + printable(line.substr(begin, length));
  if (begin + length < line.size()) text += "...";
  return {std::move(text), column - begin + dots.size()};
}

}  // namespace

const DiagnosticRow& row(DiagnosticId id) { return rows[static_cast<std::size_t>(id)]; }

FileId SourceManager::add(std::string name, std::string text) {
  File file{std::move(name), std::move(text), {0}};
  for (std::size_t i = 0; i < file.text.size(); ++i)
    if (file.text[i] == '\n') file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size() - 1);
}

std::pair<int, int> SourceManager::line_and_column(FileId file, std::uint32_t offset) const {
  const auto& starts = files_[file].line_starts;
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<int>(after - starts.begin());
  return {line, static_cast<int>(offset - *(after - 1)) + 1};
}

std::string_view SourceManager::line_text(FileId file, int line) const {
  const auto& f = files_[file];
  const std::size_t begin = f.line_starts[static_cast<std::size_t>(line - 1)];
  std::string_view rest = std::string_view(f.text).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

Diagnostic& DiagnosticEngine::add(DiagnosticId id, SourceRange range, std::string message) {
  if (row(id).severity == Severity::error) ++errors_;
  diagnostics_.push_back({id, range, std::move(message), {}});
  return diagnostics_.back();
}

std::string DiagnosticEngine::render(bool color) const {
  const std::string_view bold = color ? "\033[1m" : "", plain = color ? "\033[0m" : "";
  std::string out;
  for (const Diagnostic& d : diagnostics_) {
    const Severity severity = row(d.id).severity;
    const auto [line, column] = sources_.line_and_column(d.range.file, d.range.begin);
    const auto [text, caret] =
        excerpt(sources_.line_text(d.range.file, line), static_cast<std::size_t>(column));
    out += fmt::format("{}{}:{}:{}: {}{}:{} {}{}{}\n", bold, sources_.name(d.range.file), line, column,
                       color ? paint(severity) : "", label(severity), plain, bold, shown_message(d.message),
                       plain);
    out += fmt::format("{}\n{}\n", text, caret_line(text, caret, d.range.end - d.range.begin));
    for (const Note& note : d.notes)
      out += fmt::format("{}note:{} {}\n", color ? paint(Severity::note) : "", plain,
                         shown_message(note.message));
  }
  return out;
}

}  // namespace dqc
