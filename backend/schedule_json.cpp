#include "backend/schedule_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

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

Json ids(const std::vector<QpuId>& qpus) {
  Json list = Json::array();
  for (QpuId q : qpus) list.push_back(q.value());
  return list;
}

/// Nine decimals: more would only show how a sum was rounded.
double rounded(double x) { return std::round(x * 1e9) / 1e9; }

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
    map("initial_map", program_.initial_map);
    map("final_map", program_.final_map);
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

  void map(std::string_view key, const std::vector<PhysicalQubit>& places) {
    const auto rows = [&] {
      for (std::size_t q = 0; q < places.size(); ++q) {
        JsonLine line = rows_.row();
        place(line.key(static_cast<std::int64_t>(q)), places[q]);
      }
    };
    rows_.list(key, rows, "{}");
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
  void messages_carrying(JsonLine& line, std::span<const OutcomeId> outcomes) const {
    line.open('[');
    for (OutcomeId o : outcomes)
      if (o.valid() && message_of_[o.index()] >= 0) line.number(message_of_[o.index()]);
    line.close(']');
  }

  void swaps(JsonLine& line, const Ebit& ebit) const {
    line.key("swaps").open('[');
    for (std::size_t i = 0; i + 1 < ebit.parts.size(); ++i) {
      line.open('{').key("qpu").number(ebit.path[i + 1].value());
      line.key("ebits").ids(std::span(ebit.parts).subspan(i, 2));
      messages_carrying(line.key("messages"), std::span(ebit.outcomes).subspan(2 * i, 2));
      line.close('}');
    }
    line.close(']');
  }

  static void use(JsonLine& line, const Ebit& ebit) {
    switch (ebit.purpose) {
      case EbitPurpose::cat:
        line.key("purpose").text("cat").key("ref").label('P', ebit.packet.value());
        break;
      case EbitPurpose::swap:
        line.key("purpose").text("swap").key("ref").label('E', ebit.whole.value());
        break;
      default: line.key("purpose").text("teleport").key("ref").label('T', ebit.teleport.value());
    }
  }

  /// [QPU, index], and "comm" where the index is of a communication qubit.
  static void place(JsonLine& line, const PhysicalQubit& q) {
    line.open('[').number(q.qpu.value()).number(q.index);
    if (q.comm) line.text("comm");
    line.close(']');
  }

  static void interval(JsonLine& line, const Interval& times) {
    line.key("start").number(times.start).key("end").number(times.end);
  }

  void ebits() {
    for (std::size_t e = 0; e < program_.ebits.size(); ++e) ebit(e);
  }

  void ebit(std::size_t e) {
    const Ebit& ebit = program_.ebits[e];
    const EbitTimes& times = timeline_.ebits[e];
    const std::int64_t ends[] = {ebit.qpus[0].value(), ebit.qpus[1].value()};
    JsonLine line = rows_.row();
    line.open('{').key("id").number(static_cast<std::int64_t>(e));
    line.key("kind").text(!ebit.parts.empty() ? "swapped" : ebit.rounds > 0 ? "purified" : "link");
    line.key("qpus").ids(ebit.qpus).key("path").ids(ebit.path);
    swaps(line, ebit);
    line.key("raw_pairs").real(rounded(qualities_[e].raw_pairs));
    line.key("fidelity").real(rounded(qualities_[e].pair[0]));
    use(line, ebit);
    line.key("comm")
        .open('{')
        .key(ends[0])
        .number(times.comm[0])
        .key(ends[1])
        .number(times.comm[1])
        .close('}');
    line.key("gen_start").number(times.generation.start).key("gen_end").number(times.generation.end);
    if (ebit.rounds > 0) {
      line.key("rounds").number(ebit.rounds).key("spare").open('{');
      for (std::size_t side : {0, 1}) line.key(ends[side]).numbers(ebit.spare[side]);
      line.close('}');
    }
    if (times.first_use) line.key("first_use").number(*times.first_use);
    if (times.release[0] || times.release[1]) {
      line.key("release").open('{');
      for (std::size_t side : {0, 1})
        if (times.release[side]) line.key(ends[side]).number(*times.release[side]);
      line.close('}');
    }
    line.close('}');
  }

  /// One row per receiver; rows of one message share its id.
  void messages() {
    MessageDelays delays(network_);
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      const Message& message = messages_[m];
      const std::int64_t sent = times_[message.sender].end;
      for (const Receipt& r : message.receipts) {
        JsonLine line = rows_.row();
        line.open('{')
            .key("id")
            .number(static_cast<std::int64_t>(m))
            .key("from")
            .number(message.from.value());
        line.key("to").number(r.qpu.value()).key("bits").number(1).key("sent").number(sent);
        line.key("arrives").number(sent + delays.ticks(message.from, r.qpu));
        line.key("used").number(times_[r.instruction].start).close('}');
      }
    }
  }

  void packets() {
    for (std::size_t p = 0; p < program_.packets.size(); ++p) {
      const Packet& packet = program_.packets[p];
      JsonLine line = rows_.row();
      line.open('{')
          .key("id")
          .label('P', static_cast<std::int64_t>(p))
          .key("root")
          .number(packet.root.value());
      line.key("root_qpu").number(packet.root_qpu.value()).key("tree").open('[');
      for (EbitId e : packet.tree)
        line.open('{')
            .key("ebit")
            .number(e.value())
            .key("edge")
            .ids(program_.ebits[e.index()].qpus)
            .close('}');
      line.close(']').key("source_gates").ids(packet.gates);
      interval(line, timeline_.packets[p]);
      messages_carrying(line.key("z_corrections"), packet.endings);
      line.close('}');
    }
  }

  void teleports() {
    for (std::size_t t = 0; t < program_.teleports.size(); ++t) {
      const Teleport& teleport = program_.teleports[t];
      const OutcomeId start =
          teleport.ebit.valid() ? timeline_.start_outcomes[teleport.ebit.index()] : OutcomeId();
      const OutcomeId outcomes[] = {start, teleport.z_outcome};
      JsonLine line = rows_.row();
      line.open('{').key("id").label('T', static_cast<std::int64_t>(t));
      line.key("logical").number(teleport.qubit.value());
      place(line.key("from"), teleport.from);
      place(line.key("to"), teleport.to);
      line.key("ebit").number(teleport.ebit.value());
      messages_carrying(line.key("messages"), outcomes);
      interval(line, timeline_.teleports[t]);
      line.close('}');
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
