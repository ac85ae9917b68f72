#include "backend/schedule_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "backend/ebit_quality.h"
#include "backend/json_rows.h"
#include "backend/names.h"
#include "backend/placement_json.h"
#include "backend/qpu_program.h"
#include "backend/report.h"
#include "backend/timeline.h"
#include "backend/usage.h"
#include "passes/ir/messages.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

Json latency_json(const Latency& l) {
  return {{"q1", l.q1},       {"q2", l.q2},   {"measure", l.measure},
          {"reset", l.reset}, {"epr", l.epr}, {"hop", l.hop}};
}

/// [QPU, index], and "comm" where the index is of a communication qubit.
Json place(const PhysicalQubit& q) {
  Json place = Json::array({q.qpu.value(), q.index});
  if (q.comm) place.push_back("comm");
  return place;
}

Json ids(const std::vector<QpuId>& qpus) {
  Json list = Json::array();
  for (QpuId q : qpus) list.push_back(q.value());
  return list;
}

/// Nine decimals: more would only show how a sum was rounded.
double rounded(double x) { return std::round(x * 1e9) / 1e9; }

template <class IdType>
std::string label(char kind, IdType id) {
  return kind + std::to_string(id.value());
}

class ScheduleWriter {
 public:
  explicit ScheduleWriter(const Module& module)
      : module_(module),
        network_(*module.network),
        program_(*module.program),
        times_(module.schedule->times),
        messages_(messages_of(module.circuit, program_)),
        timeline_(timeline_of(module)),
        qualities_(ebit_qualities(network_, program_)),
        message_of_(static_cast<std::size_t>(program_.num_outcomes), -1) {
    for (std::size_t m = 0; m < messages_.size(); ++m)
      if (messages_[m].outcome.valid())
        message_of_[messages_[m].outcome.index()] = static_cast<std::int32_t>(m);
  }

  std::string run() {
    rows_.member("format", "dqc-schedule");
    rows_.member("version", 1);
    rows_.member("time_unit", "tick");
    rows_.member("latency", latency_json(network_.qpus.front().latency));
    rows_.member("qpus", qpus());
    rows_.member("links", links());
    if (network_.demand != EbitDemand()) rows_.member("demand", demand());
    rows_.member("initial_map", map(program_.initial_map));
    rows_.member("final_map", map(program_.final_map));
    rows_.member("bit_registers", bit_registers());
    rows_.member("final_bits", final_bits());
    rows_.list("ebits", [this] { ebits(); });
    rows_.list("messages", [this] { messages(); });
    rows_.list("packets", [this] { packets(); });
    rows_.list("teleports", [this] { teleports(); });
    rows_.member("totals", totals());
    return rows_.finish();
  }

 private:
  Json qpus() const {
    Json list = Json::array();
    for (std::size_t i = 0; i < network_.size(); ++i) {
      const Qpu& qpu = network_.qpus[i];
      Json row = {{"id", i}, {"data", qpu.data}, {"comm", qpu.comm}, {"program", qpu_program_name(i)}};
      if (qpu.external_id != static_cast<std::int64_t>(i)) row["network_id"] = qpu.external_id;
      if (!qpu.name.empty()) row["name"] = qpu.name;
      if (qpu.latency != network_.qpus.front().latency) row["latency"] = latency_json(qpu.latency);
      if (i < module_.qpu_devices.size() && module_.qpu_devices[i])
        row["device"] = placement_json(*module_.qpu_devices[i]);
      list.push_back(std::move(row));
    }
    return list;
  }

  Json links() const {
    Json list = Json::array();
    for (const Link& link : network_.links) {
      Json row = {{"qpus", ids({link.a, link.b})},
                  {"ebit_latency", link.ebit_latency},
                  {"p_success", link.p_success},
                  {"fidelity", link.fidelity}};
      if (link.capacity > 0) row["capacity"] = link.capacity;
      list.push_back(std::move(row));
    }
    return list;
  }

