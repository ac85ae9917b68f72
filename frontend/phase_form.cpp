#include "frontend/phase_form.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace dqc {
namespace {

constexpr std::size_t max_steps = 100'000;
constexpr std::size_t max_tokens = 4096;
constexpr double pi = std::numbers::pi;

using Qubits = std::vector<std::int32_t>;

/// A gate of a fixed decomposition: on `target`, or cx from `control` to it.
struct SequenceStep {
  GateKind kind;
  std::int32_t target;
  std::int32_t control = -1;
};
using K = GateKind;
/// Margolus's gate and its like with three controls, as qelib1.inc defines them.
constexpr SequenceStep rccx_steps[] = {{K::h, 2}, {K::t, 2},     {K::cx, 2, 1}, {K::tdg, 2}, {K::cx, 2, 0},
                                       {K::t, 2}, {K::cx, 2, 1}, {K::tdg, 2},   {K::h, 2}};
constexpr SequenceStep rc3x_steps[] = {
    {K::h, 3},   {K::t, 3},     {K::cx, 3, 2}, {K::tdg, 3},   {K::h, 3},   {K::cx, 3, 0},
    {K::t, 3},   {K::cx, 3, 1}, {K::tdg, 3},   {K::cx, 3, 0}, {K::t, 3},   {K::cx, 3, 1},
    {K::tdg, 3}, {K::h, 3},     {K::t, 3},     {K::cx, 3, 2}, {K::tdg, 3}, {K::h, 3}};

ParamExpr number(double value) { return {{ParamToken::Kind::number, value, 0}}; }
ParamExpr parameter(std::int32_t index) { return {{ParamToken::Kind::parameter, 0, index}}; }

/// Appends the factors of one gate.
class FormBuilder {
 public:
  FormBuilder(const Circuit& circuit, const DefinitionPhases& phases) : circuit_(circuit), phases_(phases) {}

  bool add(GateKind kind, std::int32_t callee, const Qubits& qubits, const std::vector<ParamExpr>& params);
  PhaseForm take() { return std::move(form_); }

 private:
  void basis(GateKind kind, Qubits qubits) { form_.push_back({kind, std::move(qubits), {}}); }
  void phase(Qubits qubits, ParamExpr angle) {
    form_.push_back({GateKind::none, std::move(qubits), std::move(angle)});
  }
  static Qubits with(Qubits controls, std::int32_t target) {
    controls.push_back(target);
    return controls;
  }
  /// exp(-i angle / 2) where all `on` are 1.
  void half_phase(const Qubits& on, const ParamExpr& angle) { phase(on, scaled(angle, -0.5)); }
  void x_phase(const Qubits& controls, std::int32_t target, const ParamExpr& angle);
  void y_phase(const Qubits& controls, std::int32_t target, const ParamExpr& angle);
  void h(const Qubits& controls, std::int32_t target);
  void u(const Qubits& controls, std::int32_t target, const ParamExpr& theta, const ParamExpr& phi,
         const ParamExpr& lambda);
  void rzz(const Qubits& pair, const ParamExpr& angle);
  bool add_sequence(std::span<const SequenceStep> steps, const Qubits& qubits);
  bool add_call(std::int32_t callee, const Qubits& qubits, const std::vector<ParamExpr>& params);
  bool add_one_target(GateKind kind, const Qubits& controls, std::int32_t target,
                      const std::vector<ParamExpr>& params);

