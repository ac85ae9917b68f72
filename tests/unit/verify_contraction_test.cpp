// Structural contraction on hand-written programs: what a process may look like, and one wrong program
// for every rule.
#include <doctest/doctest.h>

#include <string>

#include "frontend/frontend.h"
#include "tools/verify/canonical.h"
#include "tools/verify/contraction.h"
#include "tools/verify/layout.h"

using namespace dqc;
using namespace dqc::verify;

namespace {

Circuit parse(const std::string& text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(sources.add("test", text), sources, diagnostics);
  REQUIRE_MESSAGE(circuit, diagnostics.render(false));
  return *std::move(circuit);
}

const std::string head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";

/// Two QPUs with two data and two communication qubits each; the source's q[0] is d0[0], q[1] is d1[0].
struct Case {
  std::string source;   ///< gates on q[0], q[1] and bits c[0], c[1]
  std::string program;  ///< gates on d0, c0, d1, c1, outcomes m0 .. m3 and c
  ScheduleFile::Place final0 = {0, 0}, final1 = {1, 0};
};

/// The first difference, or "".
std::string difference(const Case& c) {
  const Circuit source = parse(head + "qubit[2] q;\nbit[2] c;\n" + c.source);
  const Circuit program =
      parse(head +
            "qubit[2] d0;\nqubit[2] c0;\nqubit[2] d1;\nqubit[2] c1;\nbit m0;\nbit m1;\nbit m2;\nbit m3;\n"
            "bit[2] c;\n" +
            c.program);
  ScheduleFile schedule;
  schedule.qpus = {{2, 2, ""}, {2, 2, ""}};
  schedule.initial_map = {{0, 0}, {1, 0}};
  schedule.final_map = {c.final0, c.final1};
  std::vector<Difference> differences;
  const Layout layout = read_layout(program, source, schedule, differences);
  REQUIRE(differences.empty());
  Contraction done =
      contract({source, program, layout.places, layout.source_bits, layout.initial, layout.final, 2});
  if (done.differences.empty()) done.differences = compare_circuits(source, done.replay);
  return done.differences.empty() ? "" : done.differences[0];
}

void proved(const Case& c) { CHECK(difference(c) == ""); }
void differs(const Case& c, const std::string& words) {
  const std::string d = difference(c);
  INFO(d);
  CHECK(!d.empty());
  CHECK(d.find(words) != std::string::npos);
}

const std::string ebit = "reset c0[0];\nreset c1[0];\nh c0[0];\ncx c0[0], c1[0];\n";
const std::string start = ebit + "cx d0[0], c0[0];\nm0 = measure c0[0];\nif (m0) { x c1[0]; }\n";
const std::string end = "h c1[0];\nm1 = measure c1[0];\nif (m1) { z d0[0]; }\n";
const std::string source_cp = "h q[0];\nh q[1];\ncp(0.3) q[0], q[1];\nh q[0];\n";
const std::string before = "h d0[0];\nh d1[0];\n";
const std::string after = "h d0[0];\n";

}  // namespace

TEST_CASE("a gate by a starting and an ending process") {
  proved({source_cp, before + start + "cp(0.3) c1[0], d1[0];\n" + end + after});
  // The same with the half of the other side reset first, and in other orders that commute.
  proved({source_cp, before +
                         "reset c1[0];\nreset c0[0];\nh c1[0];\ncx c1[0], c0[0];\ncx d0[0], c0[0];\n"
                         "m0 = measure c0[0];\nif (m0) { x c1[0]; }\ncp(0.3) c1[0], d1[0];\n" +
                         end + after});
}

