// The frame that passes live in: registry, pipeline text, stages, options, what the manager shows.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "passes/pass_manager.h"
#include "passes/pipelines.h"

using namespace dqc;

namespace {

std::string canonical(std::string_view text) {
  const auto pipeline = parse_pipeline(text);
  return pipeline ? print_pipeline(*pipeline) : pipeline.error().message;
}

std::string hint(std::string_view text) {
  const auto pipeline = parse_pipeline(text);
  REQUIRE(!pipeline);
  CHECK(pipeline.error().code == ExitCode::usage);
  return pipeline.error().hint;
}

Module small_module() {
  Module m;
  m.circuit.add_qubit_register("q", 2);
  m.circuit.add_gate(GateKind::t, {QubitId(0)});
  m.circuit.add_gate(GateKind::t, {QubitId(0)});
  return m;
}

}  // namespace

TEST_CASE("every row of the registry is complete, documented and has golden tests") {
  namespace fs = std::filesystem;
  REQUIRE(!registry().empty());
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    CAPTURE(row.name);
    CHECK(row.name == info.name);
    CHECK(find_pass(row.name) == &row);
    CHECK(!info.summary.empty());
    CHECK(!info.description.empty());
    CHECK(info.needs <= info.gives);
    for (const OptionSpec& option : info.options) {
      CAPTURE(option.key);
      CHECK(!option.help.empty());
      const std::string text =
          std::string(row.name) + "<" + std::string(option.key) + "=" + std::string(option.fallback) + ">";
      CHECK(canonical(text) == row.name);
    }
    const fs::path folder = fs::path(DQC_SOURCE_DIR) / "tests/golden" / row.name;
    REQUIRE_MESSAGE(fs::is_directory(folder), folder.string());
    const bool has_input =
        std::any_of(fs::directory_iterator(folder), fs::directory_iterator(),
                    [](const fs::directory_entry& e) { return e.path().extension() == ".qasm"; });
    CHECK_MESSAGE(has_input, folder.string());
    CHECK(row.create(default_options(info)) != nullptr);
  }
}

TEST_CASE("statistics that a pass sets are declared") {
  Module m = small_module();
  m.network = default_network();
  resolve_defaults(*m.network, 2);
  PassContext context;
  const auto pipeline = parse_pipeline("default<O2>");
  REQUIRE(pipeline);
  REQUIRE(run_pipeline(*pipeline, m, context, {}));
  for (const auto& [name, value] : context.statistics) {
    CAPTURE(name);
    const std::size_t dot = name.find('.');
    const RegistryRow* row = find_pass(name.substr(0, dot));
    REQUIRE(row != nullptr);
    CHECK(std::ranges::count(row->info().statistics, name.substr(dot + 1)) == 1);
  }
}

TEST_CASE("pipeline text is printed in canonical form, which parses to itself") {
  CHECK(canonical("") == "");
  CHECK(canonical("  cancel ") == "cancel");
  CHECK(canonical("cancel<>") == "cancel");
  CHECK(canonical(" inline-gates < max-gates = 007 > , repeat < 3 > ( cancel , merge-rotations ) ") ==
        "inline-gates<max-gates=7>,repeat<3>(cancel,merge-rotations)");
  CHECK(canonical("route-ebits<paths=given>") == "route-ebits<paths=given>");
  CHECK(canonical("repeat<1>(repeat<2>(cancel))") == "repeat<1>(repeat<2>(cancel))");
  for (const std::string& level : default_pipeline_names()) {
    const std::string text = canonical("default<" + level + ">");
    CHECK(text == default_pipeline(level));
    CHECK(canonical(text) == text);
  }
}

