#include "tools/emitted/schedule_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "tools/emitted/row_reader.h"

namespace dqc::emitted {
namespace {

class Reader : private RowReader {
 public:
  Result<ScheduleFile> read(const JsonSource& source) {
    if (Status done = read_flat_json(source, *this); !done) return done.error();
    if (good()) complete();
    if (!good()) return error(source);
    return std::move(file_);
  }

 private:
  using Kind = FlatJson::Kind;

  /// A member of the document; `row` reads an element where it is a list.
  struct Section {
    std::string_view name;
    bool needed;
    void (Reader::*whole)(Field);
    void (Reader::*row)(Field);
  };
  static constexpr std::size_t num_sections = 16;
  static const std::array<Section, num_sections> sections;

  bool member(std::string_view name, const FlatJson& value) override {
    const auto found = std::ranges::find(sections, name, &Section::name);
    if (found == sections.end()) {
      fail_at("", fmt::format("unknown key '{}'", name.substr(0, 64)), std::string(name));
      return false;
    }
    section_ = &*found;
    if (std::exchange(seen_[static_cast<std::size_t>(found - sections.begin())], true))
      fail_at("", fmt::format("key '{}' is given twice in one object", name), std::string(name));
    begin(value, section_->name);
    rows_ = 0;
    if (!section_->row)
      (this->*section_->whole)(whole(name));
    else
      is(whole(name), Kind::list);
    return good();
  }

  bool row(const FlatJson& value) override {
    begin(value, section_->name, rows_++);
    (this->*section_->row)(whole(section_->name));
    return good();
  }

  /// What is only known at the end, since members stand in any order.
  void complete() {
    for (std::size_t i = 0; i < num_sections; ++i)
      if (sections[i].needed && !seen_[i])
        return fail_at("", fmt::format("field '{}' is missing", sections[i].name));
    for (const std::size_t qpu : of_default_latency_) file_.qpus[qpu].latency = latency_;
    if (highest_qpu_ >= static_cast<int>(file_.qpus.size()))
      fail_at(highest_qpu_path_, fmt::format("names QPU {}, which is not there", highest_qpu_));
  }

  int qpu_id(Field f) {
    const int id = small(f);
    if (id > highest_qpu_ && good()) {
      highest_qpu_ = id;
      highest_qpu_path_ = path(f);
    }
    return id;
  }

  /// Takes the elements of a list of `n`; fails for another number.
  template <std::size_t n>
  std::array<Field, n> elements(Field f) {
    std::array<Field, n> found;
    found.fill({f.key, f.at});
    std::size_t i = 0;
    if (is(f, Kind::list) && size(f) != n) fail(f, fmt::format("expected {} elements", n));
    each(f, [&](Field element) { found[i++] = element; });
    return found;
  }

  std::array<int, 2> qpu_pair(Field f) {
    const auto [a, b] = elements<2>(f);
    return {qpu_id(a), qpu_id(b)};
  }

  /// Appends to `numbers` what `read` makes of each element.
  template <class Read>
  ScheduleFile::List list(Field f, Read read) {
    const std::size_t begin = file_.numbers.size();
    each(f, [&](Field element) { read(element); });
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(file_.numbers.size() - begin)};
  }
  ScheduleFile::List ids(Field f) {
    return list(f, [&](Field id) { file_.numbers.push_back(small(id)); });
  }

  void format(Field f) {
    if (text(f) != "dqc-schedule") fail(f, "not a dqc-schedule of version 1");
  }
  void version(Field f) {
    if (number(f) != 1) fail(f, "not a dqc-schedule of version 1");
  }
  void time_unit(Field f) {
    if (text(f) != "tick") fail(f, "expected \"tick\"");
  }
  void default_latency(Field f) { latency_ = latency(f); }

  Latency latency(Field f) {
    const auto [q1, q2, measure, reset, epr, hop] =
        members(f, {"q1", "q2", "measure", "reset", "epr", "hop"});
    return {small(q1), small(q2), small(measure), small(reset), small(epr), small(hop)};
  }

