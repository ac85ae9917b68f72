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

std::string sentence(std::string_view summary) {
  std::string out(summary);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out + ".";
}

/// `text` as mdoc text lines: each sentence on a line of its own, nothing taken for a macro.
std::string mdoc_text(std::string_view text) {
  std::string out = "\\&";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      out += "\\e";
    else if (text[i] == ' ' && i > 0 && (text[i - 1] == '.' || text[i - 1] == '?') && i + 1 < text.size() &&
             text[i + 1] >= 'A' && text[i + 1] <= 'Z')
      out += "\n";
    else
      out += text[i];
  }
  return out + "\n";
}

std::string mdoc_option(const OptionSpec& o) {
  const std::string range = o.range.empty() ? "" : fmt::format(", {}", o.range);
  return fmt::format(".It Cm {} Ns = Ns Ar {}\n", o.key, kind_name(o.kind)) + mdoc_text(o.help) +
         fmt::format(".Pq default {}{}\n", o.fallback, range);
}

constexpr std::string_view mdoc_head = R"(.\" Made by dqc-opt --print-passes=mdoc.
.Dd November 21, 2026
.Dt DQC-PASSES 7
.Os dqcc
.Sh NAME
.Nm dqc-passes
.Nd passes of the distributed quantum compiler
.Sh DESCRIPTION
.Xr dqcc 1
and
.Xr dqc-opt 1
run a pipeline of passes, written as their names between commas:
.Pp
.Dl inline-gates,decompose,repeat<2>(merge-rotations,cancel)
.Pp
Options stand behind the name, as in
.Li name<key=value;flag> .
.Li repeat<n>(...)
runs a pipeline several times,
.Li default<O2>
stands for the pipeline of
.Fl O Ns 2 .
A pass takes a module at one stage and leaves it at another; a pipeline whose stages do not fit is refused.
)";

constexpr std::string_view mdoc_tail = R"(.Sh SEE ALSO
.Xr dqc-opt 1 ,
.Xr dqcc 1
)";

}  // namespace

std::string passes_as_text() {
  std::string out;
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    if (!out.empty()) out += '\n';
    out += fmt::format("{} - {}\n  {} {} {}\n", info.name, info.summary, stage_name(info.needs),
                       info.until ? ".." : "->", stage_name(info.until.value_or(info.gives)));
    out += wrapped(info.description, 2);
    for (const OptionSpec& o : info.options) {
      const std::string range = o.range.empty() ? "" : fmt::format(" {}", o.range);
      out +=
          fmt::format("  {}={} ({}{})\n", o.key, o.fallback, kind_name(o.kind), range) + wrapped(o.help, 6);
    }
  }
  return out;
}

std::string passes_as_mdoc() {
  std::string out(mdoc_head);
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    out += fmt::format(".Ss {}\n", info.name) + mdoc_text(sentence(info.summary));
    const std::string last(stage_name(info.until.value_or(info.gives)));
    out += fmt::format("{}\n.Cm {}\nto\n.Cm {}{}\n.Pp\n",
                       info.until ? "At any stage from" : "Stage:", stage_name(info.needs), last,
                       info.until ? " ,\nwhich it leaves as it is." : " .");
    out += mdoc_text(info.description);
    if (info.options.empty()) continue;
    out += ".Bl -tag -width Ds\n";
    for (const OptionSpec& o : info.options) out += mdoc_option(o);
    out += ".El\n";
  }
  return out + std::string(mdoc_tail);
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
                      {"until", stage_name(info.until.value_or(info.needs))},
                      {"options", options},
                      {"statistics", info.statistics}});
  }
  return nlohmann::ordered_json{{"schema", 1}, {"passes", passes}}.dump(1) + "\n";
}

}  // namespace dqc
