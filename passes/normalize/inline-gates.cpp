#include "passes/normalize/inline-gates.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "passes/normalize/rewriter.h"

namespace dqc {
namespace {

Error where(Error error, std::int32_t line) {
  if (line > 0) error.message = fmt::format("line {}: {}", line, error.message);
  return error;
}

/// How many body gates each definition stands for, calls included, at most `limit` + 1. Errors: a call of
/// an opaque definition or of one that is not defined before.
Result<std::vector<std::int64_t>> expanded_sizes(const Circuit& circuit, std::int64_t limit) {
  std::vector<std::int64_t> sizes;
  for (std::size_t d = 0; d < circuit.definitions.size(); ++d) {
    std::int64_t size = 1;
    for (const BodyGate& body : circuit.definitions[d].body) {
      if (body.kind != GateKind::call) {
        ++size;
        continue;
      }
      const auto callee = static_cast<std::size_t>(body.callee);
      if (callee >= d)
        return Error{ExitCode::bad_input,
                     fmt::format("gate '{}' applies a gate that is not defined before it",
                                 circuit.definitions[d].name),
                     ""};
      if (circuit.definitions[callee].opaque)
        return Error{ExitCode::bad_input,
                     fmt::format("gate '{}' applies the opaque gate '{}'", circuit.definitions[d].name,
                                 circuit.definitions[callee].name),
                     "give the opaque gate a body"};
      size += sizes[callee];
      if (size > limit) break;
    }
    sizes.push_back(std::min(size, limit + 1));
  }
  return sizes;
}

class Inliner {
 public:
  Inliner(const Circuit& source, std::int64_t limit) : source_(source), out_(source), limit_(limit) {
    out_.circuit.definitions.clear();
  }

  Result<Circuit> inlined() && {
    auto sizes = expanded_sizes(source_, limit_);
    if (!sizes) return sizes.error();
    sizes_ = std::move(*sizes);
    for (const Gate& gate : source_.gates()) {
      if (gate.kind != GateKind::call) {
        out_.copy(gate);
        continue;
      }
      if (Status done = call(gate); !done) return where(done.error(), gate.line);
    }
    return std::move(out_.circuit);
  }

 private:
  /// A body under expansion, and how far it is.
  struct Frame {
    const GateDefinition* definition;
    std::vector<QubitId> qubits;
    std::vector<double> params;
    std::size_t next = 0;
  };

  Status call(const Gate& gate) {
    const GateDefinition& definition = source_.definitions[static_cast<std::size_t>(gate.detail)];
    if (definition.opaque)
      return Error{ExitCode::bad_input, fmt::format("the opaque gate '{}' is applied", definition.name),
                   "give it a body"};
    steps_ += sizes_[static_cast<std::size_t>(gate.detail)];
    if (steps_ > limit_)
      return Error{ExitCode::bad_input,
                   fmt::format("gate '{}' expands the circuit beyond {} gates", definition.name, limit_),
                   "raise the limit with inline-gates<max-gates=N>"};
    const auto qubits = source_.qubits(gate);
    const auto params = source_.params(gate);
    stack_.push_back({&definition, {qubits.begin(), qubits.end()}, {params.begin(), params.end()}});
    while (!stack_.empty()) {
      if (stack_.back().next == stack_.back().definition->body.size()) {
        stack_.pop_back();
      } else if (Status done = step(gate); !done) {
        return done;
      }
    }
    return success();
  }

  /// Expands the next gate of the topmost body.
  Status step(const Gate& gate) {
    Frame& frame = stack_.back();
    const BodyGate& body = frame.definition->body[frame.next++];
    std::vector<QubitId> qubits;
    for (std::int32_t position : body.qubits)
      qubits.push_back(frame.qubits[static_cast<std::size_t>(position)]);
    std::vector<double> params;
    for (const ParamExpr& expression : body.params) {
      AngleTable& angles = out_.circuit.angles;
      const bool numbers = out_.circuit.inputs.empty();
      params.push_back(numbers ? evaluate(expression, frame.params)
                               : angles.evaluate(expression, frame.params));
      if (!std::isfinite(params.back()) && !is_symbolic(params.back()))
        return Error{ExitCode::bad_input,
                     fmt::format("a parameter in the body of gate '{}' has no finite value for this call",
                                 frame.definition->name),
                     ""};
    }
    if (body.kind == GateKind::call) {
      const GateDefinition& callee = source_.definitions[static_cast<std::size_t>(body.callee)];
      stack_.push_back({&callee, std::move(qubits), std::move(params)});
    } else {
      const std::int32_t condition = body.kind == GateKind::barrier ? -1 : out_.condition(gate.condition);
      out_.circuit.add_gate(body.kind, qubits, params, -1, condition, gate.line);
    }
    return success();
  }

  const Circuit& source_;
  Rewriter out_;
  std::int64_t limit_;
  std::int64_t steps_ = 0;
  std::vector<std::int64_t> sizes_;  ///< by definition
  std::vector<Frame> stack_;
};

}  // namespace

InlineGates::InlineGates(const PassOptions& options) : max_gates_(options.integer("max-gates")) {}

const PassInfo& InlineGates::info() {
  static const PassInfo info{"inline-gates",
                             "expand the gates that the program defines",
                             "Replaces every call of a defined gate by the gates of its body, nested calls "
                             "included, with parameters "
                             "evaluated. A condition on a call holds for each gate of the body.",
                             Stage::circuit,
                             Stage::inlined,
                             {{"max-gates", OptionKind::integer, "50000000", "1..2000000000",
                               "refuse to expand beyond so many gates"}},
                             {"gates"}};
  return info;
}

Result<PreservedAnalyses> InlineGates::run(Module& module, AnalysisManager&, PassContext& context) {
  auto inlined = Inliner(module.circuit, max_gates_).inlined();
  if (!inlined) return inlined.error();
  module.circuit = std::move(*inlined);
  module.stage = Stage::inlined;
  context.statistics["inline-gates.gates"] += static_cast<std::int64_t>(module.circuit.num_gates());
  return PreservedAnalyses::network;
}

}  // namespace dqc