  const Circuit& circuit_;
  const DefinitionPhases& phases_;
  PhaseForm form_;
  std::size_t work_ = 0;
};

/// The power of x: exp(i angle / 2) rx(angle).
void FormBuilder::x_phase(const Qubits& controls, std::int32_t target, const ParamExpr& angle) {
  basis(GateKind::h, {target});
  phase(with(controls, target), angle);
  basis(GateKind::h, {target});
}

void FormBuilder::y_phase(const Qubits& controls, std::int32_t target, const ParamExpr& angle) {
  basis(GateKind::sdg, {target});
  x_phase(controls, target, angle);
  basis(GateKind::s, {target});
}

void FormBuilder::h(const Qubits& controls, std::int32_t target) {
  form_.push_back({GateKind::ry, {target}, number(-pi / 4)});
  phase(with(controls, target), number(pi));
  form_.push_back({GateKind::ry, {target}, number(pi / 4)});
}

void FormBuilder::u(const Qubits& controls, std::int32_t target, const ParamExpr& theta, const ParamExpr& phi,
                    const ParamExpr& lambda) {
  phase(with(controls, target), lambda);
  half_phase(controls, theta);
  y_phase(controls, target, theta);
  phase(with(controls, target), phi);
}

void FormBuilder::rzz(const Qubits& pair, const ParamExpr& angle) {
  half_phase({}, angle);
  basis(GateKind::cx, pair);
  phase({pair[1]}, angle);
  basis(GateKind::cx, pair);
}

bool FormBuilder::add(GateKind kind, std::int32_t callee, const Qubits& qubits,
                      const std::vector<ParamExpr>& params) {
  if (form_.size() > max_steps || ++work_ > max_steps) return false;
  for (const ParamExpr& p : params)
    if (p.size() > max_tokens) return false;
  const auto all_but = [&](std::size_t last) { return Qubits(qubits.begin(), qubits.end() - last); };
  switch (kind) {
    case GateKind::barrier: return true;
    case GateKind::call: return add_call(callee, qubits, params);
    case GateKind::swap:
    case GateKind::cswap: {
      const std::int32_t a = qubits[qubits.size() - 2], b = qubits.back();
      basis(GateKind::cx, {b, a});
      x_phase(with(all_but(2), a), b, number(pi));
      basis(GateKind::cx, {b, a});
      return true;
    }
    case GateKind::rzz: return rzz(qubits, params[0]), true;
    case GateKind::rxx:
      basis(GateKind::h, {qubits[0]}), basis(GateKind::h, {qubits[1]});
      rzz(qubits, params[0]);
      basis(GateKind::h, {qubits[0]}), basis(GateKind::h, {qubits[1]});
      return true;
    case GateKind::rccx: return add_sequence(rccx_steps, qubits);
    case GateKind::rc3x: return add_sequence(rc3x_steps, qubits);
    default: return add_one_target(kind, all_but(1), qubits.back(), params);
  }
}

/// Gates that are a one-qubit gate under controls.
bool FormBuilder::add_one_target(GateKind kind, const Qubits& controls, std::int32_t target,
                                 const std::vector<ParamExpr>& params) {
  const auto z_phase = [&](double angle) { phase(with(controls, target), number(angle)); };
  switch (kind) {
    case GateKind::id:
    case GateKind::u0: return true;
    case GateKind::z:
    case GateKind::cz:
    case GateKind::ccz: return z_phase(pi), true;
    case GateKind::s: return z_phase(pi / 2), true;
    case GateKind::sdg: return z_phase(-pi / 2), true;
    case GateKind::t: return z_phase(pi / 4), true;
    case GateKind::tdg: return z_phase(-pi / 4), true;
    case GateKind::p:
    case GateKind::u1:
    case GateKind::cp:
    case GateKind::cu1: return phase(with(controls, target), params[0]), true;
    case GateKind::x:
    case GateKind::cx:
    case GateKind::ccx:
    case GateKind::c3x:
    case GateKind::c4x: return x_phase(controls, target, number(pi)), true;
    case GateKind::y:
    case GateKind::cy: return y_phase(controls, target, number(pi)), true;
    case GateKind::h:
    case GateKind::ch: return h(controls, target), true;
    case GateKind::sx:
    case GateKind::csx:
    case GateKind::c3sqrtx: return x_phase(controls, target, number(pi / 2)), true;
    case GateKind::sxdg: return x_phase(controls, target, number(-pi / 2)), true;
    case GateKind::rx:
    case GateKind::crx: half_phase(controls, params[0]); return x_phase(controls, target, params[0]), true;
    case GateKind::ry:
    case GateKind::cry: half_phase(controls, params[0]); return y_phase(controls, target, params[0]), true;
    case GateKind::rz:
    case GateKind::crz:
      half_phase(controls, params[0]);
      return phase(with(controls, target), params[0]), true;
    case GateKind::u2: return u(controls, target, number(pi / 2), params[0], params[1]), true;
    case GateKind::cu: phase(controls, params[3]); [[fallthrough]];
    case GateKind::u:
    case GateKind::u3:
    case GateKind::cu3: return u(controls, target, params[0], params[1], params[2]), true;
    default: return false;
  }
}

bool FormBuilder::add_sequence(std::span<const SequenceStep> steps, const Qubits& qubits) {
  for (const SequenceStep& step : steps) {
    Qubits on{qubits[static_cast<std::size_t>(step.target)]};
    if (step.control >= 0) on.insert(on.begin(), qubits[static_cast<std::size_t>(step.control)]);
    if (!add(step.kind, -1, on, {})) return false;
  }
  return true;
}

bool FormBuilder::add_call(std::int32_t callee, const Qubits& qubits, const std::vector<ParamExpr>& params) {
  if (const auto own = phases_.find(callee); own != phases_.end())
    for (const ParamExpr& angle : own->second) phase({}, substituted(angle, params));
  for (const BodyGate& gate : circuit_.definitions[static_cast<std::size_t>(callee)].body) {
    Qubits inner;
    for (std::int32_t q : gate.qubits) inner.push_back(qubits[static_cast<std::size_t>(q)]);
    std::vector<ParamExpr> values;
    for (const ParamExpr& expr : gate.params) values.push_back(substituted(expr, params));
    if (!add(gate.kind, gate.callee, inner, values)) return false;
  }
  return true;
}

/// Phases as gates. Barenco et al., Phys. Rev. A 52 (1995) 3457, lemma 7.5, without work qubits.
class GateBuilder {
 public:
  bool phase(Qubits qubits, const ParamExpr& angle);
  void add(GateKind kind, const Qubits& qubits, const ParamExpr& angle = {}) {
    BodyGate gate;
    gate.kind = kind;
    gate.qubits = qubits;
    if (!angle.empty()) gate.params.push_back(angle);
    gates.push_back(std::move(gate));
  }
  std::vector<BodyGate> gates;

