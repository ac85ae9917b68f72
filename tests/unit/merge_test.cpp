// Counts of copies: what is read, how readout errors are undone, and what weights do.
#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "tools/dqc-merge/counts_reader.h"
#include "tools/dqc-merge/merge.h"
#include "tools/dqc-merge/readout.h"

using namespace dqc;
using namespace dqc::merge;

namespace {

Counts read(const std::string& text, ReadOptions options = {}) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  auto counts = read_counts(sources.add("c", text), sources, options, diagnostics);
  REQUIRE_MESSAGE(counts, diagnostics.render(false));
  return *std::move(counts);
}

/// "line:column: message" of the one error.
std::string refusal(const std::string& text, ReadOptions options = {}) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  const auto counts = read_counts(sources.add("c", text), sources, options, diagnostics);
  REQUIRE(!counts);
  REQUIRE(diagnostics.all().size() == 1);
  const Diagnostic& d = diagnostics.all()[0];
  const auto [line, column] = sources.line_and_column(d.range.file, d.range.begin);
  return std::to_string(line) + ":" + std::to_string(column) + ": " + d.message;
}

using Entries = std::map<std::string, double>;

/// What is read off `ideal` when its bits are confused, summed outcome by outcome.
Entries confused(const Entries& ideal, const std::vector<std::optional<Confusion>>& confusion) {
  const std::size_t bits = confusion.size();
  Entries out;
  for (const auto& [truth, count] : ideal)
    for (unsigned value = 0; value < 1u << bits; ++value) {
      std::string seen(bits, '0');
      double p = count;
      for (std::size_t i = 0; i < bits; ++i) {
        const std::size_t place = bits - 1 - i;
        if (value >> i & 1) seen[place] = '1';
        const double flip = !confusion[i]         ? 0
                            : truth[place] == '0' ? confusion[i]->reads_0_as_1
                                                  : confusion[i]->reads_1_as_0;
        p *= seen[place] == truth[place] ? 1 - flip : flip;
      }
      if (p > 0) out[seen] += p;
    }
  return out;
}

}  // namespace

TEST_CASE("one set of counts in three forms") {
  const Entries expected = {{"010", 3}, {"111", 1}};
  CHECK(read("{\"01 0\": 3,\n \"11 1\": 1.0}").entries == expected);
  CHECK(read("{\"01 0\": 3, \"11 1\": 1}").form == "00 0");
  CHECK(read("outcome,count\n010,3\r\n\"111\",1\n").entries == expected);
  CHECK(read("010\n\n 111\t1\r\n010\n010").entries == expected);
  CHECK(read("{\"0x2\": 3, \"0x07\": 1}", {.hex_bits = 3}).entries == expected);
  CHECK(read("01 0\t3\n11 1\n", {.bit_0_first = true}).form == "0 00");
  CHECK(read("011\n", {.bit_0_first = true}).entries == Entries{{"110", 1}});
  CHECK(read("0x3\n", {.bit_0_first = true, .hex_bits = 3}).entries == Entries{{"011", 1}});
  CHECK(read(std::string(200, '1') + "\n").bits() == 200);
}

TEST_CASE("what is no set of counts is refused where it stands") {
  CHECK(refusal("") == "1:1: nothing was counted");
  CHECK(refusal("00\t0\n") == "1:1: nothing was counted");
  CHECK(refusal("00\n0a\n") == "2:2: an outcome consists of 0 and 1, with a space between registers");
  CHECK(refusal("00\n0  1\n") == "2:3: an outcome consists of 0 and 1, with a space between registers");
  CHECK(refusal("00\n011\n") == "2:1: the outcome has 3 bits, but the first one, on line 1, has 2");
  CHECK(refusal("0 11\n00 1\n") == "2:1: the registers are other ones than in the first one, on line 1,");
  CHECK(refusal("00\t1x\n") == "1:5: expected the end of the line after the count");
  CHECK(refusal("00,1\n01\n") == "2:1: expected an outcome, a comma and a count");
  CHECK(refusal("00,1\n00,1\n") == "2:1: the outcome is given twice");
  CHECK(refusal("00,-1\n") == "1:4: expected a count, a number of 0 or more");
  CHECK(refusal("00,nan\n") == "1:4: expected a count, a number of 0 or more");
  CHECK(refusal("00,1e400\n") == "1:4: a count is at most 2^53");
  CHECK(refusal("{}") == "1:2: expected an outcome in quotes");
  CHECK(refusal("{\"00\": 1") == "1:9: expected ',' or '}', found the end");
  CHECK(refusal("{\"00\": 1,}") == "1:10: expected an outcome in quotes");
  CHECK(refusal("{\"00\": \"1\"}") == "1:8: expected a count, a number of 0 or more");
  CHECK(refusal("{\"00: 1}\n") == "1:2: the outcome is not closed on its line");
  CHECK(refusal("{\"00\" 1}") == "1:7: expected ':' and a count");
  CHECK(refusal("{\"00\": 1, \"00\": 2}") == "1:12: the outcome is given twice");
  CHECK(refusal("{\"00\": 1} x") == "1:11: expected the end of the file after '}'");
  CHECK(refusal("{\"0x3\": 1}") == "1:3: a hexadecimal outcome does not say how many bits it has");
  CHECK(refusal("{\"0x9\": 1}", {.hex_bits = 3}) == "1:3: the outcome is not one of 3 bits");
  CHECK(refusal("{\"0xg\": 1}", {.hex_bits = 3}) == "1:5: expected a hexadecimal digit");
}

