// What the command line asks of e-bits: options beside, or in place of, the network file's `ebits`.
#pragma once

#include <cstdint>
#include <optional>

#include "passes/ir/network.h"
#include "tools/common/app.h"

namespace dqc {

struct EbitOptions {
  std::optional<double> min_fidelity;
  std::optional<double> quantile;
  std::optional<std::int64_t> max_age;

  /// Those given replace what `demand` says.
  void apply_to(EbitDemand& demand) const;
};

/// Adds --min-ebit-fidelity, --ebit-quantile and --max-ebit-age.
void add_ebit_options(CLI::App& app, EbitOptions& options);

}  // namespace dqc