 private:
  bool flip(const Qubits& qubits);
};

/// x on the last qubit where the others are 1.
bool GateBuilder::flip(const Qubits& qubits) {
  constexpr GateKind kinds[] = {GateKind::x, GateKind::cx, GateKind::ccx, GateKind::c3x, GateKind::c4x};
  if (qubits.size() <= std::size(kinds)) return add(kinds[qubits.size() - 1], qubits), true;
  add(GateKind::h, {qubits.back()});
  if (!phase(qubits, number(pi))) return false;
  add(GateKind::h, {qubits.back()});
  return true;
}

bool GateBuilder::phase(Qubits qubits, const ParamExpr& angle) {
  if (gates.size() > max_steps) return false;
  if (qubits.size() == 1) return add(GateKind::p, qubits, angle), true;
  if (qubits.size() == 2) return add(GateKind::cp, qubits, angle), true;
  if (qubits.size() == 3 && angle == number(pi)) return add(GateKind::ccz, qubits), true;
  const std::int32_t last = qubits.back();
  qubits.pop_back();
  const std::int32_t before = qubits.back();
  add(GateKind::cp, {before, last}, scaled(angle, 0.5));
  if (!flip(qubits)) return false;
  add(GateKind::cp, {before, last}, scaled(angle, -0.5));
  if (!flip(qubits)) return false;
  qubits.back() = last;
  return phase(std::move(qubits), scaled(angle, 0.5));
}

}  // namespace