TEST_CASE("corrections may be left out where they cancel") {
  proved({source_cp, before + start + "cp(0.3) c1[0], d1[0];\n" + end + "if (m1) { z d0[0]; }\n" +
                         "if (m1) { z d0[0]; }\n" + after});
  // x on the copy that is measured in the x basis next.
  proved({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nif (m0) { x c1[0]; }\n" + end + after});
  proved({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nif (!m0) { x c1[0]; }\n" + end + after});
}

TEST_CASE("what a process needs") {
  differs({source_cp,
           before + ebit + "cx d0[0], c0[0];\nm0 = measure c0[0];\ncp(0.3) c1[0], d1[0];\n" + end + after},
          "owes the x correction of m0");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nh c1[0];\nm1 = measure c1[0];\n" + after},
          "owes the z correction of m1");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\n" + after}, "at the end q[0] is at c1[0]");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nm1 = measure c1[0];\n" + after},
          "into an outcome");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nh c1[0];\nif (m1) { z d0[0]; }\n" + after},
          "read before it is measured");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nh c1[0];\nh c1[0];\n" + after},
          "must be measured before");
  differs({source_cp, before + start + "cp(0.3) c1[0], d1[0];\nreset c1[0];\n" + after},
          "one of several copies");
  differs({source_cp, before + "cx d0[0], c0[0];\nm0 = measure c0[0];\n" + after},
          "holds no qubit of the source");
  differs(
      {source_cp, before + start +
                      "cp(0.3) c1[0], d1[0];\nh c1[0];\nm1 = measure c1[0];\nif (m1) { x d0[0]; }\n" + after},
      "owes");
  differs(
      {source_cp, before + start +
                      "cp(0.3) c1[0], d1[0];\nh c1[0];\nm1 = measure c1[0];\nif (m0) { z d0[0]; }\n" + after},
      "owes");
  differs(
      {source_cp, before + start +
                      "cp(0.3) c1[0], d1[0];\nh c1[0];\nm1 = measure c1[0];\nif (m1) { z d1[0]; }\n" + after},
      "owes");
}

TEST_CASE("a measured qubit is not |0>") {
  const std::string again =
      "reset c1[0];\nh c0[0];\ncx c0[0], c1[0];\ncx d0[0], c0[0];\nm2 = measure c0[0];\n"
      "if (m2) { x c1[0]; }\ncp(0.3) c1[0], d1[0];\nh c1[0];\nm3 = measure c1[0];\n"
      "if (m3) { z d0[0]; }\n";
  const std::string twice = "cp(0.3) q[0], q[1];\nh q[0];\ncp(0.3) q[0], q[1];\n";
  const std::string first = start + "cp(0.3) c1[0], d1[0];\n" + end + "h d0[0];\n";
  proved({twice, first + "reset c0[0];\n" + again});
  differs({twice, first + again}, "c0[0] holds no qubit of the source");
}

TEST_CASE("an e-bit is made whole, between QPUs, and used") {
  differs({"", "reset c0[0];\nreset c0[1];\nh c0[0];\ncx c0[0], c0[1];\n"}, "two QPUs");
  differs({"", "reset d0[1];\nreset c1[0];\nh d0[1];\ncx d0[1], c1[0];\n"}, "communication qubits");
  differs({"", "reset c0[0];\nh c0[0];\ncx c0[0], c1[0];\n"}, "no qubit of the source");
  differs({"", "reset c0[0];\nreset c1[0];\ncx c0[0], c1[0];\n"}, "no qubit of the source");
  differs({"", ebit}, "still holds half of an e-bit");
  differs({"", ebit + "reset c0[0];\n"}, "half of an e-bit in use");
  differs({"", ebit + "m0 = measure c0[0];\n"}, "nothing to measure");
  differs({"", ebit + "cx c0[0], c1[0];\n"}, "copies of one another");
  differs({"", ebit + "cx d1[0], c0[0];\n"}, "different QPUs");
  differs({"", ebit + "cx d0[1], c0[0];\n"}, "nothing to share");
}

TEST_CASE("a teleport is a share that ends at the source") {
  const std::string moved =
      start + "h d0[0];\nm1 = measure d0[0];\nif (m1) { z c1[0]; }\nreset d1[1];\nswap c1[0], d1[1];\n";
  proved({"h q[0];\nry(0.4) q[0];\n", "h d0[0];\n" + moved + "ry(0.4) d1[1];\n", {1, 1}});
  differs({"h q[0];\n", "h d0[0];\n" + moved}, "not at d0[0] as final_map says");
  differs({"h q[0];\nry(0.4) q[0];\n",
           "h d0[0];\n" + start +
               "h d0[0];\nm1 = measure d0[0];\nreset d1[1];\nswap c1[0], d1[1];\nry(0.4) d1[1];\n",
           {1, 1}},
          "owes the z correction");
  differs({"h q[0];\nry(0.4) q[0];\n",
           "h d0[0];\n" + start + "h d0[0];\nm1 = measure d0[0];\nif (m1) { z c1[0]; }\nry(0.4) d1[1];\n",
           {1, 1}},
          "holds no qubit");
}

