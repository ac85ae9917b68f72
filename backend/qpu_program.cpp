#include "backend/qpu_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "backend/names.h"
#include "backend/projection.h"
#include "backend/statements.h"
#include "backend/usage.h"
#include "passes/ir/messages.h"
#include "passes/support/line_writer.h"

namespace dqc {
namespace {

/// What our own registers are called in every QPU's program.
struct RegisterNames {
  std::string data = "d", comm = "c", local = "m", received = "r";
};

RegisterNames own_register_names(const std::vector<std::string>& source_names) {
  RegisterNames names;
  std::string prefix;
  const auto collides = [&](const std::string& name) {
    return std::ranges::find(source_names, prefix + name) != source_names.end();
  };
  const auto any = [&] {
    return collides(names.data) || collides(names.comm) || collides(names.local) || collides(names.received);
  };
  while (any()) prefix += "dqc_";
  for (std::string* name : {&names.data, &names.comm, &names.local, &names.received}) *name = prefix + *name;
  return names;
}

class QpuWriter : private LineWriter {
 public:
  QpuWriter(const Module& module, const Projection& projection, const QubitUsage& usage, const BitNames& bits,
            const RegisterNames& names, std::vector<std::int32_t>& received_bit, std::size_t qpu)
      : module_(module),
        program_(*module.program),
        projection_(projection),
        usage_(usage),
        bits_(bits),
        names_(names),
        received_bit_(received_bit),
        qpu_(qpu),
        arrivals_(projection.arrivals[qpu]) {}

  std::string run() {
    out_ = file_header(QasmVersion::qasm3);
    declare_registers();
    for (std::size_t i : projection_.instructions[qpu_]) {
      receive(i);
      statement(i);
    }
    return std::move(out_);
  }

 private:
  std::string name(const PhysicalQubit& q) const {
    return fmt::format("{}[{}]", q.comm ? names_.comm : names_.data, q.index);
  }
  std::string name(OutcomeId o) const {
    if (projection_.measured_at[o.index()].index() == qpu_)
      return fmt::format("{}[{}]", names_.local, projection_.own_bit[o.index()]);
    return fmt::format("{}[{}]", names_.received, received_bit_[o.index()]);
  }

  void declare_registers() {
    struct Row {
      std::string role;
      std::string declaration;
    };
    std::vector<Row> rows;
    const auto add = [&](const char* role, const char* type, int size, const std::string& register_name) {
      if (size > 0) rows.push_back({role, fmt::format("{}[{}] {};", type, size, register_name)});
    };
    const auto counted = [](std::ptrdiff_t n) { return static_cast<int>(n); };
    const auto& mine = projection_.instructions[qpu_];
    add("data", "qubit", usage_.data_size[qpu_], names_.data);
    add("comm", "qubit", usage_.comm_size[qpu_], names_.comm);
    add("local", "bit",
        counted(std::ranges::count_if(
            mine, [&](std::size_t i) { return program_.instructions[i].kind == InstructionKind::outcome; })),
        names_.local);
    add("received", "bit",
        counted(std::ranges::count_if(
            arrivals_, [&](const Arrival& a) { return projection_.messages[a.message].outcome.valid(); })),
        names_.received);
    for (std::size_t index : source_registers()) {
      const Register& r = module_.circuit.bit_registers[index];
      rows.push_back({fmt::format("source name={}", r.name), bit_declaration(r, bits_.bit_register(index))});
    }
    // An annotation needs a statement: an idle QPU declares one bit that nothing uses.
    if (rows.empty()) add("local", "bit", 1, names_.local);
    line("@dqc.program version=1 qpu={} qpus={} schedule=schedule.json", qpu_, module_.network->size());
    for (const Row& row : rows) line("@dqc.role {}\n{}", row.role, row.declaration);
    out_ += bits_.input_declarations();
  }

  /// The source's registers that this QPU writes or reads, in their order.
  std::vector<std::size_t> source_registers() const {
    std::vector<std::size_t> indices;
    std::vector<char> seen_condition(module_.circuit.conditions.size(), 0);
    for (std::size_t i : projection_.instructions[qpu_]) {
      const Instruction& g = program_.instructions[i];
      if (g.kind == InstructionKind::measure) indices.push_back(bits_.register_of(g.bit));
      if (g.condition < 0 || seen_condition[static_cast<std::size_t>(g.condition)]++) continue;
      for (const ConditionTerm& term :
           module_.circuit.conditions[static_cast<std::size_t>(g.condition)].terms)
        indices.push_back(static_cast<std::size_t>(term.bit_register));
    }
    std::ranges::sort(indices);
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
    return indices;
  }

