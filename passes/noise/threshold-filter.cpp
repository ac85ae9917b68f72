#include "passes/noise/threshold-filter.h"

#include <algorithm>

#include "passes/noise/circuit_pattern.h"
#include "passes/noise/layout_errors.h"

namespace dqc {
namespace {

/// `eta` as given for one kind of error, or the common one.
double threshold(const PassOptions& options, std::string_view key) {
  const double own = options.real(key);
  return own > 0 ? own : options.real("eta");
}

/// What both keep.
Region common_part(Region region, const Region& other) {
  for (std::size_t i = 0; i < region.qubits.size(); ++i) region.qubits[i] &= other.qubits[i];
  for (std::size_t i = 0; i < region.couplers.size(); ++i) region.couplers[i] &= other.couplers[i];
  return region;
}

}  // namespace

Thresholds thresholds_of(const PassOptions& options) {
  return {threshold(options, "eta-readout"), threshold(options, "eta-2q")};
}

ThresholdFilter::ThresholdFilter(const PassOptions& options) : thresholds_(thresholds_of(options)) {}

const PassInfo& ThresholdFilter::info() {
  static const PassInfo info{
      "threshold-filter",
      "keep the part of the device whose errors are below a threshold",
      "Step 1 of Chen et al. (IEEE QCE 2025, arXiv:2407.17325): a qubit stays if its readout error, and a "
      "coupler if its two-qubit error, is below the threshold (strictly) and both its ends stay. Couplers "
      "marked faulty or with an error of 1 and qubits out of operation are dropped whatever the threshold. "
      "Fails if fewer qubits are left than the circuit uses, and says with which eta it would fit. What an "
      "earlier filter dropped stays dropped.",
      Stage::circuit,
      Stage::circuit,
      {{"eta", OptionKind::real, "1", "0..1", "Errors of qubits and couplers must be below this."},
       {"eta-readout", OptionKind::real, "0", "0..1", "The threshold for readout errors; 0: that of eta."},
       {"eta-2q", OptionKind::real, "0", "0..1", "The threshold for two-qubit errors; 0: that of eta."}},
      {"qubits", "couplers", "largest-component"},
      Stage::normalized};
  return info;
}

Result<PreservedAnalyses> ThresholdFilter::run(Module& module, AnalysisManager&, PassContext& context) {
  if (Status there = require_device(module, info().name); !there) return there.error();
  Region region = filtered_region(*module.device, thresholds_);
  if (module.region) region = common_part(std::move(region), *module.region);
  const KeptParts kept = kept_parts(noise_graph(*module.device, region));
  context.statistics["threshold-filter.qubits"] = kept.qubits;
  context.statistics["threshold-filter.couplers"] = kept.couplers;
  context.statistics["threshold-filter.largest-component"] = kept.largest_component;
  module.region = std::move(region);
  module.copies.reset();
  if (static_cast<std::size_t>(kept.qubits) >= used_qubits(module.circuit).size())
    return PreservedAnalyses::all;
  const auto needed = pattern_of(module.circuit, Score::once);
  const Pattern pattern =
      needed ? needed->pattern : plain_pattern(static_cast<int>(used_qubits(module.circuit).size()), {});
  return fits_nowhere(*module.device, *module.region, pattern);
}

}  // namespace dqc
