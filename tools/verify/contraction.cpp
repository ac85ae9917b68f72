#include "tools/verify/contraction.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <span>
#include <utility>

#include "tools/verify/frame.h"

namespace dqc::verify {
namespace {

enum class State : std::uint8_t {
  unknown,  ///< holds nothing that anybody may use
  zero,     ///< after a reset
  plus,     ///< h on zero: the first half of an e-bit to be
  copy,     ///< a member of a class
  owed,     ///< its measurement was accounted for and must be the next thing done to it
};

struct Qubit {
  State state = State::unknown;
  int group = -1;   ///< copy: its class
  int outcome = 0;  ///< owed: the outcome that the measurement will give
  Frame x;          ///< copy: its value is the class's value xor this
};

/// A cx by class `control` that has reached some copies of its target: their x frames hold `symbol`, which
/// stands for the control's value.
struct Flip {
  int control = -1;
  int symbol = 0;
};

/// Copies of a logical qubit, or of nothing (`logical` -1): halves of e-bits.
struct Group {
  int logical = -1;
  std::vector<int> members;
  Frame z;
  std::vector<Flip> flips;   ///< by which it is being flipped
  std::vector<int> flipped;  ///< classes that it is flipping
};

class Contractor {
 public:
  explicit Contractor(const ContractionInput& in)
      : in_(in), program_(in.program), qubits_(in.program.num_qubits()), bits_(in.program.num_bits(), -1) {
    out_.replay = in.source.without_gates();
    out_.replay.conditions.clear();
    out_.peak_comm.assign(static_cast<std::size_t>(in.num_qpus), 0);
    out_.peak_data = in_use_[0] = in_use_[1] = out_.peak_comm;
    for (std::size_t i = 0; i < in.initial.size(); ++i) {
      groups_.emplace_back().logical = static_cast<int>(i);
      join(in.initial[i], static_cast<int>(i));
    }
    read_conditions();
  }

  Contraction run() {
    for (const Gate& g : program_.gates()) {
      gate_ = &g;
      statement();
      if (!out_.differences.empty()) return std::move(out_);
    }
    finish();
    return std::move(out_);
  }

 private:
  /// What a condition of the program reads.
  struct Reading {
    enum class Kind : std::uint8_t { outcome, source, unusable } kind = Kind::unusable;
    int bit = -1;        ///< outcome: the bit
    bool wanted = true;  ///< outcome: its value
    int replayed = -1;   ///< source: index into replay's conditions
  };

  Qubit& qubit(int q) { return qubits_[static_cast<std::size_t>(q)]; }
  Group& group(int g) { return groups_[static_cast<std::size_t>(g)]; }
  Group& group_of(int q) { return group(qubit(q).group); }
  const PhysicalPlace& place(int q) const { return in_.places[static_cast<std::size_t>(q)]; }
  int operand(int i) const { return program_.qubit(*gate_, i).value(); }
  std::string name(int q) const { return program_.qubit_name(QubitId(q)); }
  bool is_copy(int q) { return qubit(q).state == State::copy; }
  bool is_logical(int q) { return is_copy(q) && group_of(q).logical >= 0; }

  template <class... Args>
  void fail(fmt::format_string<Args...> format, Args&&... args) {
    out_.differences.push_back(
        fmt::format("monolithic.qasm:{}: {}", gate_->line, fmt::format(format, std::forward<Args>(args)...)));
  }

  void read_conditions() {
    for (const Condition& c : program_.conditions) {
      Reading r;
      bool outcomes = false, sources = false;
      for (const BitId b : program_.bits_of(c)) (in_.source_bits[b.index()] < 0 ? outcomes : sources) = true;
      if (outcomes && !sources && c.terms.size() == 1) {
        const std::vector<BitId> bits = program_.bits_of(c);
        if (bits.size() == 1 && c.terms[0].value <= 1)
          r = {Reading::Kind::outcome, bits[0].value(), c.terms[0].value == 1, -1};
      } else if (sources && !outcomes) {
        r.kind = Reading::Kind::source;
        r.replayed = out_.replay.add_condition(source_condition(c));
      }
      readings_.push_back(r);
    }
  }

  Condition source_condition(const Condition& c) const {
    Condition mapped = c;
    for (ConditionTerm& term : mapped.terms) {
      const Register& r = program_.bit_registers[static_cast<std::size_t>(term.bit_register)];
      const BitId first(in_.source_bits[static_cast<std::size_t>(r.first)]);
      if (term.bit.valid()) term.bit = BitId(in_.source_bits[term.bit.index()]);
      term.bit_register = static_cast<std::int32_t>(in_.source.register_of(first));
    }
    return mapped;
  }

