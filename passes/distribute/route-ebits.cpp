#include "passes/distribute/route-ebits.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

#include "passes/analysis/withholding.h"
#include "passes/distribute/comm_occupancy.h"
#include "passes/distribute/link_table.h"
#include "passes/distribute/path_finder.h"
#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

/// Rewrites one Program. The swap of the pairs (l, a) and (b, r) at the QPU of a and b is a starting
/// process of a over the e-bit (b, r), then an ending process at a; its outcomes are the X and the Z frame
/// of r. Frames are carried to the far end of the path and corrected there, after all swaps, so that the
/// swaps of one path do not wait for each other.
class EbitRouter {
 public:
  EbitRouter(const Program& input, const Network& network, const WeighedLinks& weighed, bool least_loaded)
      : input_(input),
        network_(network),
        links_(network),
        occupancy_(network),
        paths_(network, weighed.distances(), weighed.weights(), links_),
        least_loaded_(least_loaded),
        new_ebit_(input.ebits.size()),
        new_outcome_(static_cast<std::size_t>(input.num_outcomes)) {}

  Result<Program> run() {
    output_.initial_map = input_.initial_map;
    output_.final_map = input_.final_map;
    output_.instructions.reserve(input_.instructions.size());
    for (at_ = 0; at_ < input_.instructions.size(); ++at_) {
      const Instruction& instruction = input_.instructions[at_];
      if (!occupancy_.apply(instruction)) return broken("takes or frees a communication qubit out of turn");
      Status done = instruction.kind == InstructionKind::ebit ? place_ebit(instruction) : copy(instruction);
      if (!done) return done.error();
    }
    append_wholes();
    if (!fix_references())
      return Error{ExitCode::internal,
                   "route-ebits: a packet or teleport names an e-bit or outcome without instruction", ""};
    return std::move(output_);
  }

  std::int64_t rerouted() const { return rerouted_; }

 private:
  /// The new id of an e-bit; those over several links are numbered apart until the end.
  struct NewEbit {
    bool whole = false;
    std::size_t index = 0;
    bool made = false;
  };

  Error broken(std::string_view what) const {
    return {ExitCode::internal, fmt::format("route-ebits: instruction {}: {}", at_, what), ""};
  }

  Status copy(Instruction instruction) {
    if (instruction.kind == InstructionKind::outcome) {
      OutcomeId& renamed = new_outcome_[instruction.outcome.index()];
      if (renamed.valid()) return broken("measures an outcome twice");
      renamed = next_outcome();
    }
    if (instruction.outcome.valid()) {
      instruction.outcome = new_outcome_[instruction.outcome.index()];
      if (!instruction.outcome.valid()) return broken("reads an outcome before it is measured");
    }
    output_.instructions.push_back(instruction);
    return success();
  }

  Status place_ebit(const Instruction& instruction) {
    Ebit ebit = input_.ebits[instruction.ebit.index()];
    if (!follows_links(ebit, instruction)) return broken("its e-bit's path does not follow links");
    if (least_loaded_) {
      auto path = paths_.choose(ebit.path, occupancy_);
      if (path != ebit.path) ++rerouted_;
      ebit.path = std::move(path);
    }
    paths_.use(ebit.path);
    NewEbit& renamed = new_ebit_[instruction.ebit.index()];
    if (renamed.made) return broken("makes an e-bit twice");
    if (ebit.path.size() == 2) {
      renamed = {false, output_.ebits.size(), true};
      halves_.clear();
      auto rounds = rounds_on(ebit.path);
      if (!rounds) return rounds.error();
      add_link_ebit(std::move(ebit), instruction.q, rounds->front());
      return success();
    }
    renamed = {true, wholes_.size(), true};
    return swap_along(std::move(ebit), instruction.q);
  }

  bool follows_links(const Ebit& ebit, const Instruction& instruction) const {
    const auto& path = ebit.path;
    if (path.size() < 2 || path.front() != instruction.q[0].qpu || path.back() != instruction.q[1].qpu)
      return false;
    for (std::size_t i = 1; i < path.size(); ++i)
      if (!links_.between(path[i - 1], path[i]).valid()) return false;
    return true;
  }

