#include "passes/noise/threshold_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "passes/noise/layout_search.h"

namespace dqc {

ThresholdFit smallest_eta(const Device& device, const Pattern& pattern, std::int64_t step_limit) {
  std::vector<double> errors;
  for (const DeviceQubit& qubit : device.qubits) errors.push_back(qubit.readout_error);
  for (const Coupler& coupler : device.couplers)
    if (!coupler.faulty) errors.push_back(coupler.error);
  std::ranges::sort(errors);
  errors.erase(std::unique(errors.begin(), errors.end()), errors.end());
  ThresholdFit fit;
  std::size_t low = 0, high = errors.size();  // the answer is errors[low .. high], high: none
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const double eta = std::nextafter(errors[middle], std::numeric_limits<double>::infinity());
    const auto answer = LayoutSearch(pattern, filtered_graph(device, {eta, eta})).any(step_limit);
    fit.complete = fit.complete && answer.complete;
    if (answer.layout)
      high = middle;
    else
      low = middle + 1;
  }
  if (high < errors.size()) fit.error = errors[high];
  return fit;
}

}  // namespace dqc
