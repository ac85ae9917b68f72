#include "tools/verify/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "passes/support/rng.h"

namespace dqc::verify {
namespace {

constexpr int trials = 4;

bool same_name(std::string_view source, std::string_view program) {
  if (source == program) return true;
  if (!program.starts_with("src_")) return false;
  program.remove_prefix(4);
  if (!program.starts_with(source)) return false;
  return program.find_first_not_of('_', source.size()) == std::string_view::npos;
}

}  // namespace

std::vector<std::vector<double>> trial_values(std::size_t inputs) {
  if (inputs == 0) return {{}};
  Rng rng(20260);
  std::vector<std::vector<double>> rows(trials);
  for (auto& row : rows)
    for (std::size_t i = 0; i < inputs; ++i) row.push_back(0.05 + 0.9 * rng.unit());
  return rows;
}

std::string input_difference(const Circuit& source, const Circuit& program) {
  if (source.inputs.size() != program.inputs.size())
    return fmt::format("{} inputs, in the source {}", program.inputs.size(), source.inputs.size());
  for (std::size_t i = 0; i < source.inputs.size(); ++i) {
    const Input &a = source.inputs[i], &b = program.inputs[i];
    if (a.angle != b.angle || a.width != b.width || !same_name(a.name, b.name))
      return fmt::format("'{}' stands for '{}' of the source", input_declaration(b, b.name),
                         input_declaration(a, a.name));
  }
  return "";
}

std::optional<Circuit> at_values(const Circuit& circuit, const std::vector<double>& values) {
  if (circuit.inputs.empty()) return circuit;
  Circuit bound = circuit.with_inputs(values);
  for (const Gate& gate : bound.gates())
    for (const double angle : bound.params(gate))
      if (!std::isfinite(angle)) return std::nullopt;
  return bound;
}

std::string described(const std::vector<Input>& inputs, const std::vector<double>& values) {
  std::string out;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    out += fmt::format("{}{} = {:.4g}", i == 0 ? "" : ", ", inputs[i].name, values[i]);
  return out;
}

}  // namespace dqc::verify
