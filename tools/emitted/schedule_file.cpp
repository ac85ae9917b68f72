#include "tools/emitted/schedule_file.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace dqc::emitted {
namespace {

using Json = nlohmann::json;

/// Reads fields by name; the first trouble is kept and everything after it reads as empty.
class Reader {
 public:
  Result<ScheduleFile> read(std::string_view text) {
    const Json root = Json::parse(text, nullptr, false);
    if (root.is_discarded() || !root.is_object())
      return Error{ExitCode::bad_input, "schedule.json is not a JSON object", ""};
    if (text_of(root, "format") != "dqc-schedule" || number(root, "version") != 1)
      trouble("schedule.json is not a dqc-schedule of version 1");
    latency_ = latency(object(root, "latency"));
    for (const Json& row : list(root, "qpus")) qpu(row);
    for (const Json& row : list(root, "links")) link(row);
    if (root.contains("demand")) demand(object(root, "demand"));
    file_.initial_map = places(root, "initial_map");
    file_.final_map = places(root, "final_map");
    if (root.contains("bit_registers"))
      for (const auto& [name, value] : object(root, "bit_registers").items()) {
        if (!value.is_string())
          trouble("bit_registers holds something else than names");
        else
          file_.bit_registers[name] = value.get<std::string>();
      }
    if (root.contains("final_bits"))
      for (const Json& row : list(root, "final_bits")) final_register(row);
    for (const Json& row : list(root, "ebits")) ebit(row);
    for (const Json& row : list(root, "messages")) message(row);
    for (const Json& row : list(root, "packets")) packet(row);
    for (const Json& row : list(root, "teleports")) teleport(row);
    totals(object(root, "totals"));
    if (!error_.empty()) return Error{ExitCode::bad_input, error_, ""};
    return std::move(file_);
  }

