// The QPUs' programs as they run: every statement with what it waits for. Linking matches the halves of
// e-bits and the two ends of messages; it reads the programs and the network of schedule.json, never the
// planned times.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/emitted/annotations.h"
#include "tools/emitted/expansion.h"
#include "tools/emitted/schedule_file.h"

namespace dqc::run {

/// Elements `begin` .. `end` of a pool of the Executable.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

enum class StepKind : std::uint8_t { gate, swap, measure, reset, ebit };

/// One statement of one QPU. Qubits and bits are numbered over all QPUs.
struct Step {
  StepKind kind = StepKind::gate;
  bool frees = false;  ///< measure into an outcome: the qubit is free afterwards
  int qpu = 0;
  int line = 0;
  int waits = 0;           ///< steps and messages that it waits for
  std::int64_t ticks = 0;  ///< an e-bit takes what its link takes instead
  int condition = -1;      ///< into `conditions`
  int bit = -1;            ///< measure
  int ebit = -1;           ///< into `ebits`
  int message = -1;        ///< sent when it ends, into `messages`
  Range qubits;            ///< into `operands`
  Range factors;           ///< gate: into `factors`
  Range receipts;          ///< of messages that it reads first, into `receipts`
  Range successors;        ///< into `edges`
};

/// A step that waits for another to start or to end.
struct Edge {
  std::uint32_t step = 0;
  bool after_start = false;
};

/// One bit that a condition reads. `bit` -1: never true.
struct Term {
  int bit = -1;
  bool wanted = false;
};

/// A factor of a gate: diag(1, e^(i angle)) on `a`, `matrix` on `a`, or diag(1, 1, 1, e^(i angle)).
struct Factor {
  enum class Kind : std::uint8_t { phase, matrix, cp };
  Kind kind = Kind::phase;
  int a = -1;
  int b = -1;
  double angle = 0;
  emitted::Matrix2 matrix = {};
};

struct EbitLine {
  int id = 0;
  std::array<std::uint32_t, 2> halves =
      {};  ///< steps; their first operand is the half, the rest is for raw pairs
  int link = -1;
  int rounds = 0;  ///< of purification
};

struct MessageLine {
  int id = 0;
  int from = 0;
  Range receipts;  ///< into `deliveries`
};

struct Receipt {
  std::uint32_t step = 0;  ///< that reads it first
  int message = -1;
  int bit = -1;            ///< that it fills
  std::int64_t delay = 0;  ///< ticks under way
};

/// A classical register of the source and where its bits end.
struct SourceRegister {
  std::string name;
  std::vector<int> bits;  ///< -1: never measured, 0
};

struct Executable {
  std::vector<std::string> files;     ///< by QPU
  std::vector<std::uint32_t> begins;  ///< by QPU, its first step; one more at the end
  std::vector<int> comm;              ///< by QPU, communication qubits
  std::vector<int> qpu_of_qubit;
  std::vector<char> is_comm;            ///< by qubit
  std::vector<std::string> qubit_name;  ///< by qubit, in its program
  std::size_t num_bits = 0;

  std::vector<Step> steps;  ///< QPU by QPU, in the order written
  std::vector<int> operands;
  std::vector<std::vector<Term>> conditions;
  std::vector<Factor> factors;
  std::vector<Edge> edges;
  std::vector<EbitLine> ebits;
  std::vector<MessageLine> messages;
  std::vector<Receipt> receipts;          ///< by step
  std::vector<std::uint32_t> deliveries;  ///< into `receipts`, by message
  std::vector<emitted::ScheduleFile::Link> links;
  std::vector<std::vector<double>> round_successes;  ///< by link: of each round, up to the most of an e-bit
  std::vector<std::int64_t> round_ticks;             ///< by link: gates and messages of a round
  std::int64_t max_age = -1;                         ///< that was asked for; -1: any
  std::vector<int> initial_qubits;                   ///< by source qubit
  std::vector<int> final_qubits;                     ///< by source qubit
  std::vector<SourceRegister> registers;
  std::int64_t planned_makespan = 0;

  std::size_t num_qubits() const { return qpu_of_qubit.size(); }
  /// "qpu0.qasm:17".
  std::string where(const Step& step) const {
    return files[static_cast<std::size_t>(step.qpu)] + ":" + std::to_string(step.line);
  }
};

/// What a QPU may do while a statement waits.
enum class IssueOrder : std::uint8_t {
  dataflow,  ///< start any later statement whose qubits and bits are ready
  program,   ///< nothing: a statement starts only after the one written before it started
};

/// Errors: bad_input for halves of an e-bit that do not match, a message without its sender or a receiver,
/// registers beyond the capacity of a QPU, and gates without a meaning. Cost: linear in the programs.
Result<Executable> link_programs(const emitted::ScheduleFile& schedule,
                                 const std::vector<emitted::AnnotatedProgram>& programs, IssueOrder order);

/// By name of the input in the programs.
using InputValues = std::map<std::string, double>;

/// The same from the texts of schedule.json and the programs. Errors: also bad_input for a text that cannot
/// be read and for an input of a program without a value.
Result<Executable> load_texts(const std::string& schedule_json, const std::vector<std::string>& programs,
                              IssueOrder order, const InputValues& inputs = {});

/// The same from what dqcc wrote to `directory`; nothing else of it is read. Errors: also io.
Result<Executable> load(const std::string& directory, IssueOrder order, const InputValues& inputs = {});

}  // namespace dqc::run
