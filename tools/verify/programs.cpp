#include "tools/verify/programs.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "tools/verify/rows_by_id.h"
#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

using emitted::EbitNote;
using emitted::ReceiveNote;
using emitted::Role;
using emitted::SendNote;

/// Which value of which bit of the monolithic program a bit of a QPU's program holds.
struct Held {
  int bit = -1;  ///< -1: nothing yet
  int version = 0;
  bool operator==(const Held&) const = default;
};

/// A message after its sending.
struct Sent {
  int from = -1;  ///< -1: not sent yet
  Held value;
};

/// One bit that a condition reads, and what it must be.
struct Term {
  int bit = 0;
  bool wanted = false;
  bool operator==(const Term&) const = default;
};

class Merge {
 public:
  explicit Merge(const ProgramsInput& in)
      : in_(in),
        versions_(in.monolithic.num_bits(), 0),
        ebits_(in.schedule.ebits),
        messages_(in.schedule.messages),
        made_(in.schedule.ebits.size(), 0),
        sent_(in.schedule.messages.size()),
        read_(in.schedule.messages.size(), 0) {
    for (const ScheduleFile::Link& l : in.schedule.links) links_.insert(std::minmax(l.qpus[0], l.qpus[1]));
    for (const AnnotatedProgram& p : in.programs) views_.push_back(view(p));
    busy_.assign(in.monolithic.num_qubits(), 0);
    for (const int q : in.layout.initial) busy_[static_cast<std::size_t>(q)] = 1;
  }

  std::vector<Difference> run() {
    const auto& gates = in_.monolithic.gates();
    for (at_ = 0; at_ < gates.size() && differences_.empty(); ++at_) {
      if (gates[at_].kind == GateKind::barrier) continue;
      const int qpu = place(gates[at_], 0).qpu;
      if (const EbitNote* note = ebit_note(qpu))
        ebit(qpu, *note);
      else
        statement(qpu);
    }
    if (differences_.empty()) finish();
    return std::move(differences_);
  }

 private:
  /// One QPU's program with its names translated.
  struct View {
    std::vector<int> qubits;       ///< by qubit of the program: qubit of the monolithic program
    std::vector<int> source_bits;  ///< by bit: bit of the monolithic program, for the source's registers
    std::vector<Role> roles;       ///< by bit
    std::vector<Held> held;        ///< by bit
    std::size_t next = 0;          ///< gate
    std::size_t notes_used = 0;    ///< so far
    std::size_t ebit_notes = 0, send_notes = 0, receive_notes = 0;  ///< those before `next`
  };

