// Texts for the prover's tests: the worked example as emitted, and edits of texts.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "passes/support/text_io.h"
#include "tests/unit/frontend_helper.h"
#include "tools/verify/verify.h"

namespace dqc::test {

/// A source and what was compiled from it.
struct Compiled {
  std::string source;
  std::vector<std::string> qpus;
  std::string monolithic;
  std::string schedule;
};

inline verify::VerifyReport verified(const Compiled& c) {
  return verify::verify_texts(parse(c.source), c.monolithic, c.qpus, c.schedule);
}

inline Compiled worked_files() {
  const auto read = [](const std::string& name) {
    const auto text = read_file(std::string(DQC_SOURCE_DIR "/tests/unit/data/worked/") + name);
    REQUIRE(text);
    return *text;
  };
  Compiled c;
  c.source =
      "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[5] q;\nh q[0];\nry(0.3) q[1];\nrx(0.5) q[2];\n"
      "ry(0.7) q[3];\nrx(0.9) q[4];\ncx q[0], q[2];\nrz(0.4) q[0];\ncp(pi/4) q[0], q[3];\ncx q[0], q[4];\n"
      "h q[0];\ncx q[1], q[4];\nry(0.6) q[1];\ncz q[4], q[1];\nrx(0.2) q[4];\n";
  c.qpus = {read("qpu0.qasm"), read("qpu1.qasm"), read("qpu2.qasm")};
  c.monolithic = read("monolithic.qasm");
  c.schedule = read("schedule.json");
  return c;
}

/// The first thing that the report says, or nothing.
inline std::string first_words(const verify::VerifyReport& report) {
  return report.differences.empty() ? report.trouble : told(report.differences[0]);
}

/// Replaces the first `from` in `text`, which must be there.
inline void edit(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  text.replace(at, from.size(), to);
}

}  // namespace dqc::test