  void set_state(int q, State state) {
    const auto used = [](State s) { return s != State::unknown; };
    const PhysicalPlace& p = place(q);
    const auto qpu = static_cast<std::size_t>(p.qpu);
    int& now = in_use_[p.comm ? 1 : 0][qpu];
    now += static_cast<int>(used(state)) - static_cast<int>(used(qubit(q).state));
    int& peak = (p.comm ? out_.peak_comm : out_.peak_data)[qpu];
    peak = std::max(peak, now);
    qubit(q).state = state;
  }

  void join(int q, int g) {
    set_state(q, State::copy);
    qubit(q).group = g;
    group(g).members.push_back(q);
  }

  void leave(int q) {
    std::erase(group_of(q).members, q);
    qubit(q).group = -1;
    qubit(q).x.clear();
  }

  void owe(int q, int outcome) {
    set_state(q, State::owed);
    qubit(q).outcome = outcome;
  }

  void replay(GateKind kind, std::span<const QubitId> qubits, std::span<const double> params = {},
              std::int32_t detail = -1, std::int32_t condition = -1) {
    out_.replay.add_gate(kind, qubits, params, detail, condition, gate_->line);
  }

  static bool holds(const Frame& frame, int symbol) {
    return std::ranges::binary_search(frame.outcomes, symbol);
  }

  /// A cx that has reached all copies of its target is a cx of the qubits themselves; a z that the target
  /// owes is then owed by the control too. One that is left on none is gone.
  void settle_flips(int g) {
    Group& target = group(g);
    for (std::size_t i = 0; i < target.flips.size();) {
      const Flip flip = target.flips[i];
      const auto reached =
          std::ranges::count_if(target.members, [&](int q) { return holds(qubit(q).x, flip.symbol); });
      const bool all = static_cast<std::size_t>(reached) == target.members.size();
      if (reached > 0 && !all) {
        ++i;
        continue;
      }
      target.flips.erase(target.flips.begin() + static_cast<std::ptrdiff_t>(i));
      Group& control = group(flip.control);
      control.flipped.erase(std::ranges::find(control.flipped, g));
      if (reached == 0) continue;
      if (!steady(g)) return;
      for (const int q : target.members) qubit(q).x ^= Frame::of(flip.symbol);
      control.z ^= target.z;
      const std::array<QubitId, 2> logical = {QubitId(control.logical), QubitId(target.logical)};
      replay(GateKind::cx, logical);
    }
  }

  /// Whether the value of class `g` may change: no cx by it is under way.
  bool steady(int g) {
    if (group(g).flipped.empty()) return true;
    const Group& target = group(group(g).flipped.front());
    fail("a cx from {} has not reached all {} copies of {}", in_.source.qubit_name(QubitId(group(g).logical)),
         target.members.size(), in_.source.qubit_name(QubitId(target.logical)));
    return false;
  }

  /// A z on copy `q` alone, if `frame`: its value is that of its class and of all that flip it.
  void owe_z(int q, const Frame& frame) {
    group_of(q).z ^= frame;
    for (const Flip& flip : group_of(q).flips)
      if (holds(qubit(q).x, flip.symbol)) group(flip.control).z ^= frame;
  }

  /// An x on all copies is an x on the qubit itself; a z owed for certain likewise.
  void settle(int g) {
    settle_flips(g);
    Group& c = group(g);
    const std::array<QubitId, 1> logical = {QubitId(c.logical)};
    if (!c.members.empty() && std::ranges::all_of(c.members, [&](int q) { return qubit(q).x.one; })) {
      for (const int q : c.members) qubit(q).x.one = false;
      if (c.logical >= 0) replay(GateKind::x, logical);
      negate_flips(g);
    }
    if (c.logical >= 0 && c.z.one) {
      c.z.one = false;
      replay(GateKind::z, logical);
    }
  }

  /// The value of class `g` was negated: what it flips keeps what it was.
  void negate_flips(int g) {
    for (const int t : group(g).flipped)
      for (const Flip& flip : group(t).flips) {
        if (flip.control != g) continue;
        for (const int q : group(t).members)
          if (holds(qubit(q).x, flip.symbol)) qubit(q).x ^= Frame{{}, true};
      }
  }