  Status swap_along(Ebit whole, const std::array<PhysicalQubit, 2>& ends) {
    // halves[2 * i] and halves[2 * i + 1] are the ends of link i.
    std::vector<PhysicalQubit>& halves = halves_;
    halves.assign(1, ends[0]);
    for (std::size_t i = 1; i + 1 < whole.path.size(); ++i) {
      const auto pair = occupancy_.two_free(whole.path[i]);
      if (!pair) return broken("a QPU on its e-bit's path lacks two free communication qubits");
      halves.insert(halves.end(), pair->begin(), pair->end());
    }
    halves.push_back(ends[1]);

    const auto rounds = rounds_on(whole.path);
    if (!rounds) return rounds.error();
    for (std::size_t i = 0; i < halves.size(); i += 2) {
      whole.parts.push_back(EbitId(output_.ebits.size()));
      Ebit part;
      part.qpus = {halves[i].qpu, halves[i + 1].qpu};
      part.path = {halves[i].qpu, halves[i + 1].qpu};
      part.purpose = EbitPurpose::swap;
      part.whole = EbitId(wholes_.size());
      add_link_ebit(std::move(part), {halves[i], halves[i + 1]}, (*rounds)[i / 2]);
    }
    for (std::size_t i = 1; i + 1 < halves.size(); i += 2) add_swap(halves[i], halves[i + 1], whole);
    // The outcomes of the nearest QPU arrive first.
    for (std::size_t i = whole.outcomes.size(); i > 0; i -= 2) {
      add_correction(GateKind::x, whole.outcomes[i - 2], ends[1]);
      add_correction(GateKind::z, whole.outcomes[i - 1], ends[1]);
    }
    wholes_.push_back(std::move(whole));
    return success();
  }

  /// Rounds of purification on each link of `path`; equal paths have equal rounds.
  Result<std::vector<int>> rounds_on(const std::vector<QpuId>& path) {
    if (network_.demand.min_fidelity <= 0) return std::vector<int>(path.size() - 1, 0);
    const auto [known, is_new] = rounds_.try_emplace(path);
    if (!is_new) return known->second;
    std::vector<LinkId> links;
    std::vector<int> most;
    for (std::size_t i = 1; i < path.size(); ++i) {
      links.push_back(links_.between(path[i - 1], path[i]));
      most.push_back(std::min(network_.qpu(path[i - 1]).withheld, network_.qpu(path[i]).withheld));
    }
    PathRounds found = rounds_for(network_, links, most);
    if (found.reached < network_.demand.min_fidelity)
      return Error{
          ExitCode::infeasible,
          fmt::format("an e-bit of QPU {} and QPU {} over {} links reaches a fidelity of {:.6f} with "
                      "the communication qubits there, not {}",
                      network_.qpu(path.front()).external_id, network_.qpu(path.back()).external_id,
                      links.size(), found.reached, network_.demand.min_fidelity),
          "ask for less, or give the QPUs more communication qubits"};
    return known->second = std::move(found.rounds);
  }

  /// `rounds` of purification take free qubits beside the halves `q`.
  void add_link_ebit(Ebit ebit, const std::array<PhysicalQubit, 2>& q, int rounds) {
    ebit.rounds = rounds;
    const int count = spare_qubits(rounds);
    for (std::size_t side : {0, 1}) {
      if (count == 0) break;
      // Halves at an interior QPU are not busy yet: two of them, at most.
      ebit.spare[side] = occupancy_.lowest_free(q[side].qpu, count + 2);
      std::erase_if(ebit.spare[side], [&](std::int32_t index) {
        return is_taken({q[side].qpu, index, true});
      });
      ebit.spare[side].resize(static_cast<std::size_t>(count));
    }
    Instruction& made = add(InstructionKind::ebit, q[0], q[1]);
    made.ebit = EbitId(output_.ebits.size());
    output_.ebits.push_back(std::move(ebit));
  }

  bool is_taken(PhysicalQubit q) const { return std::ranges::find(halves_, q) != halves_.end(); }

  void add_swap(PhysicalQubit a, PhysicalQubit b, Ebit& whole) {
    add(InstructionKind::parity, a, b);
    whole.outcomes.push_back(add(InstructionKind::outcome, b).outcome = next_outcome());
    add(InstructionKind::x_basis, a);
    whole.outcomes.push_back(add(InstructionKind::outcome, a).outcome = next_outcome());
  }

  void add_correction(GateKind gate, OutcomeId outcome, PhysicalQubit q) {
    Instruction& correction = add(InstructionKind::correct, q);
    correction.gate = gate;
    correction.outcome = outcome;
  }

  Instruction& add(InstructionKind kind, PhysicalQubit q0, PhysicalQubit q1 = {}) {
    Instruction instruction;
    instruction.kind = kind;
    instruction.q = {q0, q1};
    output_.instructions.push_back(instruction);
    return output_.instructions.back();
  }

