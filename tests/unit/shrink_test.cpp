#include <doctest/doctest.h>
#include <cstdio>
#include <cstdlib>
#include "passes/pass_manager.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/unitary.h"
#include "tools/verify/canonical.h"
using namespace dqc; using namespace dqc::test; using verify::compare_circuits;
static Circuit norm(const Circuit& circuit) {
  Module m; m.stage = Stage::inlined; m.circuit = circuit;
  const auto pipeline = parse_pipeline("decompose,phase-folding,merge-rotations,cancel,phase-folding,merge-rotations,cancel");
  PassContext context; auto s = run_pipeline(*pipeline, m, context, RunOptions()); if(!s) { printf("ERR %s\n", s.error().message.c_str()); }
  return m.circuit;
}
static Circuit without(const Circuit& c, std::size_t i) { Circuit o=c.without_gates(); for (std::size_t k=0;k<c.num_gates();++k){ if(k==i) continue; const Gate&g=c.gates()[k]; o.add_gate(g.kind,c.qubits(g),c.params(g),g.detail,g.condition);} return o; }
static void show(const char* t, const Circuit& c){ printf("%s\n",t); for (const Gate& g: c.gates()) { printf("  %s", std::string(traits(g.kind).name).c_str()); for (double p: c.params(g)) printf(" %.4g",p); for (QubitId q: c.qubits(g)) printf(" q%d",q.value()); printf(" cond %d\n", g.condition);} }
TEST_CASE("shrinkme") {
  Rng rng(std::getenv("SEED")?atoi(std::getenv("SEED")):1, "verify"); int fails=0, shown=0, rounds=std::getenv("ROUNDS")?atoi(std::getenv("ROUNDS")):300;
  for (int round=0; round<rounds; ++round) {
    RandomOptions o; o.qubits=5; o.gates=1+(int)rng.below(40); o.kinds=all_kinds(); o.one_in_conditional= round%2==0?4:0; o.one_in_barrier=10;
    Circuit c=random_circuit(rng,o);
    if (compare_circuits(c,norm(c)).empty()) continue;
    ++fails; if (shown>=(std::getenv("SHOW")?atoi(std::getenv("SHOW")):3)) continue; ++shown;
    for (bool again=true; again;) { again=false; for (std::size_t i=0;i<c.num_gates();++i){ Circuit s=without(c,i); if(!compare_circuits(s,norm(s)).empty()){ c=s; again=true; break; } } }
    show("---- source", c); show("program", norm(c)); printf("%s\n", compare_circuits(c,norm(c))[0].c_str());
  }
  printf("fails %d of %d\n", fails, rounds);
}