  void qpu(Field f) {
    const auto [id, data, comm, program, network_id, name, own_latency, device] =
        members(f, {"id", "data", "comm", "program", "network_id", "name", "latency", "device"});
    if (small(id) != static_cast<int>(file_.qpus.size())) fail(id, "QPU ids are not 0, 1, 2, ...");
    ScheduleFile::Qpu& qpu = file_.qpus.emplace_back();
    qpu.data = small(data);
    qpu.comm = small(comm);
    qpu.program = text(program);
    if (std::filesystem::path(qpu.program).filename() != qpu.program) fail(program, "expected a file name");
    if (network_id.there()) number(network_id);
    if (name.there()) text(name);
    if (own_latency.there())
      qpu.latency = latency(own_latency);
    else
      of_default_latency_.push_back(file_.qpus.size() - 1);
    if (device.there()) placement(device, qpu);
  }

  void placement(Field f, ScheduleFile::Qpu& qpu) {
    const auto [name, qubits, layout, fidelity] = members(f, {"name", "qubits", "layout", "fidelity"});
    if (name.there()) text(name);
    qpu.device_qubits = small(qubits);
    if (fidelity.there() && kind(fidelity) != Kind::null) real(fidelity);
    if (layout.there() && kind(layout) == Kind::null) return;
    is(layout, Kind::object);
    if (!good()) return;
    const auto [data, comm] = members(layout, {"data", "comm"});
    qpu.layout = {sites(data), sites(comm)};
  }

  /// Qubits of a device, null for none.
  std::vector<int> sites(Field f) {
    std::vector<int> sites;
    each(f, [&](Field site) { sites.push_back(kind(site) == Kind::null ? -1 : small(site)); });
    return sites;
  }

  void link(Field f) {
    const auto [qpus, ebit_latency, p_success, fidelity, capacity] =
        members(f, {"qpus", "ebit_latency", "p_success", "fidelity", "capacity"});
    file_.links.push_back({qpu_pair(qpus), small(ebit_latency), fraction(p_success), fraction(fidelity),
                           capacity.there() ? small(capacity) : 0});
  }

  void demand(Field f) {
    ScheduleFile::Demand& d = file_.demand;
    const auto [min_fidelity, purification, quantile, max_age] =
        members(f, {"min_fidelity", "purification", "quantile", "max_age"});
    if (min_fidelity.there()) d.min_fidelity = fraction(min_fidelity);
    if (quantile.there()) d.quantile = fraction(quantile);
    if (max_age.there()) d.max_age = small(max_age);
    const std::string_view protocol = text(purification);
    d.bbpssw = protocol == "bbpssw";
    if (!d.bbpssw && protocol != "dejmps") fail(purification, "expected \"dejmps\" or \"bbpssw\"");
  }

  ScheduleFile::Place place(Field f) {
    if (is(f, Kind::list) && (size(f) == 2 || size(f) == 3)) {
      ScheduleFile::Place place;
      int at = 0;
      each(f, [&](Field part) {
        if (at == 0) place.qpu = qpu_id(part);
        if (at == 1) place.index = small(part);
        if (at == 2) place.comm = text(part) == "comm";
        if (at++ == 2 && !place.comm) fail(part, "expected \"comm\"");
      });
      return place;
    }
    fail(f, "expected [QPU, index] or [QPU, index, \"comm\"]");
    return {};
  }

  void initial_map(Field f) { file_.initial_map = places(f); }
  void final_map(Field f) { file_.final_map = places(f); }

  /// The keys are "0", "1", ... in any order.
  std::vector<ScheduleFile::Place> places(Field f) {
    if (!is(f, Kind::object)) return {};
    std::vector<ScheduleFile::Place> places(size(f), {-1});
    each(f, Kind::object, [&](Field member) {
      const auto qubit = number_of(key(member));
      if (!qubit || static_cast<std::size_t>(*qubit) >= places.size() ||
          places[static_cast<std::size_t>(*qubit)].qpu >= 0)
        return fail(member, fmt::format("the keys are not \"0\" .. \"{}\"", places.size() - 1));
      places[static_cast<std::size_t>(*qubit)] = place(member);
    });
    return places;
  }

