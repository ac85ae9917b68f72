// The options of dqcc that say how copies are placed on a device.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "passes/support/result.h"

namespace dqc {

struct SampleOptions {
  std::string device;         ///< a file; empty: no copies, a compilation for a network
  std::string samples = "1";  ///< a number or "max"
  double eta = 1;
  std::optional<double> eta_readout;
  std::optional<double> eta_2q;
  std::string score = "once";
  std::string select = "greedy";
  std::string overlap = "forbid";
  double min_fidelity = 0;
  int spacing = 0;
  bool count_matches = false;
  std::string qubits = "hardware";
  std::string route = "auto";
};

/// Adds the options to `app`, each of which but --device needs --device; thresholds do with a network, too.
void add_sample_options(CLI::App& app, SampleOptions& options);

/// Call after parsing `app`. Errors: usage, for an option without --device and for values that no single
/// option shows to be wrong.
Status check_sample_options(const CLI::App& app, const SampleOptions& options,
                            const std::vector<std::string>& emit, bool with_network);

/// Whether a threshold was given.
bool has_thresholds(const SampleOptions& options);

/// The thresholds as options of a pass: "eta=0.02;eta-2q=0.01".
std::string threshold_text(const SampleOptions& options);

/// The pipeline that the options stand for.
std::string sample_pipeline(const SampleOptions& options);

/// What --emit knows with --device.
const std::vector<std::string>& sample_emit_kinds();

}  // namespace dqc