  Json demand() const {
    const EbitDemand& d = network_.demand;
    Json object = Json::object();
    if (d.min_fidelity > 0) object["min_fidelity"] = d.min_fidelity;
    object["purification"] = purification_name(d.purification);
    if (d.quantile > 0) object["quantile"] = d.quantile;
    if (d.max_age >= 0) object["max_age"] = d.max_age;
    return object;
  }

  /// Source qubits are distinct keys: appending keeps the object linear.
  static Json map(const std::vector<PhysicalQubit>& places) {
    Json::object_t object;
    for (std::size_t q = 0; q < places.size(); ++q)
      object.Container::emplace_back(std::to_string(q), place(places[q]));
    return object;
  }

  Json bit_registers() const {
    Json object = Json::object();
    const BitNames names = monolithic_bit_names(module_.circuit, QasmVersion::qasm3);
    for (std::size_t i = 0; i < module_.circuit.bit_registers.size(); ++i)
      object[module_.circuit.bit_registers[i].name] = names.bit_register(i);
    return object;
  }

  /// For each bit of each register, where it ends: the QPU that measured it last, and its name there.
  Json final_bits() const {
    const std::vector<QpuId> writers = last_writers(module_.circuit, program_);
    const BitNames names = qpu_bit_names(module_.circuit);
    Json list = Json::array();
    for (const Register& r : module_.circuit.bit_registers) {
      Json bits = Json::array();
      for (BitId bit(r.first); bit.value() < r.first + r.size; bit = BitId(bit.value() + 1)) {
        const QpuId writer = writers[bit.index()];
        bits.push_back(writer.valid() ? Json{{"qpu", writer.value()}, {"bit", names.bit(bit)}} : Json());
      }
      list.push_back({{"register", r.name}, {"bits", std::move(bits)}});
    }
    return list;
  }

  /// The messages that carry `outcomes`; one that no other QPU reads has none.
  Json messages_carrying(const std::vector<OutcomeId>& outcomes) const {
    Json list = Json::array();
    for (OutcomeId o : outcomes)
      if (o.valid() && message_of_[o.index()] >= 0) list.push_back(message_of_[o.index()]);
    return list;
  }

  Json swaps(const Ebit& ebit) const {
    Json list = Json::array();
    for (std::size_t i = 0; i + 1 < ebit.parts.size(); ++i)
      list.push_back({{"qpu", ebit.path[i + 1].value()},
                      {"ebits", Json::array({ebit.parts[i].value(), ebit.parts[i + 1].value()})},
                      {"messages", messages_carrying({ebit.outcomes[2 * i], ebit.outcomes[2 * i + 1]})}});
    return list;
  }

  static const char* purpose(const Ebit& ebit) {
    return ebit.purpose == EbitPurpose::cat ? "cat" : ebit.purpose == EbitPurpose::swap ? "swap" : "teleport";
  }
  static std::string reference(const Ebit& ebit) {
    if (ebit.purpose == EbitPurpose::cat) return label('P', ebit.packet);
    return ebit.purpose == EbitPurpose::swap ? label('E', ebit.whole) : label('T', ebit.teleport);
  }