  OutcomeId next_outcome() { return OutcomeId(output_.num_outcomes++); }

  void append_wholes() {
    const std::size_t first = output_.ebits.size();
    for (Ebit& part : output_.ebits)
      if (part.whole.valid()) part.whole = EbitId(first + part.whole.index());
    for (Ebit& whole : wholes_) output_.ebits.push_back(std::move(whole));
    for (NewEbit& ebit : new_ebit_)
      if (ebit.whole) ebit.index += first;
  }

  bool rename(EbitId& id) const {
    if (!id.valid()) return true;
    const NewEbit& to = new_ebit_[id.index()];
    id = EbitId(to.index);
    return to.made;
  }
  bool rename(OutcomeId& id) const {
    if (!id.valid()) return true;
    id = new_outcome_[id.index()];
    return id.valid();
  }

  bool fix_references() {
    output_.packets = input_.packets;
    output_.teleports = input_.teleports;
    bool known = true;
    for (Packet& packet : output_.packets) {
      for (EbitId& id : packet.tree) known &= rename(id);
      for (OutcomeId& id : packet.endings) known &= rename(id);
    }
    for (Teleport& teleport : output_.teleports) known &= rename(teleport.ebit) && rename(teleport.z_outcome);
    return known;
  }

  const Program& input_;
  const Network& network_;
  LinkTable links_;
  CommOccupancy occupancy_;
  PathFinder paths_;
  bool least_loaded_;
  std::vector<NewEbit> new_ebit_;
  std::vector<OutcomeId> new_outcome_;
  std::vector<Ebit> wholes_;
  std::vector<PhysicalQubit> halves_;                      ///< of the swaps under way
  std::map<std::vector<QpuId>, std::vector<int>> rounds_;  ///< by path
  Program output_;
  std::size_t at_ = 0;
  std::int64_t rerouted_ = 0;
};

}  // namespace

const PassInfo& RouteEbits::info() {
  static const PassInfo info{
      "route-ebits",
      "make e-bits between QPUs that are no neighbours by swapping",
      "Replaces an e-bit whose path spans several links by one e-bit per link and an entanglement swap at "
      "each QPU in between, whose outcomes are corrected at the far end. The swaps of a path need no order "
      "among themselves. Interior halves take the lowest free communication qubits. Where the network asks "
      "for "
      "a fidelity, each link purifies its e-bits in as many rounds as their path needs, with further "
      "communication qubits at both ends while it makes them.",
      Stage::distributed,
      Stage::routed,
      {{"paths", OptionKind::choice, "least-loaded", "given|least-loaded",
        "given keeps the paths that insert-processes chose; least-loaded takes, among the shortest paths "
        "with "
        "memory for the swaps, the one whose links have made the fewest e-bits so far, weighted by "
        "generation "
        "time"},
       objective_option("what makes a path short: few links, or links that cost little or are fast")},
      {"link-ebits", "end-to-end-ebits", "swaps", "rerouted", "purified"}};
  return info;
}

RouteEbits::RouteEbits(const PassOptions& options)
    : least_loaded_(options.text("paths") == "least-loaded"),
      metric_(metric_named(options.text("objective"))) {}

Result<PreservedAnalyses> RouteEbits::run(Module& module, AnalysisManager& analyses, PassContext& context) {
  const WeighedLinks links(module, analyses, metric_);
  EbitRouter router(*module.program, *module.network, links, least_loaded_);
  auto routed = router.run();
  if (!routed) return routed.error();

  std::int64_t link_ebits = 0;
  std::int64_t swaps = 0, purified = 0;
  for (const Ebit& ebit : routed->ebits) {
    if (ebit.parts.empty()) ++link_ebits;
    purified += ebit.rounds > 0;
    swaps += static_cast<std::int64_t>(ebit.outcomes.size() / 2);
  }
  context.statistics["route-ebits.link-ebits"] += link_ebits;
  context.statistics["route-ebits.end-to-end-ebits"] +=
      static_cast<std::int64_t>(module.program->ebits.size());
  context.statistics["route-ebits.swaps"] += swaps;
  context.statistics["route-ebits.rerouted"] += router.rerouted();
  context.statistics["route-ebits.purified"] += purified;

  module.program = std::move(*routed);
  give_back_withheld(*module.network);
  module.stage = Stage::routed;
  return PreservedAnalyses::network;
}

}  // namespace dqc
