// The passes by name: the only place that knows them all. Construction is explicit, nothing registers
// itself at load time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/pass.h"

namespace dqc {

struct RegistryRow {
  std::string_view name;
  const PassInfo& (*info)();
  std::unique_ptr<Pass> (*create)(const PassOptions&);
};

/// All rows of registry.def, in its order.
std::span<const RegistryRow> registry();

/// The row called `name`, or null.
const RegistryRow* find_pass(std::string_view name);

std::vector<std::string> pass_names();

}  // namespace dqc