  void statement() {
    const Gate& g = *gate_;
    if (g.kind == GateKind::barrier) return;
    condition_ = -1;
    if (g.condition >= 0) {
      const Reading& r = readings_[static_cast<std::size_t>(g.condition)];
      if (r.kind == Reading::Kind::outcome) return correction(r);
      if (r.kind != Reading::Kind::source)
        return fail("the condition is neither one outcome bit nor bits of the source");
      condition_ = r.replayed;
    }
    for (int i = 0; i < g.num_qubits; ++i)
      if (qubit(operand(i)).state == State::owed && g.kind != GateKind::measure)
        return fail("{} must be measured before anything else is done to it", name(operand(i)));
    if (g.kind == GateKind::measure) return measure(operand(0));
    if (g.kind == GateKind::reset) return reset(operand(0));
    if (condition_ < 0 && process_step()) return;
    logical_gate();
  }

  /// if (outcome) x or z.
  void correction(const Reading& r) {
    const int q = operand(0);
    const int outcome = bits_[static_cast<std::size_t>(r.bit)];
    if (gate_->kind != GateKind::x && gate_->kind != GateKind::z)
      return fail("only x and z may depend on an outcome, not {}", traits(gate_->kind).name);
    if (outcome < 0) return fail("{} is read before it is measured", program_.bit_name(BitId(r.bit)));
    if (!is_copy(q)) return fail("a correction of {}, which holds nothing", name(q));
    const Frame frame{{outcome}, !r.wanted};
    if (gate_->kind == GateKind::x)
      qubit(q).x ^= frame;
    else
      owe_z(q, frame);
    settle(qubit(q).group);
  }

  void measure(int q) {
    const auto bit = static_cast<std::size_t>(gate_->detail);
    const int source_bit = in_.source_bits[bit];
    if (qubit(q).state == State::owed) {
      if (source_bit >= 0 || condition_ >= 0) return fail("{} must be measured into an outcome bit", name(q));
      bits_[bit] = qubit(q).outcome;
      return set_state(q, State::unknown);
    }
    if (!is_logical(q)) return fail("{} holds nothing to measure", name(q));
    if (source_bit < 0)
      return fail("{} holds a qubit of the source and is measured into an outcome", name(q));
    if (!alone(q) || !steady(qubit(q).group)) return;
    if (condition_ >= 0 && !z_clean(q)) return;
    group_of(q).z.clear();
    const std::array<QubitId, 1> logical = {QubitId(group_of(q).logical)};
    replay(GateKind::measure, logical, {}, source_bit, condition_);
  }

  void reset(int q) {
    if (!is_copy(q)) {
      if (condition_ >= 0) return fail("a conditional reset of {}, which holds nothing", name(q));
      return set_state(q, State::zero);
    }
    if (!is_logical(q)) return fail("reset of {}, half of an e-bit in use", name(q));
    if (group_of(q).members.size() > 1) return fail("reset of {}, one of several copies", name(q));
    if (!steady(qubit(q).group) || (condition_ >= 0 && (!x_clean(q) || !z_clean(q)))) return;
    qubit(q).x.clear();
    group_of(q).z.clear();
    const std::array<QubitId, 1> logical = {QubitId(group_of(q).logical)};
    replay(GateKind::reset, logical, {}, -1, condition_);
  }

  /// Steps of starting and ending processes, and moves; false if the gate is none of them.
  bool process_step() {
    const int a = operand(0);
    const int b = gate_->num_qubits > 1 ? operand(1) : a;
    switch (gate_->kind) {
      case GateKind::h:
        if (qubit(a).state == State::zero) return set_state(a, State::plus), true;
        if (!is_copy(a) || group_of(a).members.size() < 2) return false;
        return end_copy(a), true;
      case GateKind::x:
        if (!is_copy(a) || (is_logical(a) && group_of(a).members.size() == 1)) return false;
        qubit(a).x ^= Frame{{}, true};
        return settle(qubit(a).group), true;
      case GateKind::cx:
        if (qubit(a).state == State::plus && qubit(b).state == State::zero) return make_ebit(a, b), true;
        if (is_logical(b) && (group_of(b).members.size() > 1 || !group_of(b).z.clean()))
          return flip(a, b), true;
        if (!is_copy(b) || is_logical(b)) return false;
        return take_parity(a, b), true;
      case GateKind::swap: return exchange(a, b), true;
      default: return false;
    }
  }

  void make_ebit(int a, int b) {
    if (!place(a).comm || !place(b).comm || place(a).qpu == place(b).qpu)
      return fail("an e-bit joins communication qubits of two QPUs, not {} and {}", name(a), name(b));
    groups_.emplace_back();
    const int g = static_cast<int>(groups_.size()) - 1;
    join(a, g);
    join(b, g);
    ++out_.ebits;
  }

