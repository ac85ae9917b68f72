#include "backend/cunqa.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "backend/projection.h"
#include "backend/usage.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

std::string circuit_id(QpuId qpu) { return fmt::format("qpu{}", qpu.value()); }

Json numbered(int first, int size) {
  std::vector<int> numbers(static_cast<std::size_t>(size));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

class CunqaWriter {
 public:
  CunqaWriter(const Module& module, const Projection& projection, const QubitUsage& usage, QpuId qpu)
      : module_(module),
        program_(*module.program),
        projection_(projection),
        qpu_(qpu),
        data_(std::max(1, usage.data_size[qpu.index()])),
        comm_(usage.comm_size[qpu.index()]),
        arrivals_(projection.arrivals[qpu.index()]) {
    for (const Arrival& a : arrivals_) channels_[message(a.message).from].waiting.push_back(a.message);
    for (auto& [from, channel] : channels_) std::ranges::sort(channel.waiting);
    source_bits_.assign(module.circuit.num_bits(), -1);
  }

  Result<std::string> run() {
    for (const std::size_t i : projection_.instructions[qpu_.index()]) {
      receive(i);
      if (Status written = instruction(i); !written) return written.error();
      send(i);
    }
    const Json outcomes = numbered(0, bits_);
    Json j;
    j["id"] = circuit_id(qpu_);
    j["instructions"] = std::move(instructions_);
    j["num_qubits"] = {data_, comm_};
    j["num_clbits"] = bits_;
    j["classical_registers"] = Json::object();
    if (bits_ > 0) j["classical_registers"]["c0"] = outcomes;
    j["quantum_registers"] = {{"q0", numbered(0, data_)}};
    j["is_dynamic"] = true;
    j["sending_to"] = sending_to_;
    j["params"] = Json::array();
    return j.dump(1) + "\n";
  }

 private:
  struct Channel {
    std::vector<std::size_t> waiting;  ///< messages in the order sent
    std::size_t received = 0;
  };

  const Message& message(std::size_t m) const { return projection_.messages[m]; }
  int qubit(const PhysicalQubit& q) const { return q.comm ? data_ + q.index : q.index; }

  /// Classical bits are numbered as they are met.
  int bit(OutcomeId outcome) {
    const auto [at, added] = outcome_bits_.try_emplace(outcome, bits_);
    bits_ += added;
    return at->second;
  }
  int bit(BitId source) {
    int& known = source_bits_[source.index()];
    if (known < 0) known = bits_++;
    return known;
  }

  void gate(std::string_view name, std::initializer_list<PhysicalQubit> qubits,
            std::span<const double> params = {}) {
    Json row = {{"name", name}};
    if (qubits.size() == 1)
      row["qubits"] = qubit(*qubits.begin());
    else
      for (const PhysicalQubit& q : qubits) row["qubits"].push_back(qubit(q));
    if (!params.empty()) row["params"] = std::vector<double>(params.begin(), params.end());
    instructions_.push_back(std::move(row));
  }
  void reset(const PhysicalQubit& q) {
    instructions_.push_back({{"name", "reset"}, {"qubits", Json::array({qubit(q)})}});
  }
  void measure(const PhysicalQubit& q, int target, bool save) {
    instructions_.push_back({{"name", "measure"}, {"qubits", qubit(q)}, {"clbits", target}, {"save", save}});
  }
  void begin_if(const std::vector<int>& bits, bool value) {
    instructions_.push_back({{"name", "cif"},
                             {"clbits", bits},
                             {"condition", value ? 1 : 0},
                             {"operation", value ? "and" : "andn"}});
  }
  void end_if(const std::vector<int>& bits) {
    instructions_.push_back({{"name", "endcif"}, {"clbits", bits}});
  }

  /// A channel is read in the order in which it is written: what was sent before is taken first.
  void receive(std::size_t i) {
    for (; next_arrival_ < arrivals_.size() && arrivals_[next_arrival_].instruction == i; ++next_arrival_) {
      const QpuId from = message(arrivals_[next_arrival_].message).from;
      Channel& channel = channels_[from];
      while (channel.received < channel.waiting.size() &&
             channel.waiting[channel.received] <= arrivals_[next_arrival_].message) {
        const Message& m = message(channel.waiting[channel.received++]);
        instructions_.push_back({{"name", "recv"},
                                 {"clbits", Json::array({m.outcome.valid() ? bit(m.outcome) : bit(m.bit)})},
                                 {"circuits", Json::array({circuit_id(from)})}});
      }
    }
  }

  void send(std::size_t i) {
    if (projection_.sends[i] < 0) return;
    const Message& m = message(static_cast<std::size_t>(projection_.sends[i]));
    std::vector<QpuId> to;
    for (const Receipt& r : m.receipts) to.push_back(r.qpu);
    std::ranges::sort(to);
    for (const QpuId receiver : to) {
      const std::string id = circuit_id(receiver);
      instructions_.push_back({{"name", "send"},
                               {"clbits", Json::array({m.outcome.valid() ? bit(m.outcome) : bit(m.bit)})},
                               {"circuits", Json::array({id})}});
      if (std::ranges::find(sending_to_, id) == sending_to_.end()) sending_to_.push_back(id);
    }
  }

  Status instruction(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    switch (g.kind) {
      case InstructionKind::ebit: entangle(g); break;
      case InstructionKind::parity: gate("cx", {g.q[0], g.q[1]}); break;
      case InstructionKind::x_basis: gate("h", {g.q[0]}); break;
      case InstructionKind::outcome: measure(g.q[0], bit(g.outcome), false); break;
      case InstructionKind::relocate:
        reset(g.q[1]);
        gate("swap", {g.q[0], g.q[1]});
        break;
      case InstructionKind::correct: {
        const std::vector<int> bits = {bit(g.outcome)};
        begin_if(bits, true);
        gate(traits(g.gate).name, {g.q[0]});
        end_if(bits);
        break;
      }
      default: return source_statement(g);
    }
    return success();
  }

  /// The communication qubit may hold what was measured on it before.
  void entangle(const Instruction& g) {
    const std::size_t mine = g.q[0].qpu == qpu_ ? 0 : 1;
    reset(g.q[mine]);
    instructions_.push_back({{"name", "gen_ent"},
                             {"comm_qubit", qubit(g.q[mine])},
                             {"circuits", Json::array({circuit_id(g.q[1 - mine].qpu), circuit_id(qpu_)})},
                             {"tag", fmt::format("e{}", g.ebit.value())}});
  }

  Status source_statement(const Instruction& g) {
    std::vector<int> bits;
    if (g.condition >= 0) {
      const auto value = test(module_.circuit.conditions[static_cast<std::size_t>(g.condition)], bits);
      if (!value) return value.error();
      begin_if(bits, *value);
    }
    if (g.kind == InstructionKind::measure) {
      measure(g.q[0], bit(g.bit), true);
    } else if (g.kind == InstructionKind::reset) {
      reset(g.q[0]);
    } else {
      const std::span<const double> params(g.params.data(), static_cast<std::size_t>(traits(g.gate).params));
      // CUNQA's u has a fourth angle in some versions; u3 is the same gate in all.
      const std::string_view name = g.gate == GateKind::u ? "u3" : traits(g.gate).name;
      g.q[1].valid() ? gate(name, {g.q[0], g.q[1]}, params) : gate(name, {g.q[0]}, params);
    }
    if (g.condition >= 0) end_if(bits);
    return success();
  }

  /// The bits of a condition, and the one value that all of them must have.
  Result<bool> test(const Condition& condition, std::vector<int>& bits) {
    std::optional<bool> value;
    for (const ConditionTerm& term : condition.terms) {
      const Register& r = module_.circuit.bit_registers[static_cast<std::size_t>(term.bit_register)];
      const std::int32_t first = term.bit.valid() ? term.bit.value() : r.first;
      const std::int32_t size = term.bit.valid() ? 1 : r.size;
      bool legal = size >= 64 || (term.value >> size) == 0;
      for (std::int32_t i = 0; i < size; ++i) {
        const bool wanted = i < 64 && ((term.value >> i) & 1) != 0;
        legal = legal && value.value_or(wanted) == wanted;
        value = wanted;
        bits.push_back(bit(BitId(first + i)));
      }
      if (!legal)
        return Error{ExitCode::bad_input,
                     fmt::format("CUNQA cannot test {} == {}: its bits must all be 1, or all be 0", r.name,
                                 term.value),
                     "leave out --emit=cunqa"};
    }
    return value.value_or(true);
  }

  const Module& module_;
  const Program& program_;
  const Projection& projection_;
  QpuId qpu_;
  int data_, comm_;
  const std::vector<Arrival>& arrivals_;
  std::size_t next_arrival_ = 0;
  std::map<QpuId, Channel> channels_;  ///< by sender
  std::map<OutcomeId, int> outcome_bits_;
  std::vector<int> source_bits_;  ///< by bit of the source, -1: not met
  int bits_ = 0;
  Json instructions_ = Json::array();
  std::vector<std::string> sending_to_;
};

}  // namespace

Result<std::vector<std::string>> cunqa_circuits(const Module& module) {
  if (!module.circuit.inputs.empty())
    return Error{ExitCode::bad_input,
                 fmt::format("CUNQA programs cannot have inputs such as '{}'", module.circuit.inputs[0].name),
                 "leave out --emit=cunqa, or give the input a value: const float"};
  const Projection projection = project(module);
  const QubitUsage usage = qubit_usage(*module.program, module.network->size());
  std::vector<std::string> texts;
  for (std::size_t qpu = 0; qpu < module.network->size(); ++qpu) {
    auto text = CunqaWriter(module, projection, usage, QpuId(qpu)).run();
    if (!text) return text.error();
    texts.push_back(*std::move(text));
  }
  return texts;
}

std::string cunqa_circuit_name(std::size_t qpu) { return fmt::format("cunqa{}.json", qpu); }

}  // namespace dqc