TEST_CASE("the copies of one program are taken apart from bit 0 on") {
  const auto parts = split(read("1 00 0 01\t4\n0 10 0 01\t2\n"), 2);
  REQUIRE(parts);
  CHECK((*parts)[0].form == "0 00");
  CHECK((*parts)[0].entries == Entries{{"001", 6}});
  CHECK((*parts)[1].entries == Entries{{"100", 4}, {"010", 2}});
  CHECK((*split(read("0110\n"), 2))[0].entries == Entries{{"10", 1}});
  CHECK(!split(read("011\n"), 2));
  CHECK(!split(read("0 11\n"), 2));
}

TEST_CASE("weights: the sum, and each shot in proportion to the fidelity of its copy") {
  const std::vector<Counts> copies = {read("0\t60\n1\t40\n"), read("0\t20\n1\t80\n")};
  CHECK(merge_counts(copies, {})->entries == Entries{{"0", 80}, {"1", 120}});
  CHECK(merge_counts(copies, {0.3, 0.3})->entries == Entries{{"0", 80}, {"1", 120}});
  const auto weighted = merge_counts(copies, {0.9, 0.3});
  REQUIRE(weighted);
  CHECK(weighted->entries.at("0") == doctest::Approx(0.9 * 60 / 0.6 + 0.3 * 20 / 0.6));
  CHECK(weighted->total() == doctest::Approx(200));
  CHECK(merge_counts(copies, {1, 0})->entries.at("0") == doctest::Approx(120));
  CHECK(!merge_counts(copies, {0, 0}));
}

TEST_CASE("readout correction gives back what was confused") {
  const std::vector<std::optional<Confusion>> confusion = {Confusion{4, 0.02, 0.07}, std::nullopt,
                                                           Confusion{1, 0.1, 0.03}, Confusion{2, 0, 0}};
  const Entries ideal = {{"0000", 500}, {"0011", 20}, {"1111", 480}};
  Counts counts{"0000", confused(ideal, confusion)};
  REQUIRE(counts.entries.size() > 8);
  REQUIRE(correct_readout(counts, confusion));
  CHECK(counts.total() == doctest::Approx(1000));
  for (const auto& [outcome, count] : counts.entries) {
    const auto found = ideal.find(outcome);
    CHECK(count == doctest::Approx(found == ideal.end() ? 0 : found->second).epsilon(1e-9));
  }
}

TEST_CASE("negative entries are cut off, the total stays") {
  Counts counts{"0", {{"0", 100}}};
  REQUIRE(correct_readout(counts, {Confusion{0, 0.1, 0.1}}));
  CHECK(counts.entries == Entries{{"0", 100}});
}

TEST_CASE("readout correction: what cannot be") {
  Counts wide{std::string(21, '0'), {{std::string(21, '0'), 1}}};
  const Status refused =
      correct_readout(wide, std::vector<std::optional<Confusion>>(21, Confusion{0, 0.1, 0.1}));
  REQUIRE(!refused);
  CHECK(refused.error().code == ExitCode::infeasible);
  const Device device{"d", {{0.5}, {0.1, 0, true, 0.2}}, {}};
  CHECK(!confusions(device, {0}));
  CHECK(!confusions(device, {2}));
  const auto known = confusions(device, {-1, 1});
  REQUIRE(known);
  CHECK(!(*known)[0]);
  CHECK((*known)[1]->reads_0_as_1 == 0.2);
  CHECK((*known)[1]->reads_1_as_0 == 0.1);
}

TEST_CASE("printed counts: order, numbers, bit order, and reading back") {
  const Counts counts{"0 00", {{"110", 2}, {"001", 1.0 / 3}, {"000", 1e-12}, {"011", 0}}};
  CHECK(print_counts(counts, CountsFormat::json, false) ==
        "{\n  \"0 01\": 0.333333333333,\n  \"1 10\": 2\n}\n");
  CHECK(print_counts(counts, CountsFormat::csv, true) == "outcome,count\n01 1,2\n10 0,0.333333333333\n");
  CHECK(print_counts(counts, CountsFormat::text, false) == "0 01\t0.333333333333\n1 10\t2\n");
  for (const CountsFormat format : {CountsFormat::json, CountsFormat::csv, CountsFormat::text}) {
    const Counts again = read(print_counts(counts, format, true), {.bit_0_first = true});
    CHECK(print_counts(again, format, false) == print_counts(counts, format, false));
  }
}