  void receive(std::size_t i) {
    const std::int64_t at = module_.schedule->times[i].start;
    for (; next_arrival_ < arrivals_.size() && arrivals_[next_arrival_].instruction == i; ++next_arrival_) {
      const std::size_t id = arrivals_[next_arrival_].message;
      const Message& message = projection_.messages[id];
      if (message.outcome.valid()) received_bit_[message.outcome.index()] = num_received_++;
      line("@dqc.recv msg={} from={} bit={} at={}", id, message.from.value(),
           message.outcome.valid() ? name(message.outcome) : bits_.bit(message.bit), at);
    }
  }

  void send(std::size_t i) {
    const std::int32_t id = projection_.sends[i];
    if (id < 0) return;
    std::vector<std::int32_t> to;
    for (const Receipt& r : projection_.messages[static_cast<std::size_t>(id)].receipts)
      to.push_back(r.qpu.value());
    std::ranges::sort(to);
    line("@dqc.send msg={} to={} at={}", id, fmt::join(to, ","), module_.schedule->times[i].end);
  }

  void statement(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    if (g.kind == InstructionKind::ebit) return ebit_half(i);
    const std::string a = name(g.q[0]);
    const std::string b = g.q[1].valid() ? name(g.q[1]) : std::string();
    send(i);
    switch (g.kind) {
      case InstructionKind::parity: line("cx {}, {};", a, b); break;
      case InstructionKind::x_basis: line("h {};", a); break;
      case InstructionKind::relocate: line("reset {};\nswap {}, {};", b, a, b); break;
      case InstructionKind::outcome: line("{} = measure {};", name(g.outcome), a); break;
      case InstructionKind::correct: {
        const Guard guard = outcome_guard(QasmVersion::qasm3, name(g.outcome));
        line("{}{} {};{}", guard.open, traits(g.gate).name, a, guard.close);
        break;
      }
      default: source_statement(g, a, b);
    }
  }

  void ebit_half(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    const std::size_t mine = g.q[0].qpu.index() == qpu_ ? 0 : 1;
    const Interval& time = module_.schedule->times[i];
    const Ebit& ebit = program_.ebits[g.ebit.index()];
    std::string purification;
    if (ebit.rounds > 0)
      purification = fmt::format(" rounds={} spare={}", ebit.rounds, fmt::join(ebit.spare[mine], ","));
    line("@dqc.ebit id={} peer={} use={} start={} end={}{}\nreset {};", g.ebit.value(),
         g.q[1 - mine].qpu.value(), ebit_use(ebit), time.start, time.end, purification, name(g.q[mine]));
  }

  void source_statement(const Instruction& g, const std::string& a, const std::string& b) {
    Guard guard;
    if (g.condition >= 0)
      guard = *condition_guard(QasmVersion::qasm3, module_.circuit,
                               module_.circuit.conditions[static_cast<std::size_t>(g.condition)], bits_);
    out_ += guard.open;
    append_source_statement(out_, QasmVersion::qasm3, g, a, b, bits_);
    out_ += guard.close;
    out_ += '\n';
  }

  const Module& module_;
  const Program& program_;
  const Projection& projection_;
  const QubitUsage& usage_;
  const BitNames& bits_;
  const RegisterNames& names_;
  std::vector<std::int32_t>& received_bit_;  ///< by outcome, its place in `r` of the QPU written now
  std::size_t qpu_;
  const std::vector<Arrival>& arrivals_;
  std::size_t next_arrival_ = 0;
  std::int32_t num_received_ = 0;
};

}  // namespace

std::vector<std::string> qpu_programs(const Module& module) {
  const Projection projection = project(module);
  const QubitUsage usage = qubit_usage(*module.program, module.network->size());
  const BitNames bits = qpu_bit_names(module.circuit);
  const RegisterNames names = own_register_names(bits.all());
  std::vector<std::int32_t> received_bit(static_cast<std::size_t>(module.program->num_outcomes), -1);
  std::vector<std::string> texts;
  for (std::size_t qpu = 0; qpu < module.network->size(); ++qpu)
    texts.push_back(QpuWriter(module, projection, usage, bits, names, received_bit, qpu).run());
  return texts;
}

std::string qpu_program_name(std::size_t qpu) { return fmt::format("qpu{}.qasm", qpu); }

}  // namespace dqc