TEST_CASE("swapping e-bits") {
  // c0[0]-c1[0] and c0[1]-c1[1], joined at QPU 0, give a pair both of whose halves are at QPU 1.
  const std::string pairs = ebit +
                            "reset c0[1];\nreset c1[1];\nh c0[1];\ncx c0[1], c1[1];\n"
                            "cx c0[0], c0[1];\nm0 = measure c0[1];\nh c0[0];\nm1 = measure c0[0];\n";
  const std::string use =
      "cx d1[0], c1[0];\nm2 = measure c1[0];\nif (m2) { x c1[1]; }\nh d1[0];\nm3 = measure d1[0];\n"
      "if (m3) { z c1[1]; }\nry(0.4) c1[1];\nreset d1[0];\nswap d1[0], c1[1];\n";
  const std::string source = "h q[1];\nry(0.4) q[1];\n";
  proved({source, "h d1[0];\n" + pairs + "if (m0) { x c1[1]; }\nif (m1) { z c1[1]; }\n" + use});
  // Either half takes the corrections.
  proved({source, "h d1[0];\n" + pairs + "if (m0) { x c1[0]; }\nif (m1) { z c1[0]; }\n" + use});
  differs({source, "h d1[0];\n" + pairs + "if (m1) { z c1[1]; }\n" + use}, "owes the x correction");
  differs({source, "h d1[0];\n" + pairs + "if (m0) { x c1[1]; }\n" + use}, "owes the z correction");
}

TEST_CASE("an x inside a segment goes on every copy") {
  const std::string source = "h q[0];\ncp(0.3) q[0], q[1];\nx q[0];\ncp(0.3) q[0], q[1];\nh q[0];\n";
  const std::string gate = "cp(0.3) c1[0], d1[0];\n";
  proved({source, "h d0[0];\n" + start + gate + "x d0[0];\nx c1[0];\n" + gate + end + after});
  proved({source, "h d0[0];\n" + start + gate + "x c1[0];\nx d0[0];\n" + gate + end + after});
  // Moved past the gate by the other holder: the copies differ by a flip in between.
  proved({"h q[0];\ncp(0.3) q[0], q[1];\nx q[0];\nh q[0];\n",
          "h d0[0];\n" + start + "x d0[0];\n" + gate + "x c1[0];\n" + end + after});
  differs({source, "h d0[0];\n" + start + gate + "x d0[0];\n" + gate + end + after},
          "rotation by -0.3 about (x q[0] z q[1])");
}

TEST_CASE("a cx onto a qubit goes onto every copy, by copies of one control") {
  const std::string source = "h q[0];\nh q[1];\ncz q[0], q[1];\nh q[0];\ncz q[1], q[0];\nh q[0];\nt q[0];\n";
  const std::string far =
      "reset c0[1];\nreset c1[1];\nh c0[1];\ncx c0[1], c1[1];\ncx d1[0], c1[1];\n"
      "m2 = measure c1[1];\nif (m2) { x c0[1]; }\n";
  const std::string away = "h c0[1];\nm3 = measure c0[1];\nif (m3) { z d1[0]; }\n";
  const std::string head_of = before + start + "cz c1[0], d1[0];\n" + far;
  proved({source, head_of + "cx c0[1], d0[0];\ncx d1[0], c1[0];\n" + away + end + "t d0[0];\n"});
  proved({source, head_of + "cx d1[0], c1[0];\ncx c0[1], d0[0];\n" + away + "t c1[0];\n" + end});
  // A copy may end when the cx has reached it and not yet the other one.
  proved({source, head_of + "cx d1[0], c1[0];\nh c1[0];\nm1 = measure c1[0];\ncx c0[1], d0[0];\n" +
                      "if (m1) { z d0[0]; }\n" + away + "t d0[0];\n"});
  differs({source, head_of + "cx d1[0], c1[0];\n" + end + "cx c0[1], d0[0];\n" + away + "t d0[0];\n"},
          "still owes the z correction");
  differs({source, head_of + "cx c0[1], d0[0];\n" + away + end + "t d0[0];\n"}, "");
  differs({source, head_of + "cx d1[0], c1[0];\n" + away + end + "t d0[0];\n"}, "");
  differs({source, head_of + "cx d1[0], c1[0];\ncx d1[0], c1[0];\n"}, "a second cx");
  // The copy that the cx has reached is used before the cx has reached the other one.
  proved({source, head_of + "cx d1[0], c1[0];\nt c1[0];\ncx c0[1], d0[0];\n" + away + end});
  differs({source, head_of + "t c1[0];\ncx d1[0], c1[0];\ncx c0[1], d0[0];\n" + away + end},
          "no counterpart");
  differs({source, head_of + "cx d1[0], c1[0];\nt d0[0];\ncx c0[1], d0[0];\n" + away + end},
          "no counterpart");
  differs({source, head_of + "cx d1[0], c1[0];\n" + away + "h d1[0];\n"}, "has not reached all 2 copies");
}