ParamExpr scaled(const ParamExpr& expr, double factor) {
  if (expr.size() == 1 && expr[0].kind == ParamToken::Kind::number) return number(expr[0].number * factor);
  ParamExpr result = expr;
  if (factor == 1) return result;
  if (factor == -1) {
    result.push_back({ParamToken::Kind::neg, 0, 0});
    return result;
  }
  result.push_back({ParamToken::Kind::number, factor, 0});
  result.push_back({ParamToken::Kind::mul, 0, 0});
  return result;
}

ParamExpr substituted(const ParamExpr& expr, const std::vector<ParamExpr>& arguments) {
  ParamExpr result;
  for (const ParamToken& token : expr)
    if (token.kind == ParamToken::Kind::parameter) {
      const ParamExpr& argument = arguments[static_cast<std::size_t>(token.index)];
      result.insert(result.end(), argument.begin(), argument.end());
    } else {
      result.push_back(token);
    }
  const bool constant =
      std::ranges::none_of(result, [](const ParamToken& t) { return t.kind == ParamToken::Kind::parameter; });
  return constant && result.size() > 1 ? number(evaluate(result, {})) : result;
}

std::optional<PhaseForm> phase_form(const Circuit& circuit, const DefinitionPhases& phases, GateKind kind,
                                    std::int32_t callee) {
  const bool call = kind == GateKind::call;
  const auto at = static_cast<std::size_t>(std::max(callee, 0));
  const int qubit_count =
      call ? static_cast<int>(circuit.definitions[at].qubits.size()) : traits(kind).qubits;
  const int param_count =
      call ? static_cast<int>(circuit.definitions[at].params.size()) : traits(kind).params;
  Qubits qubits;
  for (std::int32_t i = 0; i < qubit_count; ++i) qubits.push_back(i);
  std::vector<ParamExpr> params;
  for (std::int32_t i = 0; i < param_count; ++i) params.push_back(parameter(i));
  FormBuilder builder(circuit, phases);
  if (!builder.add(kind, callee, qubits, params)) return std::nullopt;
  return builder.take();
}

void add_controls(PhaseForm& form, std::int32_t controls, bool on) {
  Qubits fresh;
  for (std::int32_t i = 0; i < controls; ++i) fresh.push_back(i);
  for (PhaseStep& step : form) {
    for (std::int32_t& q : step.qubits) q += controls;
    if (step.kind == GateKind::none) step.qubits.insert(step.qubits.begin(), fresh.begin(), fresh.end());
  }
  if (on) return;
  PhaseForm flips;
  for (std::int32_t q : fresh) flips.push_back({GateKind::x, {q}, {}});
  form.insert(form.begin(), flips.begin(), flips.end());
  form.insert(form.end(), flips.begin(), flips.end());
}

void invert(PhaseForm& form) {
  std::ranges::reverse(form);
  for (PhaseStep& step : form) {
    if (step.kind != GateKind::none) step.kind = traits(step.kind).inverse;
    if (!step.angle.empty()) step.angle = scaled(step.angle, -1);
  }
}

bool raise(PhaseForm& form, double exponent) {
  if (std::ranges::all_of(form, [](const PhaseStep& s) { return s.kind == GateKind::none; })) {
    for (PhaseStep& step : form) step.angle = scaled(step.angle, exponent);
    return true;
  }
  if (exponent != std::floor(exponent) || std::abs(exponent) * static_cast<double>(form.size()) > max_steps)
    return false;
  if (exponent < 0) invert(form);
  const PhaseForm once = std::exchange(form, {});
  for (int i = 0; i < static_cast<int>(std::abs(exponent)); ++i)
    form.insert(form.end(), once.begin(), once.end());
  return true;
}

std::optional<std::vector<BodyGate>> gates_of(const PhaseForm& form, std::vector<ParamExpr>& global) {
  GateBuilder builder;
  for (const PhaseStep& step : form) {
    if (step.kind != GateKind::none)
      builder.add(step.kind, step.qubits, step.angle);
    else if (step.qubits.empty())
      global.push_back(step.angle);
    else if (!builder.phase(step.qubits, step.angle))
      return std::nullopt;
  }
  return std::move(builder.gates);
}

}  // namespace dqc
