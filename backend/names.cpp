#include "backend/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "passes/ir/qasm3_words.h"

namespace dqc {
namespace {

bool is_ascii_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// OpenQASM 2 has identifiers of ASCII letters, digits and underscores that start with a small letter.
bool is_qasm2_identifier(std::string_view name) {
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::ranges::all_of(name, is_ascii_word);
}

std::string with_prefix(std::string_view name, QasmVersion version) {
  std::string text = "src_";
  for (char c : name) {
    if (version == QasmVersion::qasm3 || is_ascii_word(c))
      text += c;
    else
      text += fmt::format("x{:02x}", static_cast<unsigned char>(c));
  }
  return text;
}

/// One of "d", "c", "m" followed by digits.
bool is_monolithic_name(std::string_view name) {
  return name.size() >= 2 && std::string_view("dcm").find(name[0]) != std::string_view::npos &&
         std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<std::string> source_names(const Circuit& circuit, QasmVersion version,
                                      const std::function<bool(std::string_view)>& taken) {
  std::vector<std::string> originals;
  for (const Register& r : circuit.bit_registers) originals.push_back(r.name);
  for (const Input& i : circuit.inputs) originals.push_back(i.name);
  return safe_names(originals, version, taken);
}

std::vector<std::string> safe_names(std::span<const std::string> originals, QasmVersion version,
                                    const std::function<bool(std::string_view)>& taken) {
  std::vector<std::string> names(originals.size());
  std::set<std::string, std::less<>> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = originals[i];
    if (is_qasm3_word(name) || taken(name)) continue;
    if (version == QasmVersion::qasm2 && !is_qasm2_identifier(name)) continue;
    used.insert(names[i] = name);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    std::string name = with_prefix(originals[i], version);
    while (used.contains(name) || taken(name)) name += '_';
    used.insert(names[i] = std::move(name));
  }
  return names;
}

BitNames::BitNames(const Circuit& circuit, std::vector<std::string> names, QasmVersion version)
    : circuit_(circuit), version_(version), names_(std::move(names)), register_of_(circuit.num_bits()) {
  for (std::size_t i = 0; i < circuit.bit_registers.size(); ++i) {
    const Register& r = circuit.bit_registers[i];
    std::fill_n(register_of_.begin() + r.first, r.size, i);
  }
}

std::string BitNames::bit(BitId bit) const {
  const std::size_t index = register_of(bit);
  const Register& r = circuit_.bit_registers[index];
  return r.scalar && version_ == QasmVersion::qasm3
             ? names_[index]
             : fmt::format("{}[{}]", names_[index], bit.value() - r.first);
}

std::string BitNames::angle(double angle) const {
  const std::size_t registers = circuit_.bit_registers.size();
  return circuit_.angles.text(
      angle, [&](std::int32_t i) { return names_[registers + static_cast<std::size_t>(i)]; });
}

std::string BitNames::input_declarations() const {
  std::string out;
  const std::size_t registers = circuit_.bit_registers.size();
  for (std::size_t i = 0; i < circuit_.inputs.size(); ++i)
    out += input_declaration(circuit_.inputs[i], names_[registers + i]) + '\n';
  return out;
}

BitNames monolithic_bit_names(const Circuit& circuit, QasmVersion version) {
  return BitNames(circuit, source_names(circuit, version, is_monolithic_name), version);
}

BitNames qpu_bit_names(const Circuit& circuit) {
  const auto nothing_taken = [](std::string_view) { return false; };
  return BitNames(circuit, source_names(circuit, QasmVersion::qasm3, nothing_taken));
}

}  // namespace dqc