 private:
  void trouble(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

  const Json& field(const Json& object, const char* key) {
    static const Json nothing;
    if (object.is_object())
      if (const auto found = object.find(key); found != object.end()) return *found;
    trouble(fmt::format("schedule.json: field '{}' is missing", key));
    return nothing;
  }
  const Json& list(const Json& object, const char* key) {
    static const Json empty = Json::array();
    const Json& value = field(object, key);
    if (value.is_array()) return value;
    trouble(fmt::format("schedule.json: field '{}' is not a list", key));
    return empty;
  }
  const Json& object(const Json& parent, const char* key) {
    static const Json empty = Json::object();
    const Json& value = field(parent, key);
    if (value.is_object()) return value;
    trouble(fmt::format("schedule.json: field '{}' is not an object", key));
    return empty;
  }
  std::int64_t number(const Json& object, const char* key) { return number_in(field(object, key), key); }
  std::int64_t number_in(const Json& value, const char* key) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    trouble(fmt::format("schedule.json: field '{}' is not a whole number", key));
    return 0;
  }
  int small(const Json& object, const char* key) { return small_in(field(object, key), key); }
  int small_in(const Json& value, const char* key) {
    const std::int64_t n = number_in(value, key);
    if (n >= 0 && n <= 1'000'000'000) return static_cast<int>(n);
    trouble(fmt::format("schedule.json: field '{}' is {}", key, n));
    return 0;
  }
  std::string text_of(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (value.is_string()) return value.get<std::string>();
    trouble(fmt::format("schedule.json: field '{}' is not a text", key));
    return {};
  }
  int qpu_id(const Json& value, const char* key) {
    const int id = small_in(value, key);
    if (static_cast<std::size_t>(id) < file_.qpus.size()) return id;
    trouble(fmt::format("schedule.json: field '{}' names QPU {}, which is not there", key, id));
    return 0;
  }
  std::array<int, 2> pair(const Json& row, const char* key) {
    const Json& value = list(row, key);
    if (value.size() == 2) return {qpu_id(value[0], key), qpu_id(value[1], key)};
    trouble(fmt::format("schedule.json: field '{}' does not name two QPUs", key));
    return {};
  }

  void qpu(const Json& row) {
    if (small(row, "id") != static_cast<int>(file_.qpus.size()))
      trouble("schedule.json: QPU ids are not 0, 1, 2, ...");
    file_.qpus.push_back({small(row, "data"), small(row, "comm"), text_of(row, "program"),
                          row.contains("latency") ? latency(object(row, "latency")) : latency_});
    if (!row.contains("device")) return;
    const Json& device = object(row, "device");
    file_.qpus.back().device_qubits = small(device, "qubits");
    if (!field(device, "layout").is_null()) {
      const Json& layout = object(device, "layout");
      file_.qpus.back().layout = {sites(layout, "data"), sites(layout, "comm")};
    }
  }

  /// Qubits of a device, null for none.
  std::vector<int> sites(const Json& layout, const char* key) {
    std::vector<int> sites;
    for (const Json& site : list(layout, key)) sites.push_back(site.is_null() ? -1 : small_in(site, key));
    return sites;
  }

  Latency latency(const Json& row) {
    return {small(row, "q1"),    small(row, "q2"),  small(row, "measure"),
            small(row, "reset"), small(row, "epr"), small(row, "hop")};
  }

  void link(const Json& row) {
    file_.links.push_back({pair(row, "qpus"), small(row, "ebit_latency"), fraction(row, "p_success"),
                           fraction(row, "fidelity"), row.contains("capacity") ? small(row, "capacity") : 0});
  }

  void demand(const Json& row) {
    ScheduleFile::Demand& d = file_.demand;
    if (row.contains("min_fidelity")) d.min_fidelity = fraction(row, "min_fidelity");
    if (row.contains("quantile")) d.quantile = fraction(row, "quantile");
    if (row.contains("max_age")) d.max_age = small(row, "max_age");
    const std::string protocol = text_of(row, "purification");
    d.bbpssw = protocol == "bbpssw";
    if (!d.bbpssw && protocol != "dejmps")
      trouble(fmt::format("schedule.json: purification is '{}'", protocol));
  }

  double real(const Json& row, const char* key) {
    const Json& value = field(row, key);
    if (value.is_number()) return value.get<double>();
    trouble(fmt::format("schedule.json: field '{}' is not a number", key));
    return 0;
  }

  /// Greater than 0 and at most 1.
  double fraction(const Json& row, const char* key) {
    const Json& value = field(row, key);
    const double x = value.is_number() ? value.get<double>() : 0;
    if (x > 0 && x <= 1) return x;
    trouble(fmt::format("schedule.json: field '{}' is not greater than 0 and at most 1", key));
    return 1;
  }

  ScheduleFile::Place place(const Json& row, const char* key) {
    const bool comm = row.is_array() && row.size() == 3 && row[2] == "comm";
    if (comm || (row.is_array() && row.size() == 2))
      return {qpu_id(row[0], key), small_in(row[1], key), comm};
    trouble(
        fmt::format("schedule.json: field '{}' does not hold [QPU, index] or [QPU, index, \"comm\"]", key));
    return {};
  }

  std::vector<ScheduleFile::Place> places(const Json& root, const char* key) {
    const Json& map = object(root, key);
    std::vector<ScheduleFile::Place> out;
    for (std::size_t q = 0; q < map.size(); ++q)
      out.push_back(place(field(map, std::to_string(q).c_str()), key));
    return out;
  }

  void final_register(const Json& row) {
    ScheduleFile::SourceRegister& r = file_.final_bits.emplace_back();
    r.name = text_of(row, "register");
    for (const Json& bit : list(row, "bits"))
      r.bits.push_back(bit.is_null()
                           ? ScheduleFile::FinalBit()
                           : ScheduleFile::FinalBit{qpu_id(field(bit, "qpu"), "qpu"), text_of(bit, "bit")});
  }

  std::vector<int> ids(const Json& row, const char* key) {
    std::vector<int> out;
    for (const Json& id : list(row, key)) out.push_back(small_in(id, key));
    return out;
  }

  /// The row's own id is its letter and its place in the list.
  void labelled(const Json& row, char letter, std::size_t place) {
    if (text_of(row, "id") != letter + std::to_string(place))
      trouble(fmt::format("schedule.json: ids are not {0}0, {0}1, ...", letter));
  }

  void packet(const Json& row) {
    labelled(row, 'P', file_.packets.size());
    ScheduleFile::Packet p{
        small(row, "root"), qpu_id(field(row, "root_qpu"), "root_qpu"), {}, {}, ids(row, "z_corrections")};
    for (const Json& branch : list(row, "tree")) {
      p.tree.push_back(small(branch, "ebit"));
      p.edges.push_back(pair(branch, "edge"));
    }
    file_.packets.push_back(std::move(p));
  }

  void teleport(const Json& row) {
    labelled(row, 'T', file_.teleports.size());
    file_.teleports.push_back({small(row, "logical"), place(field(row, "from"), "from"),
                               place(field(row, "to"), "to"), small(row, "ebit"), ids(row, "messages")});
  }

  void ebit(const Json& row) {
    ScheduleFile::Ebit e;
    e.id = small(row, "id");
    const std::string kind = text_of(row, "kind");
    if (kind != "link" && kind != "swapped" && kind != "purified")
      trouble(fmt::format("schedule.json: e-bit {} is of kind '{}'", e.id, kind));
    e.link = kind != "swapped";
    e.purpose = text_of(row, "purpose");
    e.reference = text_of(row, "ref");
    e.qpus = pair(row, "qpus");
    const Json& comm = object(row, "comm");
    for (const std::size_t side : {0u, 1u}) e.comm[side] = small(comm, std::to_string(e.qpus[side]).c_str());
    if (row.contains("raw_pairs")) e.raw_pairs = real(row, "raw_pairs");
    if (row.contains("fidelity")) e.fidelity = real(row, "fidelity");
    if (row.contains("rounds")) purification(row, e);
    if ((kind == "purified") != (e.rounds > 0))
      trouble(fmt::format("schedule.json: e-bit {} of kind '{}' has {} rounds of purification", e.id, kind,
                          e.rounds));
    e.start = number(row, "gen_start");
    e.end = number(row, "gen_end");
    if (row.contains("first_use")) e.first_use = number(row, "first_use");
    if (row.contains("release"))
      for (const std::size_t side : {0u, 1u})
        if (const std::string key = std::to_string(e.qpus[side]); row["release"].contains(key))
          e.release[side] = number(row["release"], key.c_str());
    for (const Json& qpu : list(row, "path")) e.path.push_back(qpu_id(qpu, "path"));
    for (const Json& swap : list(row, "swaps"))
      e.swaps.push_back({qpu_id(field(swap, "qpu"), "qpu"), ebit_pair(swap), ids(swap, "messages")});
    file_.ebits.push_back(std::move(e));
  }

  void purification(const Json& row, ScheduleFile::Ebit& e) {
    e.rounds = small(row, "rounds");
    if (e.rounds > 64) trouble("schedule.json: more than 64 rounds of purification");
    const Json& spare = object(row, "spare");
    for (const std::size_t side : {0u, 1u}) e.spare[side] = ids(spare, std::to_string(e.qpus[side]).c_str());
  }

  std::array<int, 2> ebit_pair(const Json& swap) {
    const std::vector<int> pair = ids(swap, "ebits");
    if (pair.size() == 2) return {pair[0], pair[1]};
    trouble("schedule.json: a swap does not join two e-bits");
    return {};
  }

  void message(const Json& row) {
    if (number(row, "bits") != 1) trouble("schedule.json: a message does not carry one bit");
    file_.messages.push_back({small(row, "id"), qpu_id(field(row, "from"), "from"),
                              qpu_id(field(row, "to"), "to"), number(row, "sent"), number(row, "arrives"),
                              number(row, "used")});
  }

  void totals(const Json& row) {
    for (const auto& [name, value] : row.items()) {
      if (name == "raw_pairs") {
        file_.raw_pairs = real(row, "raw_pairs");
        continue;
      }
      if (name != "peak_comm") {
        file_.totals[name] = number_in(value, "totals");
        continue;
      }
      for (const Json& peak : list(row, "peak_comm")) file_.peak_comm.push_back(number_in(peak, "peak_comm"));
    }
  }

  ScheduleFile file_;
  Latency latency_;  // of QPUs that state none
  std::string error_;
};

}  // namespace

Result<ScheduleFile> read_schedule(std::string_view text) { return Reader().read(text); }

}  // namespace dqc::emitted