  View& view_of(int qpu) { return views_[static_cast<std::size_t>(qpu)]; }
  const AnnotatedProgram& program(int qpu) const { return in_.programs[static_cast<std::size_t>(qpu)]; }
  const Gate& mono() const { return in_.monolithic.gates()[at_]; }
  const PhysicalPlace& place(const Gate& g, int i) const {
    return in_.layout.places[in_.monolithic.qubit(g, i).index()];
  }

  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...));
  }
  /// About schedule.json.
  template <class Row, class... Args>
  void complain_of(const Row& row, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), place_of(in_.schedule, row));
  }
  /// Complains about the next statement of `qpu`.
  template <class... Args>
  void fail(int qpu, fmt::format_string<Args...> format, Args&&... args) {
    const auto& gates = program(qpu).circuit.gates();
    const std::size_t next = view_of(qpu).next;
    const std::string line = next < gates.size() ? std::to_string(gates[next].line) : "end";
    complain("qpu{}.qasm:{}: {} (monolithic.qasm:{})", qpu, line,
             fmt::format(format, std::forward<Args>(args)...), mono().line);
  }

  View view(const AnnotatedProgram& p) {
    View v;
    v.qubits.assign(p.circuit.num_qubits(), -1);
    v.source_bits.assign(p.circuit.num_bits(), -1);
    v.roles.assign(p.circuit.num_bits(), Role::none);
    v.held.resize(p.circuit.num_bits());
    const auto qpu = static_cast<std::size_t>(p.qpu);
    for (std::size_t i = 0; i < p.circuit.qubit_registers.size(); ++i) {
      const Register& r = p.circuit.qubit_registers[i];
      const auto& targets = p.qubit_roles[i] == Role::comm ? in_.layout.comm[qpu] : in_.layout.data[qpu];
      if (static_cast<std::size_t>(r.size) != targets.size() ||
          v.qubits[static_cast<std::size_t>(r.first)] >= 0 ||
          std::ranges::count(p.qubit_roles, p.qubit_roles[i]) != 1)
        complain("qpu{}.qasm: register {} is not the one of monolithic.qasm", p.qpu, r.name);
      for (std::size_t k = 0; k < std::min(targets.size(), static_cast<std::size_t>(r.size)); ++k)
        v.qubits[static_cast<std::size_t>(r.first) + k] = targets[k];
    }
    for (std::size_t i = 0; i < p.circuit.bit_registers.size(); ++i) view_bits(p, i, v);
    return v;
  }

  void view_bits(const AnnotatedProgram& p, std::size_t index, View& v) {
    const Register& r = p.circuit.bit_registers[index];
    std::fill_n(v.roles.begin() + r.first, r.size, p.bit_roles[index]);
    if (p.bit_roles[index] != Role::source) return;
    const auto& sources = in_.source.bit_registers;
    const auto s = std::ranges::find(sources, p.source_names[index], &Register::name);
    if (s == sources.end() || s->size != r.size || s->initial != r.initial ||
        std::ranges::count(p.source_names, s->name) != 1)
      return complain("qpu{}.qasm: register {} does not fit the source's {}", p.qpu, r.name,
                      p.source_names[index]);
    for (std::int32_t k = 0; k < r.size; ++k) {
      const int bit = in_.layout.bit_of_source[static_cast<std::size_t>(s->first + k)];
      v.source_bits[static_cast<std::size_t>(r.first + k)] = bit;
      v.held[static_cast<std::size_t>(r.first + k)] = {bit, 0};
    }
  }

  const EbitNote* ebit_note(int qpu) {
    View& v = view_of(qpu);
    const auto notes = program(qpu).ebits.next(v.next, v.ebit_notes);
    return notes.empty() ? nullptr : notes.data();
  }

  /// The four statements of an e-bit against one annotated reset in each of two programs.
  void ebit(int qpu, const EbitNote& mine) {
    const auto& gates = in_.monolithic.gates();
    const auto is = [&](std::size_t offset, GateKind kind, QubitId a, QubitId b) {
      if (at_ + offset >= gates.size()) return false;
      const Gate& g = gates[at_ + offset];
      return g.kind == kind && g.condition < 0 && in_.monolithic.qubit(g) == a &&
             (!b.valid() || in_.monolithic.qubit(g, 1) == b);
    };
    const QubitId a = in_.monolithic.qubit(mono());
    const QubitId b = at_ + 1 < gates.size() ? in_.monolithic.qubit(gates[at_ + 1]) : a;
    if (!is(0, GateKind::reset, a, {}) || !is(1, GateKind::reset, b, {}) || !is(2, GateKind::h, a, {}) ||
        !is(3, GateKind::cx, a, b))
      return fail(qpu, "e-bit {} is not made by reset, reset, h, cx", mine.id);
    const int peer = in_.layout.places[b.index()].qpu;
    const EbitNote* theirs = peer == qpu ? nullptr : ebit_note(peer);
    if (!theirs) return fail(qpu, "e-bit {} has no other half at QPU {}", mine.id, peer);
    if (mine.id != theirs->id || mine.peer != peer || theirs->peer != qpu || mine.use != theirs->use ||
        mine.start != theirs->start || mine.end != theirs->end || mine.rounds != theirs->rounds)
      return fail(qpu, "the halves of e-bit {} do not agree", mine.id);
    if (!ebit_in_schedule(mine, {qpu, peer}, {a, b})) return;
    if (!spare_is_free(qpu, mine, a) || !spare_is_free(peer, *theirs, b)) return;
    if (!half(qpu, a) || !half(peer, b)) return;
    at_ += 3;
  }

  bool ebit_in_schedule(const EbitNote& note, std::array<int, 2> qpus, std::array<QubitId, 2> qubits) {
    if (!links_.contains(std::minmax(qpus[0], qpus[1])))
      return fail(qpus[0], "QPUs {} and {} have no link", qpus[0], qpus[1]), false;
    const ScheduleFile::Ebit* found = ebits_.find(note.id);
    if (!found || !found->link || std::exchange(made_[index_of(*found)], 1) != 0)
      return fail(qpus[0], "e-bit {} is not one link's e-bit of schedule.json, used once", note.id), false;
    const ScheduleFile::Ebit& row = *found;
    const std::size_t flip = row.qpus[0] == qpus[0] ? 0 : 1;
    bool same = note.start == row.start && note.end == row.end && note.use == row.use;
    for (const std::size_t side : {0u, 1u}) {
      const std::size_t theirs = side ^ flip;
      const auto& comm = in_.layout.comm[static_cast<std::size_t>(qpus[side])];
      const auto index = static_cast<std::size_t>(row.comm[theirs]);
      same = same && row.qpus[theirs] == qpus[side] && index < comm.size() &&
             comm[index] == qubits[side].value();
    }
    if (!same) fail(qpus[0], "e-bit {} is not the one of schedule.json", note.id);
    return same;
  }

  /// Raw pairs wait on communication qubits that hold nothing and are not the half's.
  bool spare_is_free(int qpu, const EbitNote& note, QubitId half) {
    const ScheduleFile::Ebit& row = *ebits_.find(note.id);
    const auto& comm = in_.layout.comm[static_cast<std::size_t>(qpu)];
    if (note.rounds != row.rounds ||
        !std::ranges::equal(note.spare, in_.schedule.list(row.spare[row.qpus[0] == qpu ? 0 : 1])))
      return fail(qpu, "the purification of e-bit {} is not the one of schedule.json", note.id), false;
    for (const int index : note.spare) {
      const auto i = static_cast<std::size_t>(index);
      if (i < comm.size() && comm[i] != half.value() && !busy_[static_cast<std::size_t>(comm[i])]) continue;
      return fail(qpu, "communication qubit {} is not free for the purification of e-bit {}", index, note.id),
             false;
    }
    return true;
  }

  bool half(int qpu, QubitId target) {
    View& v = view_of(qpu);
    const Circuit& c = program(qpu).circuit;
    const Gate& g = c.gates()[v.next];
    if (v.qubits[c.qubit(g).index()] != target.value() ||
        !program(qpu).receives.next(v.next, v.receive_notes).empty())
      return fail(qpu, "not the half of an e-bit that monolithic.qasm has here"), false;
    busy_[target.index()] = 1;
    ++v.notes_used;
    ++v.next;
    return true;
  }

  void statement(int qpu) {
    View& v = view_of(qpu);
    const Circuit& c = program(qpu).circuit;
    while (v.next < c.num_gates() && c.gates()[v.next].kind == GateKind::barrier) ++v.next;
    if (v.next >= c.num_gates())
      return fail(qpu, "the program ends, but its QPU has to do {} next", spelled(in_.monolithic, mono()));
    const Gate& theirs = c.gates()[v.next];
    if (!same_gate(qpu, theirs))
      return fail(qpu, "here stands {}, where the programs merged have {}", spelled(c, theirs),
                  spelled(in_.monolithic, mono()));
    terms(c, theirs, reads_);
    if (!receive(qpu, theirs, reads_) || !reads_known(qpu, reads_) || !same_condition(qpu)) return;
    if (theirs.kind == GateKind::measure && !measure(qpu, theirs)) return;
    if (theirs.kind == GateKind::swap && theirs.condition < 0)
      std::swap(busy_[in_.monolithic.qubit(mono(), 0).index()],
                busy_[in_.monolithic.qubit(mono(), 1).index()]);
    if (differences_.empty()) ++v.next;
  }

  /// A statement in short: its gate and qubits.
  static std::string spelled(const Circuit& c, const Gate& g) {
    std::string text(g.condition < 0 ? "" : "a conditional ");
    text += g.kind == GateKind::call ? c.definitions[static_cast<std::size_t>(g.detail)].name
                                     : std::string(traits(g.kind).name);
    const auto params = c.params(g);
    for (std::size_t i = 0; i < params.size(); ++i)
      text += fmt::format("{}{}", i == 0 ? "(" : ", ", params[i]);
    if (!params.empty()) text += ")";
    for (int i = 0; i < g.num_qubits; ++i) text += (i == 0 ? " " : ", ") + c.qubit_name(c.qubit(g, i));
    return text;
  }

  bool same_gate(int qpu, const Gate& theirs) {
    const Circuit& c = program(qpu).circuit;
    const Gate& g = mono();
    if (g.kind != theirs.kind || g.num_qubits != theirs.num_qubits ||
        (g.condition < 0) != (theirs.condition < 0) ||
        !std::ranges::equal(in_.monolithic.params(g), c.params(theirs)))
      return false;
    if (g.kind == GateKind::call && in_.monolithic.definitions != c.definitions) return false;
    if (g.kind == GateKind::call && g.detail != theirs.detail) return false;
    for (int i = 0; i < g.num_qubits; ++i)
      if (view_of(qpu).qubits[c.qubit(theirs, i).index()] != in_.monolithic.qubit(g, i).value()) return false;
    return true;
  }

  /// The bits that a condition reads, with their values, in the order of its terms.
  static void terms(const Circuit& c, const Gate& g, std::vector<Term>& out) {
    out.clear();
    if (g.condition < 0) return;
    for (const ConditionTerm& t : c.conditions[static_cast<std::size_t>(g.condition)].terms) {
      const Register& r = c.bit_registers[static_cast<std::size_t>(t.bit_register)];
      const std::int32_t first = t.bit.valid() ? t.bit.value() : r.first;
      const std::int32_t size = t.bit.valid() ? 1 : r.size;
      for (std::int32_t i = 0; i < size; ++i) out.push_back({first + i, i < 64 && ((t.value >> i) & 1) != 0});
      // Bits of the value beyond the register can never match: a term of no bit keeps them.
      if (size < 64 && (t.value >> size) != 0) out.push_back({-1, true});
    }
  }

  bool receive(int qpu, const Gate& theirs, const std::vector<Term>& reads) {
    View& v = view_of(qpu);
    for (const ReceiveNote& note : program(qpu).receives.next(v.next, v.receive_notes)) {
      ++v.notes_used;
      int bit = note.bit;
      if (bit < 0 && reads.size() == 1) bit = reads[0].bit;
      const bool read = std::ranges::any_of(reads, [&](const Term& t) { return t.bit == bit; }) ||
                        (theirs.kind == GateKind::measure && theirs.condition >= 0 && theirs.detail == bit);
      if (bit < 0 || !read)
        return fail(qpu, "message {} fills no bit that is read here", note.message), false;
      const auto [first, last] = messages_.all(note.message);
      if (first == last || sent_[first].from < 0)
        return fail(qpu, "message {} is read before it is sent", note.message), false;
      const Sent& sent = sent_[first];
      if (sent.from != note.from || !read_by(qpu, first, last))
        return fail(qpu, "message {} from {} is not sent here, or was read before", note.message, note.from),
               false;
      if (!message_row(note.message, note.from, qpu, std::nullopt, note.at)) return false;
      const Role role = v.roles[static_cast<std::size_t>(bit)];
      Held& held = v.held[static_cast<std::size_t>(bit)];
      if (role == Role::source ? held.bit != sent.value.bit : role != Role::received || held.bit >= 0)
        return fail(qpu, "message {} may not fill this bit", note.message), false;
      held = sent.value;
    }
    return true;
  }

  bool reads_known(int qpu, const std::vector<Term>& reads) {
    for (const Term& t : reads) {
      if (t.bit < 0) continue;
      const Held& held = view_of(qpu).held[static_cast<std::size_t>(t.bit)];
      if (held.bit >= 0 && held.version == versions_[static_cast<std::size_t>(held.bit)]) continue;
      const std::string name = program(qpu).circuit.bit_name(BitId(t.bit));
      return fail(qpu, "{} is read, but its value is not known here", name), false;
    }
    return true;
  }

  /// Names the bits in reads_ as the monolithic program does.
  bool same_condition(int qpu) {
    for (Term& t : reads_)
      if (t.bit >= 0) t.bit = view_of(qpu).held[static_cast<std::size_t>(t.bit)].bit;
    terms(in_.monolithic, mono(), wanted_);
    if (reads_ == wanted_) return true;
    return fail(qpu, "the statement depends on other bits or other values of them than where it is merged"),
           false;
  }

  bool measure(int qpu, const Gate& theirs) {
    View& v = view_of(qpu);
    const int bit = mono().detail;
    const auto own = static_cast<std::size_t>(theirs.detail);
    const bool outcome = in_.layout.source_bits[static_cast<std::size_t>(bit)] < 0;
    int& version = versions_[static_cast<std::size_t>(bit)];
    if (outcome ? v.roles[own] != Role::local : v.source_bits[own] != bit)
      return fail(qpu, "the measurement writes another bit than in monolithic.qasm"), false;
    if (outcome && v.held[own].bit >= 0) return fail(qpu, "an outcome bit is written a second time"), false;
    if (theirs.condition >= 0 && v.held[own] != Held{bit, version})
      return fail(qpu, "the bit that a measurement may leave as it was is not known here"), false;
    v.held[own] = {bit, ++version};
    if (outcome) busy_[in_.monolithic.qubit(mono()).index()] = 0;
    const auto notes = program(qpu).sends.next(v.next, v.send_notes);
    return notes.empty() || send(qpu, notes.front(), v.held[own]);
  }

  bool send(int qpu, const SendNote& note, Held value) {
    ++view_of(qpu).notes_used;
    std::vector<int> to = note.to;
    std::ranges::sort(to);
    if (to.empty() || std::ranges::adjacent_find(to) != to.end() || std::ranges::binary_search(to, qpu) ||
        to.back() >= static_cast<int>(in_.programs.size()))
      return fail(qpu, "message {} does not go to other QPUs, each once", note.message), false;
    const auto [first, last] = messages_.all(note.message);
    if (first < last && sent_[first].from >= 0)
      return fail(qpu, "message {} is sent twice", note.message), false;
    for (const int receiver : to)
      if (!message_row(note.message, qpu, receiver, note.at, std::nullopt)) return false;
    if (last - first != to.size())
      return fail(qpu, "message {} has other receivers in schedule.json", note.message), false;
    sent_[first] = {qpu, value};
    return true;
  }

  bool message_row(int id, int from, int to, std::optional<std::int64_t> sent,
                   std::optional<std::int64_t> used) {
    const auto [first, last] = messages_.all(id);
    for (std::size_t k = first; k < last; ++k) {
      const ScheduleFile::Message& m = messages_.nth(k);
      if (m.from == from && m.to == to && (!sent || *sent == m.sent) && (!used || *used == m.used))
        return true;
    }
    return fail(to, "message {} from {} to {} is not the one of schedule.json", id, from, to), false;
  }

  void finish() {
    for (std::size_t i = 0; i < views_.size(); ++i) {
      const AnnotatedProgram& p = in_.programs[i];
      std::size_t next = views_[i].next;
      while (next < p.circuit.num_gates() && p.circuit.gates()[next].kind == GateKind::barrier) ++next;
      if (next < p.circuit.num_gates())
        complain("qpu{}.qasm:{}: one statement more than in monolithic.qasm", i,
                 p.circuit.gates()[next].line);
      else if (views_[i].notes_used != p.ebits.size() + p.sends.size() + p.receives.size())
        complain("qpu{}.qasm: an annotation that was not reached", i);
    }
    unread_messages();
    final_bits();
    for (const ScheduleFile::Ebit& e : in_.schedule.ebits)
      if (e.link && made_[index_of(e)] == 0)
        complain_of(e, "e-bit {} is listed, but no program makes it", e.id);
  }

  void unread_messages() {
    for (std::size_t k = 0, last = 0; k < messages_.size(); k = last) {
      const ScheduleFile::Message& m = messages_.nth(k);
      last = messages_.all(m.id).second;
      if (sent_[k].from < 0) {
        complain_of(m, "message {} is listed, but no program sends it", m.id);
        continue;
      }
      for (std::size_t row = k; row < last; ++row)
        if (read_[row] == 0)
          complain("qpu{}.qasm: message {} is sent to QPU {}, whose program never reads it", sent_[k].from,
                   m.id, messages_.nth(row).to);
    }
  }

  std::size_t index_of(const ScheduleFile::Ebit& row) const {
    return static_cast<std::size_t>(&row - in_.schedule.ebits.data());
  }

  /// Whether QPU `qpu` is to read one of these rows of messages and has not yet; now it has.
  bool read_by(int qpu, std::size_t first, std::size_t last) {
    for (std::size_t k = first; k < last; ++k)
      if (messages_.nth(k).to == qpu && read_[k] == 0) return read_[k] = 1, true;
    return false;
  }

  /// schedule.json says for each bit of the source where its last value is.
  void final_bits() {
    const auto& sources = in_.source.bit_registers;
    const auto& finals = in_.schedule.final_bits;
    const auto same_shape = [](const Register& r, const ScheduleFile::SourceRegister& f) {
      return r.name == f.name && static_cast<std::size_t>(r.size) == f.bits.size();
    };
    if (!std::ranges::equal(sources, finals, same_shape))
      return complain_of(std::string("final_bits"), "final_bits does not have the source's registers");
    for (std::size_t i = 0; i < sources.size(); ++i)
      for (std::size_t k = 0; k < finals[i].bits.size(); ++k)
        if (!ends_at(in_.layout.bit_of_source[static_cast<std::size_t>(sources[i].first) + k],
                     finals[i].bits[k]))
          complain_of(fmt::format("final_bits[{}].bits[{}]", i, k),
                      "bit {} of {} does not end where final_bits says", k, sources[i].name);
  }

  /// Whether the last value of `bit` of the monolithic program is at `place`.
  bool ends_at(int bit, const ScheduleFile::FinalBit& place) const {
    const int version = versions_[static_cast<std::size_t>(bit)];
    if (place.qpu < 0 || version == 0) return place.qpu < 0 && version == 0;
    const int own = emitted::bit_named(program(place.qpu).circuit, place.name);
    return own >= 0 && views_[static_cast<std::size_t>(place.qpu)].held[static_cast<std::size_t>(own)] ==
                           Held{bit, version};
  }

  const ProgramsInput& in_;
  std::vector<View> views_;
  std::vector<int> versions_;            // by bit of the monolithic program: measurements so far
  std::set<std::pair<int, int>> links_;  // lower QPU first
  RowsById<ScheduleFile::Ebit> ebits_;
  RowsById<ScheduleFile::Message> messages_;
  std::vector<char> made_;            // by row of e-bits
  std::vector<Sent> sent_;            // by the first row of messages_ with the id
  std::vector<char> read_;            // by row of messages_
  std::vector<Term> reads_, wanted_;  // of the statement and of that of the monolithic program
  std::vector<char> busy_;            // by qubit of the monolithic program: holds a state
  std::size_t at_ = 0;                // gate of the monolithic program
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_programs(const ProgramsInput& input) {
  std::vector<Difference> differences;
  for (std::size_t i = 0; i < input.programs.size(); ++i) {
    const AnnotatedProgram& p = input.programs[i];
    if (p.qpu != static_cast<int>(i) || p.qpus != static_cast<int>(input.programs.size()))
      differences.emplace_back(fmt::format("qpu{}.qasm: says it is program {} of {}", i, p.qpu, p.qpus));
  }
  if (!differences.empty()) return differences;
  return Merge(input).run();
}

}  // namespace dqc::verify
