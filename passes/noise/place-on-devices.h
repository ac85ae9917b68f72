// The pass place-on-devices: where the program of each QPU runs on that QPU's device.
#pragma once

#include "passes/noise/noise_graph.h"
#include "passes/noise/qpu_pattern.h"
#include "passes/pass.h"

namespace dqc {

/// Whether the data and communication qubits of a QPU fit on what `region` keeps of its device; else the
/// error (infeasible) that says how many are kept. Precondition: their numbers are resolved.
Status check_room(const Network& network, std::size_t qpu, const Device& device, const Region& region);

class PlaceOnDevices final : public Pass {
 public:
  static const PassInfo& info();
  explicit PlaceOnDevices(const PassOptions& options);
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  Status place(const Module& module, std::size_t qpu, const QpuPattern& needed, QpuDevice& device,
               PassContext& context) const;

  Thresholds thresholds_;
  bool require_;
};

}  // namespace dqc
