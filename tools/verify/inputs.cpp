#include "tools/verify/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

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

class Expansion {
 public:
  Expansion(const Circuit& in, const std::vector<double>& values)
      : in_(in), values_(values), angles_(in.angles), out_(in.without_gates()) {
    out_.definitions.clear();
    out_.inputs.clear();
    out_.angles = {};
  }

  std::optional<Circuit> run() && {
    for (const Gate& g : in_.gates()) {
      gate_ = &g;
      gate(g.kind, g.detail, in_.qubits(g), in_.params(g));
    }
    return finite_ ? std::optional(std::move(out_)) : std::nullopt;
  }

 private:
  using Params = std::span<const double>;

  void gate(GateKind kind, std::int32_t detail, std::span<const QubitId> q, Params a) {
    const bool controlled_u = kind == GateKind::cu || kind == GateKind::cu3;
    if (kind == GateKind::call)
      call(in_.definitions[static_cast<std::size_t>(detail)], q, a);
    else if (controlled_u && std::ranges::any_of(a.first(3), is_symbolic))
      spell_out(q, a);
    else if (turns(kind) && is_symbolic(a[0]) && gate_->condition >= 0)
      turn(kind, q, a);
    else
      add(kind, q, a, kind == GateKind::measure ? detail : -1, gate_->condition);
  }

  void call(const GateDefinition& definition, std::span<const QubitId> q, Params arguments) {
    for (const BodyGate& body : definition.body) {
      if (body.kind == GateKind::barrier) continue;
      std::vector<QubitId> qubits;
      std::vector<double> params;
      for (const std::int32_t at : body.qubits) qubits.push_back(q[static_cast<std::size_t>(at)]);
      for (const ParamExpr& expr : body.params) params.push_back(angles_.evaluate(expr, arguments));
      gate(body.kind, body.callee, qubits, params);
    }
  }

  static bool turns(GateKind kind) {
    return kind == GateKind::rx || kind == GateKind::ry || kind == GateKind::u || kind == GateKind::u3;
  }

  /// u(theta, phi, lambda) = p(phi + pi/2) h p(theta) h p(lambda - pi/2) but for a phase.
  void turn(GateKind kind, std::span<const QubitId> q, Params a) {
    constexpr double quarter = std::numbers::pi / 2;
    const double theta = value(a[0]);
    double phi = kind == GateKind::rx ? -quarter : 0, lambda = -phi;
    if (a.size() == 3) phi = value(a[1]), lambda = value(a[2]);
    const double first = lambda - quarter, last = phi + quarter;
    add(GateKind::p, q, {&first, 1}, -1, gate_->condition);
    add(GateKind::h, q, {}, -1, -1);
    add(GateKind::p, q, {&theta, 1}, -1, gate_->condition);
    add(GateKind::h, q, {}, -1, -1);
    add(GateKind::p, q, {&last, 1}, -1, gate_->condition);
  }

  /// Where the condition does not hold, the gates of the target undo each other.
  void spell_out(std::span<const QubitId> q, Params a) {
    const QubitId c[] = {q[0]}, t[] = {q[1]};
    const double theta = value(a[0]) / 2, phi = value(a[1]), lambda = value(a[2]);
    const std::int32_t condition = gate_->condition;
    if (a.size() == 4) add(GateKind::p, c, a.subspan(3), -1, condition);
    const double rest = (lambda - phi) / 2, half = (phi + lambda) / 2;
    add(GateKind::p, t, {&rest, 1}, -1, -1);
    add(GateKind::cx, q, {}, -1, condition);
    const double back[] = {-theta, 0, -half}, forth[] = {theta, phi, 0};
    add(GateKind::u, t, back, -1, -1);
    add(GateKind::cx, q, {}, -1, condition);
    add(GateKind::u, t, forth, -1, -1);
    add(GateKind::p, c, {&half, 1}, -1, condition);
  }

  double value(double angle) const { return angles_.value(angle, values_); }

  void add(GateKind kind, std::span<const QubitId> q, Params a, std::int32_t detail, std::int32_t condition) {
    std::vector<double> params;
    for (const double angle : a) {
      params.push_back(value(angle));
      finite_ = finite_ && std::isfinite(params.back());
    }
    out_.add_gate(kind, q, params, detail, condition, gate_->line);
  }

  const Circuit& in_;
  const std::vector<double>& values_;
  AngleTable angles_;
  Circuit out_;
  const Gate* gate_ = nullptr;  ///< the one of in_ that is expanded
  bool finite_ = true;
};

}  // namespace

std::optional<Circuit> expanded_at_values(const Circuit& circuit, const std::vector<double>& values) {
  return Expansion(circuit, values).run();
}

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
