#include "passes/registry.h"

#include <algorithm>

#include "passes/distribute/insert-processes.h"
#include "passes/distribute/route-ebits.h"
#include "passes/distribute/schedule.h"
#include "passes/noise/place-on-devices.h"
#include "passes/noise/route-swaps.h"
#include "passes/noise/symmetric-sample.h"
#include "passes/noise/threshold-filter.h"
#include "passes/normalize/cancel.h"
#include "passes/normalize/decompose.h"
#include "passes/normalize/inline-gates.h"
#include "passes/normalize/merge-rotations.h"
#include "passes/normalize/phase-folding.h"
#include "passes/normalize/split-gates.h"
#include "passes/partition/static-partition.h"
#include "passes/partition/temporal-partition.h"
#include "passes/partition/time-sliced-partition.h"

namespace dqc {
namespace {

template <class P>
std::unique_ptr<Pass> create(const PassOptions& options) {
  return std::make_unique<P>(options);
}

constexpr RegistryRow rows[] = {
#define PASS(name, Class) {name, &Class::info, &create<Class>},
#include "passes/registry.def"
};

}  // namespace

std::span<const RegistryRow> registry() { return rows; }

const RegistryRow* find_pass(std::string_view name) {
  const auto found = std::ranges::find(rows, name, &RegistryRow::name);
  return found == std::end(rows) ? nullptr : found;
}

std::vector<std::string> pass_names() {
  std::vector<std::string> names;
  for (const RegistryRow& row : rows) names.emplace_back(row.name);
  return names;
}

}  // namespace dqc