  /// The number that a key names as the program that writes it would.
  static std::optional<int> number_of(std::string_view key) {
    int n = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), n);
    const bool whole = error == std::errc() && end == key.data() + key.size();
    return whole && n >= 0 && (key.size() == 1 || key[0] != '0') ? std::optional(n) : std::nullopt;
  }

  void bit_registers(Field f) {
    each(f, Kind::object, [&](Field member) {
      if (!file_.bit_registers.emplace(key(member), text(member)).second) fail(member, "stands twice");
    });
  }

  void final_register(Field f) {
    const auto [name, bits] = members(f, {"register", "bits"});
    ScheduleFile::SourceRegister& r = file_.final_bits.emplace_back();
    r.name = text(name);
    each(bits, [&](Field bit) {
      ScheduleFile::FinalBit& end = r.bits.emplace_back();
      if (kind(bit) == Kind::null) return;
      const auto [qpu, bit_name] = members(bit, {"qpu", "bit"});
      end.qpu = qpu_id(qpu);
      end.name = text(bit_name);
    });
  }

  void ebit(Field f) {
    const auto [id, kind, qpus, path, swaps, raw_pairs, fidelity, purpose, ref, comm, gen_start, gen_end,
                rounds, spare, first_use, release] =
        members(f, {"id", "kind", "qpus", "path", "swaps", "raw_pairs", "fidelity", "purpose", "ref", "comm",
                    "gen_start", "gen_end", "rounds", "spare", "first_use", "release"});
    ScheduleFile::Ebit e;
    e.id = small(id);
    e.qpus = qpu_pair(qpus);
    e.path = list(path, [&](Field qpu) { file_.numbers.push_back(qpu_id(qpu)); });
    e.first_swap = static_cast<std::uint32_t>(file_.swaps.size());
    each(swaps, [&](Field s) { swap(s); });
    e.num_swaps = static_cast<std::uint32_t>(file_.swaps.size()) - e.first_swap;
    if (raw_pairs.there()) e.raw_pairs = real(raw_pairs);
    if (fidelity.there()) e.fidelity = real(fidelity);
    if (const auto use = read_ebit_use(text(purpose), text(ref)))
      e.use = *use;
    else
      fail(ref, "expected P0, T0 or E0, ... for the purposes cat, teleport and swap");
    at_ends(comm, e, true, [&](std::size_t side, Field qubit) { e.comm[side] = small(qubit); });
    e.start = number(gen_start);
    e.end = number(gen_end);
    if (rounds.there()) purification(rounds, spare, e);
    of_kind(kind, e);
    if (first_use.there()) e.first_use = number(first_use);
    if (release.there())
      at_ends(release, e, false, [&](std::size_t side, Field time) { e.release[side] = number(time); });
    file_.ebits.push_back(e);
  }

  void of_kind(Field f, ScheduleFile::Ebit& e) {
    const std::string_view kind = text(f);
    e.link = kind != "swapped";
    if (kind != "link" && kind != "swapped" && kind != "purified")
      fail(f, "expected \"link\", \"swapped\" or \"purified\"");
    if ((kind == "purified") != (e.rounds > 0))
      fail(f, fmt::format("{} with {} rounds of purification", kind, e.rounds));
  }

  void purification(Field rounds, Field spare, ScheduleFile::Ebit& e) {
    e.rounds = small(rounds);
    if (e.rounds > 64) fail(rounds, "more than 64 rounds of purification");
    at_ends(spare, e, true, [&](std::size_t side, Field qubits) { e.spare[side] = ids(qubits); });
  }

  /// The members of an object whose keys are the QPUs of `e`; `both` must be there.
  template <class Use>
  void at_ends(Field f, const ScheduleFile::Ebit& e, bool both, Use use) {
    std::array<bool, 2> seen = {};
    each(f, Kind::object, [&](Field member) {
      const auto qpu = number_of(key(member));
      for (const std::size_t side : {0u, 1u})
        if (qpu && *qpu == e.qpus[side] && !std::exchange(seen[side], true)) return use(side, member);
      fail(member, fmt::format("the keys are not the QPUs {} and {}, each once", e.qpus[0], e.qpus[1]));
    });
    for (const std::size_t side : {0u, 1u})
      if (both && !seen[side]) fail(f, fmt::format("field '{}' is missing", e.qpus[side]));
  }

  void swap(Field f) {
    const auto [qpu, ebits, messages] = members(f, {"qpu", "ebits", "messages"});
    const auto [a, b] = elements<2>(ebits);
    file_.swaps.push_back({qpu_id(qpu), {small(a), small(b)}, ids(messages)});
  }

  void message(Field f) {
    const auto [id, from, to, bits, sent, arrives, used] =
        members(f, {"id", "from", "to", "bits", "sent", "arrives", "used"});
    if (number(bits) != 1) fail(bits, "a message carries one bit");
    file_.messages.push_back(
        {small(id), qpu_id(from), qpu_id(to), number(sent), number(arrives), number(used)});
  }

  /// The row's own id is its letter and its place in the list.
  void labelled(Field f, char letter, std::size_t place) {
    const auto n = label_number(text(f), letter);
    if (!n || static_cast<std::size_t>(*n) != place)
      fail(f, fmt::format("ids are not {0}0, {0}1, ...", letter));
  }

  void packet(Field f) {
    const auto [id, root, root_qpu, tree, source_gates, start, end, z_corrections] =
        members(f, {"id", "root", "root_qpu", "tree", "source_gates", "start", "end", "z_corrections"});
    labelled(id, 'P', file_.packets.size());
    ScheduleFile::Packet p;
    p.root = small(root);
    p.root_qpu = qpu_id(root_qpu);
    std::vector<std::array<Field, 2>> branches;
    each(tree, [&](Field branch) { branches.push_back(members(branch, {"ebit", "edge"})); });
    p.tree = list(tree, [&, i = 0u](Field) mutable { file_.numbers.push_back(small(branches[i++][0])); });
    p.edges = list(tree, [&, i = 0u](Field) mutable {
      for (const int qpu : qpu_pair(branches[i++][1])) file_.numbers.push_back(qpu);
    });
    p.messages = ids(z_corrections);
    if (source_gates.there()) each(source_gates, [&](Field gate) { small(gate); });
    if (start.there()) number(start);
    if (end.there()) number(end);
    file_.packets.push_back(p);
  }

  void teleport(Field f) {
    const auto [id, logical, from, to, ebit, messages, start, end] =
        members(f, {"id", "logical", "from", "to", "ebit", "messages", "start", "end"});
    labelled(id, 'T', file_.teleports.size());
    if (start.there()) number(start);
    if (end.there()) number(end);
    file_.teleports.push_back({small(logical), place(from), place(to), small(ebit), ids(messages)});
  }

  void totals(Field f) {
    static constexpr std::string_view names[] = {"ebits_link", "ebits_end_to_end", "swaps",
                                                 "teleports",  "packets",          "messages",
                                                 "makespan",   "raw_pairs",        "peak_comm"};
    for (const Field total : members(f, names)) {
      if (!total.there()) continue;
      if (total.key == "raw_pairs")
        file_.raw_pairs = real(total);
      else if (total.key == "peak_comm")
        each(total, [&](Field peak) { file_.peak_comm.push_back(number(peak)); });
      else
        file_.totals[std::string(total.key)] = number(total);
    }
  }

  ScheduleFile file_;
  Latency latency_;
  std::vector<std::size_t> of_default_latency_;  ///< QPUs that state none
  int highest_qpu_ = -1;                         ///< that anything names
  std::string highest_qpu_path_;
  std::array<bool, num_sections> seen_ = {};
  const Section* section_ = nullptr;  ///< the last one begun
  std::size_t rows_ = 0;              ///< of it
};

constexpr std::array<Reader::Section, Reader::num_sections> Reader::sections = {{
    {"format", true, &Reader::format, nullptr},
    {"version", true, &Reader::version, nullptr},
    {"time_unit", false, &Reader::time_unit, nullptr},
    {"latency", true, &Reader::default_latency, nullptr},
    {"qpus", true, nullptr, &Reader::qpu},
    {"links", true, nullptr, &Reader::link},
    {"demand", false, &Reader::demand, nullptr},
    {"initial_map", true, &Reader::initial_map, nullptr},
    {"final_map", true, &Reader::final_map, nullptr},
    {"bit_registers", false, &Reader::bit_registers, nullptr},
    {"final_bits", false, nullptr, &Reader::final_register},
    {"ebits", true, nullptr, &Reader::ebit},
    {"messages", true, nullptr, &Reader::message},
    {"packets", true, nullptr, &Reader::packet},
    {"teleports", true, nullptr, &Reader::teleport},
    {"totals", true, &Reader::totals, nullptr},
}};

}  // namespace

Result<ScheduleFile> read_schedule(std::string_view text, std::string_view name) {
  return Reader().read({text, name});
}

}  // namespace dqc::emitted