TEST_CASE("gates of the source act on clean copies at one place") {
  differs({"cz q[0], q[1];\n", "cz d0[0], d1[0];\n"}, "different QPUs");
  differs({"", start + "cz d0[0], c0[0];\n" + end}, "holds no qubit");
  differs({"", start + "h d0[0];\n" + end}, "");
  differs({"ry(0.3) q[0];\n", start + "ry(0.3) d0[0];\n" + end}, "one of 2 copies");
  differs({"", "swap d0[0], d1[0];\n"}, "different QPUs");
  differs({"", "if (m0) { h d0[0]; }\n"}, "only x and z");
  const std::string second =
      "reset c0[0];\nreset c1[1];\nh c0[0];\ncx c0[0], c1[1];\ncx d0[0], c0[0];\n"
      "m2 = measure c0[0];\nif (m2) { x c1[1]; }\n";
  differs({"", start + second + "cz c1[0], c1[1];\n" + end}, "copies of q[0]");
}

TEST_CASE("measurements, resets and conditions of the source") {
  const std::string source =
      "h q[0];\nc[0] = measure q[0];\nif (c == 1) { x q[1]; }\nif (c[0]) { h q[0]; }\nreset q[1];\n";
  const std::string program =
      "h d0[0];\nc[0] = measure d0[0];\nif (c == 1) { x d1[0]; }\nif (c[0]) { h d0[0]; }\nreset d1[0];\n";
  proved({source, program});
  differs(
      {source,
       "h d0[0];\nc[1] = measure d0[0];\nif (c == 1) { x d1[0]; }\nif (c[0]) { h d0[0]; }\nreset d1[0];\n"},
      "");
  differs(
      {source,
       "h d0[0];\nc[0] = measure d0[0];\nif (c == 1) { x d1[0]; }\nif (c == 2) { h d0[0]; }\nreset d1[0];\n"},
      "the rotation by");
  differs({"c[0] = measure q[0];\n", start + "c[0] = measure d0[0];\n" + end}, "one of 2 copies");
  differs({"c[0] = measure q[0];\n", "c[0] = measure d0[1];\n"}, "nothing to measure");
  differs({"c[0] = measure q[0];\n", "m0 = measure d0[0];\n"}, "into an outcome");
  differs({"", "if (c[0]) { reset c0[0]; }\n"}, "holds nothing");
  // A z that is owed before a measurement is no difference, an x is.
  proved({"h q[0];\nc[0] = measure q[0];\n",
          "h d0[0];\n" + start + "h c1[0];\nm1 = measure c1[0];\nc[0] = measure d0[0];\n"});
  const std::string moved =
      "h d0[0];\n" + ebit + "cx d0[0], c0[0];\nm0 = measure c0[0];\nh d0[0];\nm1 = measure d0[0];\n";
  const std::string home = "if (m1) { z c1[0]; }\nreset d1[1];\nswap c1[0], d1[1];\nc[0] = measure d1[1];\n";
  proved({"h q[0];\nc[0] = measure q[0];\n", moved + "if (m0) { x c1[0]; }\n" + home, {1, 1}});
  differs({"h q[0];\nc[0] = measure q[0];\n", moved + home, {1, 1}}, "owes the x correction of m0");
}

TEST_CASE("outcome bits used again hold their newest value") {
  const std::string gate = "cp(0.3) c1[0], d1[0];\n";
  const std::string reuse = ebit + "cx d0[0], c0[0];\nm0 = measure c0[0];\nif (m0) { x c1[0]; }\n" + gate +
                            "h c1[0];\nm0 = measure c1[0];\n";
  proved(
      {"h q[0];\ncp(0.3) q[0], q[1];\nh q[0];\n", "h d0[0];\n" + reuse + "if (m0) { z d0[0]; }\nh d0[0];\n"});
  const std::string stale =
      ebit + "cx d0[0], c0[0];\nm0 = measure c0[0];\n" + "h d1[0];\n" +
      "reset c0[0];\nreset c1[1];\nh c0[0];\ncx c0[0], c1[1];\ncx d0[0], c0[0];\nm0 = measure c0[0];\n"
      "if (m0) { x c1[1]; }\nif (m0) { x c1[0]; }\n" +
      gate;
  differs({"h q[1];\ncp(0.3) q[0], q[1];\n", stale}, "owes the x correction");
}