  /// cx a, b: the measurement of b, which is owed, tells a's value xor that of b's class, so the other
  /// copies of b's class become copies of a's. It commutes with all that is done to other qubits.
  void take_parity(int a, int b) {
    if (!is_copy(a)) return fail("{} holds nothing to share", name(a));
    if (qubit(a).group == qubit(b).group)
      return fail("{} and {} are copies of one another", name(a), name(b));
    if (!local(a, b)) return;
    const int from = qubit(b).group;
    const int to = qubit(a).group;
    const int outcome = next_outcome_++;
    Frame shift = qubit(a).x;
    shift ^= qubit(b).x;
    shift ^= Frame::of(outcome);
    leave(b);
    owe(b, outcome);
    for (const int q : std::exchange(group(from).members, {})) {
      qubit(q).x ^= shift;
      qubit(q).group = to;
      group(to).members.push_back(q);
    }
    group(to).z ^= std::exchange(group(from).z, {});
    settle(to);
  }

  /// cx a, b, where b is one of several copies: a part of the cx between their qubits, which is whole when
  /// each copy of b has been reached from some copy of a (hopping packets: Wu et al., arXiv:2212.12688).
  void flip(int a, int b) {
    if (!is_logical(a)) return fail("{} holds no qubit of the source", name(a));
    const int from = qubit(a).group;
    const int to = qubit(b).group;
    if (from == to) return fail("{} and {} are copies of one another", name(a), name(b));
    if (!local(a, b)) return;
    const auto known = std::ranges::find(group(to).flips, from, &Flip::control);
    const int symbol = known != group(to).flips.end() ? known->symbol : next_outcome_++;
    if (known == group(to).flips.end()) {
      group(to).flips.push_back({from, symbol});
      group(from).flipped.push_back(to);
    } else if (holds(qubit(b).x, symbol)) {
      return fail("a second cx from {} to {} before the first has reached all copies",
                  in_.source.qubit_name(QubitId(group(from).logical)), name(b));
    }
    qubit(b).x ^= Frame::of(symbol);
    qubit(b).x ^= qubit(a).x;
    settle(to);
  }

  /// h a, one of several copies: its measurement, which is owed, leaves a z to the others.
  void end_copy(int a) {
    const int g = qubit(a).group;
    const int outcome = next_outcome_++;
    owe_z(a, Frame::of(outcome));
    leave(a);
    owe(a, outcome);
    settle(g);
  }

  void exchange(int a, int b) {
    if (!local(a, b)) return;
    for (const int q : {a, b})
      if (is_copy(q)) std::ranges::replace(group_of(q).members, q, -1 - q);
    const State state_a = qubit(a).state;
    const State state_b = qubit(b).state;
    set_state(a, State::unknown);
    set_state(b, State::unknown);
    std::swap(qubits_[static_cast<std::size_t>(a)], qubits_[static_cast<std::size_t>(b)]);
    // The target of a move was reset; what comes back in exchange is of no use.
    set_state(a, state_b == State::zero ? State::unknown : state_b);
    set_state(b, state_a == State::zero ? State::unknown : state_a);
    for (const int q : {a, b})
      if (is_copy(q)) std::ranges::replace(group_of(q).members, -1 - (a + b - q), q);
  }

  bool local(int a, int b) {
    if (place(a).qpu == place(b).qpu) return true;
    fail("{} and {} are on different QPUs", name(a), name(b));
    return false;
  }

  /// A gate of the source, on copies of its operands.
  void logical_gate() {
    const Gate& g = *gate_;
    std::vector<QubitId> logical;
    std::vector<QubitId> flipped;
    std::vector<std::array<QubitId, 2>> under_way;
    for (int i = 0; i < g.num_qubits; ++i) {
      const int q = operand(i);
      if (!is_logical(q)) return fail("{} holds no qubit of the source", name(q));
      const bool diagonal = acts_diagonally(g.kind, i);
      if (!local(operand(0), q) || !usable(q, diagonal) || (!diagonal && !steady(qubit(q).group))) return;
      const QubitId l(group_of(q).logical);
      if (std::ranges::find(logical, l) != logical.end())
        return fail("two operands are copies of {}", in_.source.qubit_name(l));
      logical.push_back(l);
      if (qubit(q).x.one) flipped.push_back(l);
      for (const Flip& flip : group_of(q).flips)
        if (holds(qubit(q).x, flip.symbol)) under_way.push_back({QubitId(group(flip.control).logical), l});
    }
    // What a cx has reached is ahead of its class.
    for (const auto& cx : under_way) replay(GateKind::cx, cx);
    for (const QubitId& l : flipped) replay(GateKind::x, {&l, 1});
    replay(g.kind, logical, program_.params(g), replayed_detail(), condition_);
    for (const QubitId& l : flipped) replay(GateKind::x, {&l, 1});
    for (const auto& cx : under_way) replay(GateKind::cx, cx);
  }

