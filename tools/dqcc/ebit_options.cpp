#include "tools/dqcc/ebit_options.h"

#include <cstdlib>
#include <string>

namespace dqc {
namespace {

/// Below 1: no finite number of rounds or attempts reaches it.
CLI::Validator fraction() {
  return CLI::Validator(
      [](std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool fits = end != text.c_str() && *end == '\0' && value > 0 && value < 1;
        return fits ? std::string() : "expected a number above 0 and below 1, not '" + text + "'";
      },
      "");
}

}  // namespace

void EbitOptions::apply_to(EbitDemand& demand) const {
  demand.min_fidelity = min_fidelity.value_or(demand.min_fidelity);
  demand.quantile = quantile.value_or(demand.quantile);
  demand.max_age = max_age.value_or(demand.max_age);
}

void add_ebit_options(CLI::App& app, EbitOptions& o) {
  app.add_option("--min-ebit-fidelity", o.min_fidelity,
                 "Purify until every end-to-end e-bit has this fidelity")
      ->check(fraction())
      ->type_name("F")
      ->group("Compilation");
  app.add_option("--ebit-quantile", o.quantile,
                 "Plan for generation to be done with this probability (default: mean)")
      ->check(fraction())
      ->type_name("Q")
      ->group("Compilation");
  app.add_option("--max-ebit-age", o.max_age, "Ticks that an e-bit may wait for its first use")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}).description(""))
      ->type_name("TICKS")
      ->group("Compilation");
}

}  // namespace dqc
