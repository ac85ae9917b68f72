#include "tools/common/messages.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "passes/support/printable.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string_view error_id(ExitCode code) {
  switch (code) {
    case ExitCode::ok:
    case ExitCode::bad_input: return "bad-input";
    case ExitCode::usage: return "usage";
    case ExitCode::infeasible: return "infeasible";
    case ExitCode::timeout: return "timeout";
    case ExitCode::internal: return "internal";
    case ExitCode::io: return "io";
  }
  return "internal";
}

void add_place(Json& object, const SourcePlace* place) {
  if (place == nullptr) {
    for (const char* key : {"file", "line", "column", "end"}) object[key] = nullptr;
    return;
  }
  object["file"] = place->file;
  object["line"] = place->line;
  object["column"] = place->column;
  object["end"] = {{"line", place->end_line}, {"column", place->end_column}};
}

Json message_json(Severity severity, std::string_view id, const SourcePlace* place,
                  std::string_view message) {
  Json object;
  object["severity"] = severity_name(severity);
  object["id"] = id;
  add_place(object, place);
  object["message"] = message;
  object["notes"] = Json::array();
  object["hint"] = nullptr;
  return object;
}

void add_note(Json& object, const SourcePlace* place, std::string_view message) {
  Json note;
  add_place(note, place);
  note["message"] = message;
  object["notes"].push_back(std::move(note));
}

Json diagnostic_json(const Diagnostic& d, const SourceManager& sources) {
  const SourcePlace place = sources.place(d.range);
  Json object = message_json(d.severity, row(d.id).name, &place, d.message);
  for (const Note& note : d.notes) {
    const auto there = note.range ? std::optional(sources.place(*note.range)) : std::nullopt;
    add_note(object, there ? &*there : nullptr, note.message);
  }
  for (auto from = sources.included_from(d.range.file); from; from = sources.included_from(from->file)) {
    const SourcePlace there = sources.place(*from);
    add_note(object, &there, "included from here");
  }
  if (!d.hint.empty()) object["hint"] = d.hint;
  return object;
}

/// One line; bytes that are not UTF-8 become U+FFFD.
void print_line(const Json& object) {
  fmt::print(stderr, "{}\n", object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

bool use_color(ColorMode mode) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  if (!environment("NO_COLOR").empty()) return false;
  const std::string_view force = environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return ::isatty(STDERR_FILENO) != 0 && environment("TERM") != "dumb";
}

MessageOptions requested_messages(int argc, const char* const* argv) {
  MessageOptions options;
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--diagnostics-format=json") options.format = MessageFormat::json;
  return options;
}

void Messages::print(Severity severity, std::string_view id, const Error& error) const {
  if (machine()) {
    Json object = message_json(severity, id, error.place.get(), error.message);
    if (!error.hint.empty()) object["hint"] = error.hint;
    return print_line(object);
  }
  fmt::print(stderr, "{}", render_message(program_, error.place.get(), severity, error.message, color_));
  const std::string_view speaker = error.place ? std::string_view() : program_;
  if (!error.hint.empty()) fmt::print(stderr, "{}", render_hint(speaker, error.hint, color_));
}

int Messages::error(const Error& error) const {
  if (!error.message.empty()) print(Severity::error, error_id(error.code), error);
  return static_cast<int>(error.code);
}

bool Messages::print_warning(DiagnosticId id, std::string message) const {
  const auto severity = options_.warnings.severity(id);
  if (!severity) return true;
  if (!machine()) message += warning_tag(id, *severity);
  print(*severity, row(id).name, {ExitCode::bad_input, std::move(message), ""});
  return *severity != Severity::error;
}

bool Messages::pass_warnings(const std::vector<std::string>& warnings) const {
  bool fine = true;
  for (const std::string& text : warnings) fine &= warning(DiagnosticId::pass_warning, text);
  return fine;
}

void Messages::finding(std::string_view id, std::string_view line) const {
  if (machine()) return print_line(message_json(Severity::error, id, nullptr, line));
  fmt::print(stderr, "{}\n", printable(line));
}

void Messages::note(std::string_view id, std::string_view text) const {
  print(Severity::note, id, {ExitCode::ok, std::string(text), ""});
}

void Messages::diagnostics(const DiagnosticEngine& diagnostics) const {
  if (!machine()) {
    fmt::print(stderr, "{}", diagnostics.render(color_));
    return;
  }
  for (const Diagnostic& d : diagnostics.all()) print_line(diagnostic_json(d, diagnostics.sources()));
}

}  // namespace dqc
