// Amplitudes of the qubits in use. A qubit that was measured or reset is a classical value until a gate
// brings it into superposition, and an e-bit takes no room before one of its halves is touched, so the
// vector is as large as the entangled qubits need.
#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "tools/run/quantum_state.h"

namespace dqc::run {
namespace {

using Amplitude = std::complex<double>;

/// Products without the checks for infinities that std::complex makes.
Amplitude times(const Amplitude& a, const Amplitude& b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

class StateVector : public QuantumState {
 public:
  StateVector(std::size_t qubits, int limit) : limit_(limit), qubits_(qubits) { clear(); }

  void clear() override {
    std::ranges::fill(qubits_, Qubit{});
    slots_.clear();
    amplitudes_.assign(1, 1);
    fits_ = true;
  }

  void apply(const Factor& f) override {
    make_pair_of(f.a);
    if (f.b >= 0) make_pair_of(f.b);
    switch (f.kind) {
      case Factor::Kind::phase: phase(f.a, f.angle); break;
      case Factor::Kind::matrix: matrix(f.a, f.matrix); break;
      case Factor::Kind::cp: cp(f.a, f.b, f.angle); break;
    }
  }

  bool measure(int q, Rng& rng) override {
    make_pair_of(q);
    const double chance = rng.unit();
    if (at(q).slot >= 0) collapse(q, chance < probability_of_one(at(q).slot));
    return at(q).value;
  }

  void reset(int q, Rng& rng) override {
    measure(q, rng);
    at(q).value = false;
  }

  void entangle(int a, int b, Rng& rng) override {
    reset(a, rng);
    reset(b, rng);
    at(a).partner = b;
    at(b).partner = a;
  }

  bool fits() const override { return fits_; }

 private:
  struct Qubit {
    int slot = -1;       ///< bit of the index into the amplitudes; -1: not in the vector
    bool value = false;  ///< without a slot
    int partner = -1;    ///< the other half of an e-bit not touched yet
  };

  Qubit& at(int q) { return qubits_[static_cast<std::size_t>(q)]; }

  /// Brings an untouched e-bit into the vector.
  void make_pair_of(int q) {
    const int other = at(q).partner;
    if (other < 0) return;
    at(q).partner = at(other).partner = -1;
    take_slot(q);
    take_slot(other);
    if (!fits_) return;
    const std::size_t quarter = amplitudes_.size() / 4;
    for (std::size_t i = 0; i < quarter; ++i)
      amplitudes_[i] = amplitudes_[3 * quarter + i] = amplitudes_[i] * std::sqrt(0.5);
  }

  /// Puts `q` into the vector, with its value as its state.
  void take_slot(int q) {
    if (static_cast<int>(slots_.size()) >= limit_) fits_ = false;
    if (!fits_) return;
    at(q).slot = static_cast<int>(slots_.size());
    slots_.push_back(q);
    const std::size_t half = amplitudes_.size();
    amplitudes_.resize(2 * half, 0);
    if (at(q).value)
      std::swap_ranges(amplitudes_.begin(), amplitudes_.begin() + half, amplitudes_.begin() + half);
  }

  void phase(int q, double angle) {
    if (at(q).slot < 0) return;
    const std::size_t bit = std::size_t(1) << at(q).slot;
    const Amplitude factor = std::polar(1.0, angle);
    for (std::size_t block = bit; block < amplitudes_.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) amplitudes_[i] = times(amplitudes_[i], factor);
  }

  void matrix(int q, const emitted::Matrix2& u) {
    constexpr double none = 1e-15;
    if (at(q).slot < 0) {
      if (std::abs(u[1]) < none && std::abs(u[2]) < none) return;
      if (std::abs(u[0]) < none && std::abs(u[3]) < none) return void(at(q).value = !at(q).value);
      take_slot(q);
      if (!fits_) return;
    }
    const std::size_t bit = std::size_t(1) << at(q).slot;
    for (std::size_t block = 0; block < amplitudes_.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) {
        const Amplitude zero = amplitudes_[i], one = amplitudes_[i + bit];
        amplitudes_[i] = times(u[0], zero) + times(u[1], one);
        amplitudes_[i + bit] = times(u[2], zero) + times(u[3], one);
      }
  }

  void cp(int a, int b, double angle) {
    if (at(a).slot < 0) return at(a).value ? phase(b, angle) : void();
    if (at(b).slot < 0) return at(b).value ? phase(a, angle) : void();
    const std::size_t low = std::size_t(1) << std::min(at(a).slot, at(b).slot);
    const std::size_t high = std::size_t(1) << std::max(at(a).slot, at(b).slot);
    const Amplitude factor = std::polar(1.0, angle);
    for (std::size_t outer = high; outer < amplitudes_.size(); outer += 2 * high)
      for (std::size_t block = outer + low; block < outer + high; block += 2 * low)
        for (std::size_t i = block; i < block + low; ++i) amplitudes_[i] = times(amplitudes_[i], factor);
  }

  double probability_of_one(int slot) const {
    const std::size_t bit = std::size_t(1) << slot;
    double p = 0;
    for (std::size_t block = bit; block < amplitudes_.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) p += std::norm(amplitudes_[i]);
    return p;
  }

  /// Keeps the half in which `q` is `value`, normalised; `q` leaves the vector.
  void collapse(int q, bool value) {
    const int slot = at(q).slot;
    const std::size_t bit = std::size_t(1) << slot;
    double norm = 0;
    std::size_t kept = 0;
    for (std::size_t block = value ? bit : 0; block < amplitudes_.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) {
        norm += std::norm(amplitudes_[i]);
        amplitudes_[kept++] = amplitudes_[i];
      }
    amplitudes_.resize(kept);
    for (Amplitude& a : amplitudes_) a /= std::sqrt(norm);
    slots_.erase(slots_.begin() + slot);
    for (std::size_t s = static_cast<std::size_t>(slot); s < slots_.size(); ++s) --at(slots_[s]).slot;
    at(q) = {-1, value, -1};
  }

  int limit_;
  bool fits_ = true;
  std::vector<Qubit> qubits_;
  std::vector<int> slots_;  ///< qubit by slot
  std::vector<Amplitude> amplitudes_;
};

}  // namespace

std::unique_ptr<QuantumState> make_state_vector(std::size_t qubits, int limit) {
  return std::make_unique<StateVector>(qubits, limit);
}

}  // namespace dqc::run
