#include "tools/dqc-opt/print_passes.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "passes/registry.h"

namespace dqc {
namespace {

std::string_view kind_name(OptionKind kind) {
  switch (kind) {
    case OptionKind::integer: return "integer";
    case OptionKind::real: return "real";
    case OptionKind::flag: return "flag";
    case OptionKind::choice: return "choice";
    case OptionKind::text: return "text";
  }
  return "";
}

/// `text` in lines of at most 78 characters, each after `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent) {
  constexpr std::size_t width = 78;
  std::string out, line;
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    if (!line.empty() && indent + line.size() + 1 + space > width) {
      out += fmt::format("{:{}}{}\n", "", indent, line);
      line.clear();
    }
    line += line.empty() ? "" : " ";
    line += text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return out + fmt::format("{:{}}{}\n", "", indent, line);
}

}  // namespace

std::string passes_as_text() {
  std::string out;
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    if (!out.empty()) out += '\n';
    out += fmt::format("{} - {}\n  {} -> {}\n", info.name, info.summary, stage_name(info.needs),
                       stage_name(info.gives));
    out += wrapped(info.description, 2);
    for (const OptionSpec& o : info.options) {
      const std::string range = o.range.empty() ? "" : fmt::format(" {}", o.range);
      out +=
          fmt::format("  {}={} ({}{})\n", o.key, o.fallback, kind_name(o.kind), range) + wrapped(o.help, 6);
    }
  }
  return out;
}

std::string passes_as_json() {
  nlohmann::ordered_json passes = nlohmann::ordered_json::array();
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    nlohmann::ordered_json options = nlohmann::ordered_json::array();
    for (const OptionSpec& o : info.options)
      options.push_back({{"key", o.key},
                         {"kind", kind_name(o.kind)},
                         {"default", o.fallback},
                         {"range", o.range},
                         {"help", o.help}});
    passes.push_back({{"name", info.name},
                      {"summary", info.summary},
                      {"description", info.description},
                      {"needs", stage_name(info.needs)},
                      {"gives", stage_name(info.gives)},
                      {"options", options},
                      {"statistics", info.statistics}});
  }
  return nlohmann::ordered_json{{"schema", 1}, {"passes", passes}}.dump(1) + "\n";
}

}  // namespace dqc