  void ebits() {
    for (std::size_t e = 0; e < program_.ebits.size(); ++e) {
      const Ebit& ebit = program_.ebits[e];
      const EbitTimes& times = timeline_.ebits[e];
      const std::string ends[] = {std::to_string(ebit.qpus[0].value()), std::to_string(ebit.qpus[1].value())};
      Json row = {{"id", e},
                  {"kind", !ebit.parts.empty() ? "swapped"
                           : ebit.rounds > 0   ? "purified"
                                               : "link"},
                  {"qpus", ids({ebit.qpus[0], ebit.qpus[1]})},
                  {"path", ids(ebit.path)},
                  {"swaps", swaps(ebit)},
                  {"raw_pairs", rounded(qualities_[e].raw_pairs)},
                  {"fidelity", rounded(qualities_[e].pair[0])},
                  {"purpose", purpose(ebit)},
                  {"ref", reference(ebit)},
                  {"comm", {{ends[0], times.comm[0]}, {ends[1], times.comm[1]}}},
                  {"gen_start", times.generation.start},
                  {"gen_end", times.generation.end}};
      if (ebit.rounds > 0) {
        row["rounds"] = ebit.rounds;
        row["spare"] = {{ends[0], ebit.spare[0]}, {ends[1], ebit.spare[1]}};
      }
      if (times.first_use) row["first_use"] = *times.first_use;
      for (std::size_t side : {0, 1})
        if (times.release[side]) row["release"][ends[side]] = *times.release[side];
      rows_.row(row);
    }
  }

  /// One row per receiver; rows of one message share its id.
  void messages() {
    MessageDelays delays(network_);
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      const Message& message = messages_[m];
      const std::int64_t sent = times_[message.sender].end;
      for (const Receipt& r : message.receipts)
        rows_.row({{"id", m},
                   {"from", message.from.value()},
                   {"to", r.qpu.value()},
                   {"bits", 1},
                   {"sent", sent},
                   {"arrives", sent + delays.ticks(message.from, r.qpu)},
                   {"used", times_[r.instruction].start}});
    }
  }

  void packets() {
    for (std::size_t p = 0; p < program_.packets.size(); ++p) {
      const Packet& packet = program_.packets[p];
      Json tree = Json::array();
      for (EbitId e : packet.tree) {
        const Ebit& ebit = program_.ebits[e.index()];
        tree.push_back({{"ebit", e.value()}, {"edge", ids({ebit.qpus[0], ebit.qpus[1]})}});
      }
      Json gates = Json::array();
      for (GateId g : packet.gates) gates.push_back(g.value());
      rows_.row({{"id", label('P', PacketId(p))},
                 {"root", packet.root.value()},
                 {"root_qpu", packet.root_qpu.value()},
                 {"tree", std::move(tree)},
                 {"source_gates", std::move(gates)},
                 {"start", timeline_.packets[p].start},
                 {"end", timeline_.packets[p].end},
                 {"z_corrections", messages_carrying(packet.endings)}});
    }
  }

  void teleports() {
    for (std::size_t t = 0; t < program_.teleports.size(); ++t) {
      const Teleport& teleport = program_.teleports[t];
      const OutcomeId start =
          teleport.ebit.valid() ? timeline_.start_outcomes[teleport.ebit.index()] : OutcomeId();
      rows_.row({{"id", label('T', TeleportId(t))},
                 {"logical", teleport.qubit.value()},
                 {"from", place(teleport.from)},
                 {"to", place(teleport.to)},
                 {"ebit", teleport.ebit.value()},
                 {"messages", messages_carrying({start, teleport.z_outcome})},
                 {"start", timeline_.teleports[t].start},
                 {"end", timeline_.teleports[t].end}});
    }
  }

  Json totals() const {
    const Figures f = figures_of(module_);
    return {{"ebits_link", f.ebits_link}, {"ebits_end_to_end", f.ebits_end_to_end},
            {"swaps", f.swaps},           {"teleports", f.teleports},
            {"packets", f.packets},       {"messages", f.messages},
            {"makespan", f.makespan},     {"raw_pairs", rounded(f.raw_pairs)},
            {"peak_comm", f.peak_comm}};
  }

  const Module& module_;
  const Network& network_;
  const Program& program_;
  const std::vector<Interval>& times_;
  std::vector<Message> messages_;
  Timeline timeline_;
  std::vector<LinkPair> qualities_;       ///< by e-bit
  std::vector<std::int32_t> message_of_;  ///< by outcome, or -1
  JsonRows rows_;
};

}  // namespace

std::string schedule_json(const Module& module) { return ScheduleWriter(module).run(); }

}  // namespace dqc