  std::int32_t replayed_detail() {
    if (gate_->kind != GateKind::call) return gate_->detail;
    if (!copied_definitions_) out_.replay.definitions = program_.definitions;
    copied_definitions_ = true;
    return gate_->detail;
  }

  bool usable(int q, bool diagonal) {
    const bool pauli = gate_->kind == GateKind::x || gate_->kind == GateKind::y;
    if (pauli) return single(q);
    Frame owed = qubit(q).x;
    for (const Flip& flip : group_of(q).flips)
      if (holds(owed, flip.symbol)) owed ^= Frame::of(flip.symbol);
    return owes_nothing(q, "x", owed) && (diagonal || (single(q) && z_clean(q)));
  }

  bool alone(int q) { return x_clean(q) && single(q); }

  bool single(int q) {
    const std::size_t copies = group_of(q).members.size();
    if (copies == 1) return true;
    fail("{} is one of {} copies of {}, which {} does not allow", name(q), copies,
         in_.source.qubit_name(QubitId(group_of(q).logical)), traits(gate_->kind).name);
    return false;
  }

  bool x_clean(int q) { return owes_nothing(q, "x", qubit(q).x); }
  bool z_clean(int q) { return owes_nothing(q, "z", group_of(q).z); }

  bool owes_nothing(int q, const char* which, const Frame& frame) {
    if (frame.outcomes.empty()) return true;
    for (const Flip& flip : group_of(q).flips)
      if (&frame == &qubit(q).x && holds(frame, flip.symbol)) return !steady(flip.control);
    std::vector<std::string> bits;
    for (std::size_t b = 0; b < bits_.size(); ++b)
      if (std::ranges::binary_search(frame.outcomes, bits_[b])) bits.push_back(program_.bit_name(BitId(b)));
    fail("{} still owes the {} correction of {}", name(q), which,
         bits.empty() ? std::string("an outcome") : fmt::format("{}", fmt::join(bits, ", ")));
    return false;
  }

  void finish() {
    static const Gate end_of_program;
    if (program_.num_gates() == 0) gate_ = &end_of_program;
    for (std::size_t i = 0; i < in_.final.size(); ++i) {
      const std::vector<int>& members = groups_[i].members;
      const std::string logical = in_.source.qubit_name(QubitId(i));
      if (members.size() != 1)
        fail("at the end {} copies of {} are left", members.size(), logical);
      else if (members[0] != in_.final[i])
        fail("at the end {} is at {}, not at {} as final_map says", logical, name(members[0]),
             name(in_.final[i]));
      else if (x_clean(members[0]))
        z_clean(members[0]);
    }
    for (std::size_t q = 0; q < qubits_.size(); ++q) {
      const int id = static_cast<int>(q);
      if (qubit(id).state == State::owed) fail("at the end {} is not measured", name(id));
      if (is_copy(id) && !is_logical(id)) fail("at the end {} still holds half of an e-bit", name(id));
    }
  }

  const ContractionInput& in_;
  const Circuit& program_;
  Contraction out_;
  std::vector<Qubit> qubits_;
  std::vector<Group> groups_;               // the source's qubits first
  std::vector<int> bits_;                   // by bit of the program: the outcome it holds, -1 before any
  std::vector<Reading> readings_;           // by condition of the program
  std::array<std::vector<int>, 2> in_use_;  // data, communication qubits now, by QPU
  const Gate* gate_ = nullptr;
  std::int32_t condition_ = -1;  // of the replayed gate
  int next_outcome_ = 0;
  bool copied_definitions_ = false;
};

}  // namespace

bool acts_diagonally(GateKind kind, int i) {
  using K = GateKind;
  if (is_diagonal(kind)) return true;
  switch (kind) {
    case K::cx:
    case K::cy:
    case K::ch:
    case K::csx:
    case K::crx:
    case K::cry:
    case K::cu3:
    case K::cu:
    case K::cswap: return i == 0;
    case K::ccx: return i < 2;
    default: return false;
  }
}

Contraction contract(const ContractionInput& input) { return Contractor(input).run(); }

}  // namespace dqc::verify
