// What an execution computes: the classical bits of all QPUs, messages under way, the quantum state.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "passes/support/rng.h"
#include "tools/run/executable.h"
#include "tools/run/quantum_state.h"

namespace dqc::run {

/// Classical bits of all QPUs and the quantum state; does nothing without a state.
class Values {
 public:
  Values(const Executable& exe, QuantumState* state, Rng rng)
      : exe_(exe), state_(state), rng_(rng), bits_(exe.num_bits), outcomes_(state ? exe.steps.size() : 0) {
    mail_.resize(state ? exe.receipts.size() : 0);
    if (state_) state_->clear();
  }

  void start(std::uint32_t index) {
    if (!state_) return;
    const Step& step = exe_.steps[index];
    for (std::uint32_t r = step.receipts.begin; r < step.receipts.end; ++r)
      bits_[static_cast<std::size_t>(exe_.receipts[r].bit)] = mail_[r];
    if (step.kind == StepKind::measure) outcomes_[index] = bits_[static_cast<std::size_t>(step.bit)];
    if (step.condition >= 0 && !holds(step.condition)) return;
    if (step.kind == StepKind::measure)
      outcomes_[index] = state_->measure(exe_.operands[step.qubits.begin], rng_);
    else if (step.kind == StepKind::reset)
      state_->reset(exe_.operands[step.qubits.begin], rng_);
    for (std::uint32_t f = step.factors.begin; f < step.factors.end; ++f) state_->apply(exe_.factors[f]);
  }

  void finish(std::uint32_t index) {
    const Step& step = exe_.steps[index];
    if (state_ && step.kind == StepKind::measure)
      bits_[static_cast<std::size_t>(step.bit)] = outcomes_[index];
  }

  void send(const Step& step, std::uint32_t receipt) {
    if (state_) mail_[receipt] = bits_[static_cast<std::size_t>(step.bit)];
  }

  void entangle(int a, int b) {
    if (state_) state_->entangle(a, b, rng_);
  }

  /// "0110 1": each register with its highest bit first.
  std::string key(bool measure_all) {
    std::string text;
    if (!state_) return text;
    const auto next_register = [&] { text += text.empty() ? "" : " "; };
    for (const SourceRegister& r : exe_.registers) {
      next_register();
      for (auto bit = r.bits.rbegin(); bit != r.bits.rend(); ++bit)
        text += *bit >= 0 && bits_[static_cast<std::size_t>(*bit)] ? '1' : '0';
    }
    if (!measure_all) return text;
    next_register();
    std::string measured;
    for (const int q : exe_.final_qubits) measured += state_->measure(q, rng_) ? '1' : '0';
    return text.append(measured.rbegin(), measured.rend());
  }

  bool fits() const { return !state_ || state_->fits(); }

 private:
  bool holds(int condition) const {
    return std::ranges::all_of(exe_.conditions[static_cast<std::size_t>(condition)], [&](const Term& t) {
      return t.bit >= 0 && (bits_[static_cast<std::size_t>(t.bit)] != 0) == t.wanted;
    });
  }

  const Executable& exe_;
  QuantumState* state_;
  Rng rng_;
  std::vector<char> bits_, outcomes_, mail_;
};

}  // namespace dqc::run