TEST_CASE("pipeline errors name the column, the word and what would be right") {
  CHECK(canonical("cancel,,") == "pipeline, column 8: expected a pass, found ','");
  CHECK(canonical("cancel,") == "pipeline, column 8: expected a pass, found the end");
  CHECK(canonical("cancel)") == "pipeline, column 7: expected ',' or the end, found ')'");
  CHECK(canonical("cancel<") == "pipeline, column 7: '<' without '>'");
  CHECK(canonical("inline-gates,cansel") == "pipeline, column 14: unknown pass 'cansel'");
  CHECK(hint("cansel") == "did you mean 'cancel'?");
  CHECK(hint("zzzzzzzzzz") == "");
  CHECK(canonical("inline-gates<max-gates>") ==
        "pipeline, column 14: option 'max-gates' of inline-gates needs a value");
  CHECK(hint("inline-gates<max-gates>") == "write max-gates=50000000");
  CHECK(canonical("inline-gates<max-gates=many>") ==
        "pipeline, column 14: option 'max-gates' of inline-gates is 'many' and should be an integer in "
        "1..2000000000");
  CHECK(canonical("route-ebits<paths=>") ==
        "pipeline, column 13: option 'paths' of route-ebits is '' and should be one of given, least-loaded");
  CHECK(canonical("cancel<x=1>") == "pipeline, column 8: unknown option 'x' of cancel");
  CHECK(hint("cancel<x=1>") == "cancel has no options");
  CHECK(hint("inline-gates<max-gate=1>") == "did you mean 'max-gates'?");
  CHECK(canonical("repeat(cancel)") == "pipeline, column 1: repeat needs a count in 1..1000");
  CHECK(canonical("repeat<0>(cancel)") == "pipeline, column 8: repeat needs a count in 1..1000");
  CHECK(canonical("repeat<2>") == "pipeline, column 10: repeat needs a pipeline in parentheses");
  CHECK(canonical("repeat<2>(cancel") == "pipeline, column 17: expected ',' or ')'");
  CHECK(canonical("default<O7>") == "pipeline, column 9: no default pipeline 'O7'");
  CHECK(hint("default<O7>") == "choose one of O0, O1, O2, O3");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "repeat<1>(";
  CHECK(canonical(deep) == "pipeline, column 321: more than 32 levels of repeat");
}

TEST_CASE("stages are checked before anything runs") {
  const auto end = [](std::string_view text, Stage start) -> std::string {
    const auto stage = check_stages(*parse_pipeline(text), start);
    return stage ? std::string(stage_name(*stage)) : stage.error().message + "; " + stage.error().hint;
  };
  CHECK(end("", Stage::placed) == "placed");
  CHECK(end("default<O2>", Stage::circuit) == "scheduled");
  CHECK(end("repeat<9>(merge-rotations,cancel)", Stage::normalized) == "normalized");
  CHECK(end("decompose", Stage::circuit) ==
        "pass 'decompose' needs stage 'inlined', but the module is at 'circuit' there; 'inlined' is what "
        "inline-gates gives");
  CHECK(
      end("decompose", Stage::normalized) ==
      "pass 'decompose' needs stage 'inlined', but the module is at 'normalized' there; leave the pass out");
  CHECK(end("inline-gates,repeat<2>(decompose,cancel)", Stage::circuit)
            .starts_with("pass 'decompose' needs stage 'inlined', but the module is at 'normalized'"));
  CHECK(end("inline-gates,repeat<1>(decompose,cancel)", Stage::circuit) == "normalized");

  Module m = small_module();
  const Module before = m;
  PassContext context;
  CHECK(!run_pipeline(*parse_pipeline("inline-gates,cancel"), m, context, {}));
  CHECK(m == before);
}

TEST_CASE("the manager shows modules, changes, statistics and times on request") {
  const auto shown = [](RunOptions options) {
    std::string text;
    options.sink = [&](std::string_view s) { text += s; };
    Module m = small_module();
    PassContext context;
    REQUIRE(run_pipeline(*parse_pipeline("inline-gates,decompose,repeat<2>(merge-rotations)"), m, context,
                         options));
    return text;
  };
  CHECK(shown({}) == "");
  RunOptions changed;
  changed.print_changed = true;
  CHECK(shown(changed).find("*** merge-rotations: no change ***") != std::string::npos);
  CHECK(shown(changed).find("*** after decompose ***\nOPENQASM 3.0;") != std::string::npos);
  RunOptions after;
  after.print_after = {"merge-rotations"};
  const std::string text = shown(after);
  CHECK(text.find("*** after decompose") == std::string::npos);
  CHECK(text.find("rz(pi/2) q[0];") != std::string::npos);
  RunOptions counted;
  counted.stats = counted.time_passes = true;
  CHECK(shown(counted).find("1 merge-rotations.removed") != std::string::npos);
  CHECK(shown(counted).find(" s  decompose") != std::string::npos);
}
