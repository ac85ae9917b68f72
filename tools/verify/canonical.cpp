#include "tools/verify/canonical.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "tools/verify/rotation_form.h"

namespace dqc::verify {
namespace {

/// A rotation that one of two forms has, or has otherwise.
struct Departure {
  Hash128 name;
  Rotation rotation;
};

class Comparison {
 public:
  Comparison(const Circuit& source, const Circuit& program, const std::vector<int>& final_qubits,
             std::size_t limit)
      : source_(source), program_(program), final_qubits_(final_qubits), limit_(limit) {}

  /// Clifford gates are written in two ways; each alone is a proof.
  std::vector<std::string> run() {
    RotationForm a, b;
    if (!proved_same(a, b) && differences_.empty()) explain(a, b);
    return std::move(differences_);
  }

  /// Leaves the last forms tried in `a` and `b`.
  bool proved_same(RotationForm& a, RotationForm& b) {
    for (const bool local : {true, false}) {
      options_.local_axes = local;
      if (!make_form(source_, a, "source") || !make_form(program_, b, "program")) return false;
      if (same(a, b)) return true;
    }
    return false;
  }

 private:
  template <class... Args>
  void report(fmt::format_string<Args...> format, Args&&... args) {
    if (differences_.size() < limit_)
      differences_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  bool make_form(const Circuit& circuit, RotationForm& out, const char* which) {
    WallForm walls;
    ClassicalNames names;
    std::size_t bad = 0;
    if (!build_form(circuit, names, walls, bad)) {
      report("{} line {}: a gate without a meaning", which, circuit.gates()[bad].line);
      return false;
    }
    reduce_form(walls);
    out = rotations_of(std::move(walls), names, options_);
    return true;
  }

  std::size_t final_qubit(std::size_t q) const {
    return final_qubits_.empty() ? q : static_cast<std::size_t>(final_qubits_[q]);
  }

  static bool same(const Rotation& a, const Rotation& b) {
    return std::abs(wrapped(a.angle - b.angle)) < a.tolerance + b.tolerance;
  }
  static bool same(const Pauli& a, const Pauli& b) {
    return a.name == b.name && a.negative == b.negative && a.flips == b.flips;
  }

  bool same(const RotationForm& a, const RotationForm& b) const {
    if (a.rotations.size() != b.rotations.size() || a.bits != b.bits) return false;
    for (std::size_t q = 0; q < a.x.size(); ++q)
      if (!same(a.x[q], b.x[final_qubit(q)]) || !same(a.z[q], b.z[final_qubit(q)])) return false;
    return std::ranges::all_of(a.rotations, [&](const auto& row) {
      const auto other = b.rotations.find(row.first);
      return other != b.rotations.end() && same(row.second, other->second);
    });
  }

  /// The rotations of `a` that `b` lacks, first ones first.
  static std::vector<Departure> missing(const RotationForm& a, const RotationForm& b) {
    std::vector<Departure> out;
    for (const auto& [name, rotation] : a.rotations)
      if (!b.rotations.contains(name)) out.push_back({name, rotation});
    std::ranges::sort(out, {}, [](const Departure& d) { return d.rotation.order; });
    return out;
  }

  /// What comes after a wrong rotation has another past and counts as wrong too: only the first is told.
  void explain(const RotationForm& a, const RotationForm& b) {
    const std::vector<Departure> lacking = missing(a, b), extra = missing(b, a);
    if (!lacking.empty())
      report("source line {}: {} has no counterpart in the program{}", lacking[0].rotation.line,
             described(source_, lacking[0]), others(lacking.size()));
    if (!extra.empty())
      report("program line {}: {} has no counterpart in the source{}", extra[0].rotation.line,
             described(program_, extra[0]), others(extra.size()));
    explain_angles(a, b);
    if (lacking.empty() && extra.empty()) explain_ends(a, b);
    for (std::size_t i = 0; i < a.bits.size(); ++i)
      if (a.bits[i] != b.bits[i])
        report("bit {} ends with another measurement than in the source", source_.bit_name(BitId(i)));
  }

  static std::string others(std::size_t count) {
    return count < 2 ? "" : fmt::format(", nor have {} that come after it or commute with it", count - 1);
  }

  void explain_angles(const RotationForm& a, const RotationForm& b) {
    std::vector<Departure> wrong;
    for (const auto& [name, rotation] : a.rotations) {
      const auto other = b.rotations.find(name);
      if (other != b.rotations.end() && !same(rotation, other->second)) wrong.push_back({name, rotation});
    }
    std::ranges::sort(wrong, {}, [](const Departure& d) { return d.rotation.order; });
    for (const Departure& d : wrong) {
      if (differences_.size() >= limit_) return;  // a description costs as much as a form
      const Rotation& other = b.rotations.at(d.name);
      report("program line {}: {} turns by {:.12g}, in the source (line {}) by {:.12g}", other.line,
             described(source_, d), other.angle, d.rotation.line, d.rotation.angle);
    }
  }

  void explain_ends(const RotationForm& a, const RotationForm& b) {
    for (std::size_t q = 0; q < a.x.size(); ++q) {
      const Pauli *x = &b.x[final_qubit(q)], *z = &b.z[final_qubit(q)];
      const bool x_same = same(a.x[q], *x);
      if (x_same && same(a.z[q], *z)) continue;
      const Pauli &in_source = x_same ? a.z[q] : a.x[q], &here = x_same ? *z : *x;
      report("qubit {}: {} of it at the end is {} of the start, in the source {}",
             source_.qubit_name(QubitId(q)), x_same ? "z" : "x", product(here), product(in_source));
    }
  }

  /// "the rotation by 0.3 about z q[0] x q[2]", as far as gates before it are Clifford, at the start.
  std::string described(const Circuit& circuit, const Departure& d) {
    RotationForm form;
    RotationOptions options = options_;
    std::swap(options, options_);
    options_.watch = d.name;
    make_form(circuit, form, "");
    std::swap(options, options_);
    if (form.watched.words.empty()) return fmt::format("the rotation by {:.12g}", d.rotation.angle);
    if (d.rotation.angle == 0) return fmt::format("the measurement or reset of {}", product(form.watched));
    return fmt::format("the rotation by {:.12g} about {}", d.rotation.angle, product(form.watched));
  }

  /// A product in words; qubits that came out of a measurement or reset have no name.
  std::string product(const Pauli& p) const {
    constexpr int most = 6;
    std::string out;
    int shown = 0;
    for (const Pauli::Word& w : p.words)
      for (unsigned bit = 0; bit < 64; ++bit) {
        const bool x = (w.x >> bit & 1) != 0, z = (w.z >> bit & 1) != 0;
        if ((!x && !z) || ++shown > most) continue;
        const std::size_t q = 64 * std::size_t{w.index} + bit;
        const std::string name =
            q < source_.num_qubits() ? source_.qubit_name(QubitId(q)) : "(after a measurement)";
        out += fmt::format("{}{} {}", out.empty() ? "" : " ", x && z ? 'y' : x ? 'x' : 'z', name);
      }
    if (shown > most) out += fmt::format(" and {} more", shown - most);
    return (p.negative ? "-(" : "(") + out + ")";
  }

  const Circuit& source_;
  const Circuit& program_;
  const std::vector<int>& final_qubits_;
  std::size_t limit_;
  RotationOptions options_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> compare_circuits(const Circuit& source, const Circuit& program,
                                          const std::vector<int>& final_qubits, std::size_t limit) {
  if (source.num_qubits() != program.num_qubits() || source.num_bits() != program.num_bits())
    return {"other numbers of qubits or bits than in the source"};
  return Comparison(source, program, final_qubits, limit).run();
}

bool proved_same(const Circuit& source, const Circuit& program) {
  RotationForm a, b;
  return Comparison(source, program, {}, 1).proved_same(a, b);
}

}  // namespace dqc::verify
