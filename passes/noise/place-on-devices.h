// The pass place-on-devices: where the program of each QPU runs on that QPU's device.
#pragma once

#include <string>
#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/qpu_pattern.h"
#include "passes/noise/routing_trials.h"
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
               bool& complete) const;
  bool route(Module& module, PassContext& context) const;
  static void place_routed(const QpuPattern& needed, const Route& route,
                           const std::vector<PhysicalQubit>& wires, QpuDevice& device);
  static std::string not_placed(const Module& module, std::size_t qpu, const QpuPattern& needed,
                                bool complete);

  Thresholds thresholds_;
  TrialOptions trials_;
  double slack_;
  bool route_;
  bool require_;
};

}  // namespace dqc
