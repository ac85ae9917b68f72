// Names that are safe to declare in emitted files.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

enum class QasmVersion { qasm2, qasm3 };

/// For each name one that may be declared in a file: itself, or "src_" before it where that is a word of the
/// language or its standard gates, or `taken`. All names are different.
std::vector<std::string> safe_names(std::span<const std::string> originals, QasmVersion version,
                                    const std::function<bool(std::string_view)>& taken);

/// The name of each of the circuit's bit registers, then of its inputs, in an emitted file: its own, or
/// "src_" before it where that is a word of the language or its standard gates, or `taken` by a register of
/// the file itself. All names are different.
std::vector<std::string> source_names(const Circuit& circuit, QasmVersion version,
                                      const std::function<bool(std::string_view)>& taken);

/// Text of one bit by BitId: "c[2]", or "c" for a scalar ("c[0]" in OpenQASM 2), and of angles over the
/// inputs. `names` by register, then by input.
class BitNames {
 public:
  BitNames(const Circuit& circuit, std::vector<std::string> names, QasmVersion version = QasmVersion::qasm3);
  std::string bit(BitId bit) const;
  /// Of a parameter of a gate.
  std::string angle(double angle) const;
  /// A declaration in OpenQASM 3 for each input, with its newline.
  std::string input_declarations() const;
  /// Of registers and inputs.
  const std::vector<std::string>& all() const { return names_; }
  const std::string& bit_register(std::size_t index) const { return names_[index]; }
  /// Index of the register that holds `bit`.
  std::size_t register_of(BitId bit) const { return register_of_[bit.index()]; }

 private:
  const Circuit& circuit_;
  QasmVersion version_;
  std::vector<std::string> names_;
  std::vector<std::size_t> register_of_;
};

/// The source's registers in the monolithic program, beside `d<i>`, `c<i>` and `m<j>`.
BitNames monolithic_bit_names(const Circuit& circuit, QasmVersion version);

/// The source's registers in the QPUs' programs, whose own registers make room for them.
BitNames qpu_bit_names(const Circuit& circuit);

}  // namespace dqc
