#include "frontend/network_reader.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "frontend/json_text.h"
#include "frontend/network_limits.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Json = nlohmann::json;

class Reader : private JsonReader {
 public:
  explicit Reader(const JsonSource& source) : JsonReader(source) {}

  Result<Network> network(const Json& document);

 private:
  template <class Number>
  bool integer(const Json& object, const char* key, const std::string& path, std::int64_t low,
               std::int64_t high, Number& out);
  bool probability(const Json& object, const char* key, const std::string& path, double& out);
  bool fraction(const Json& object, const char* key, const std::string& path, double& out);
  bool demand(const Json& document);
  bool text(const Json& object, const char* key, const std::string& path, std::string& out);
  bool latency(const Json& owner, const std::string& path, bool of_network, Latency& out);
  bool array(const Json& owner, const char* key, long longest);
  bool qpu(const Json& value, const std::string& path);
  bool link(const Json& value, const std::string& path);
  std::optional<QpuId> qpu_with(std::int64_t external_id) const;

  Network network_;
  Latency defaults_;
  std::set<std::int64_t> ids_;              ///< of the QPUs read
  std::set<std::pair<QpuId, QpuId>> ends_;  ///< of the links read
};

template <class Number>
bool Reader::integer(const Json& object, const char* key, const std::string& path, std::int64_t low,
                     std::int64_t high, Number& out) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  const bool fits = found->is_number_unsigned()
                        ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                        : found->is_number_integer() && found->get<std::int64_t>() <= high;
  if (!fits || found->get<std::int64_t>() < low)
    return fail(path + "." + key, fmt::format("expected an integer from {} to {}", low, high));
  out = found->get<Number>();
  return true;
}

bool Reader::probability(const Json& object, const char* key, const std::string& path, double& out) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_number() || found->get<double>() <= 0 || found->get<double>() > 1)
    return fail(path + "." + key, "expected a number above 0 and up to 1");
  out = found->get<double>();
  return true;
}

/// No finite number of attempts or rounds reaches 1.
bool Reader::fraction(const Json& object, const char* key, const std::string& path, double& out) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_number() || found->get<double>() <= 0 || found->get<double>() >= 1)
    return fail(path + "." + key, "expected a number above 0 and below 1");
  out = found->get<double>();
  return true;
}

bool Reader::demand(const Json& document) {
  const auto found = document.find("ebits");
  if (found == document.end()) return true;
  EbitDemand& demand = network_.demand;
  std::string purification(purification_name(demand.purification));
  if (!object(*found, "ebits", {"min_fidelity", "purification", "quantile", "max_age"}) ||
      !fraction(*found, "min_fidelity", "ebits", demand.min_fidelity) ||
      !text(*found, "purification", "ebits", purification) ||
      !fraction(*found, "quantile", "ebits", demand.quantile) ||
      !integer(*found, "max_age", "ebits", 0, max_ticks, demand.max_age))
    return false;
  const auto known = purification_named(purification);
  if (!known) return fail("ebits.purification", "expected dejmps or bbpssw");
  demand.purification = *known;
  return true;
}

bool Reader::text(const Json& object, const char* key, const std::string& path, std::string& out) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_string()) return fail(path + "." + key, "expected a string");
  out = found->get<std::string>();
  if (std::ranges::any_of(out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return fail(path + "." + key, "expected a string without control characters");
  return true;
}

bool Reader::latency(const Json& owner, const std::string& path, bool of_network, Latency& out) {
  const auto found = owner.find("latency");
  if (found == owner.end()) return true;
  const std::string here = path.empty() ? "latency" : path + ".latency";
  std::vector<std::string> keys = {"q1", "q2", "measure", "reset"};
  if (of_network) keys.insert(keys.end(), {"epr", "hop"});
  return object(*found, here, keys) && integer(*found, "q1", here, 0, max_ticks, out.q1) &&
         integer(*found, "q2", here, 0, max_ticks, out.q2) &&
         integer(*found, "measure", here, 0, max_ticks, out.measure) &&
         integer(*found, "reset", here, 0, max_ticks, out.reset) &&
         integer(*found, "epr", here, 0, max_ticks, out.epr) &&
         integer(*found, "hop", here, 0, max_ticks, out.hop);
}

bool Reader::array(const Json& owner, const char* key, long longest) {
  const auto found = owner.find(key);
  if (found == owner.end()) return fail("", fmt::format("key '{}' is missing", key));
  if (!found->is_array()) return fail(key, "expected an array");
  if (static_cast<long>(found->size()) > longest)
    return fail(key, fmt::format("has {} entries, more than the limit of {}", found->size(), longest));
  return true;
}

bool Reader::qpu(const Json& value, const std::string& path) {
  Qpu qpu;
  qpu.latency = defaults_;
  if (!object(value, path, {"id", "data", "comm", "name", "device", "latency"})) return false;
  if (!value.contains("id")) return fail(path, "key 'id' is missing");
  if (!integer(value, "id", path, 0, std::numeric_limits<std::int64_t>::max(), qpu.external_id) ||
      !integer(value, "data", path, 0, max_qubits_of_a_qpu, qpu.data) ||
      !integer(value, "comm", path, 0, max_qubits_of_a_qpu, qpu.comm) ||
      !text(value, "name", path, qpu.name) || !text(value, "device", path, qpu.device) ||
      !latency(value, path, false, qpu.latency))
    return false;
  if (!ids_.insert(qpu.external_id).second)
    return fail(path + ".id", fmt::format("two QPUs have the id {}", qpu.external_id));
  network_.qpus.push_back(std::move(qpu));
  return true;
}

std::optional<QpuId> Reader::qpu_with(std::int64_t external_id) const {
  const auto found = std::ranges::lower_bound(network_.qpus, external_id, {}, &Qpu::external_id);
  if (found == network_.qpus.end() || found->external_id != external_id) return std::nullopt;
  return QpuId(static_cast<std::size_t>(found - network_.qpus.begin()));
}

bool Reader::link(const Json& value, const std::string& path) {
  Link link;
  link.ebit_latency = defaults_.epr;
  if (!object(value, path, {"qpus", "ebit_latency", "p_success", "fidelity", "capacity", "cost"}))
    return false;
  const auto ends = value.find("qpus");
  if (ends == value.end()) return fail(path, "key 'qpus' is missing");
  if (!ends->is_array() || ends->size() != 2) return fail(path + ".qpus", "expected the ids of two QPUs");
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& end = (*ends)[i];
    const std::string place = fmt::format("{}.qpus[{}]", path, i);
    const bool is_id =
        end.is_number_integer() &&
        (!end.is_number_unsigned() ||
         end.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!is_id) return fail(place, "expected the id of a QPU");
    const auto found = qpu_with(end.get<std::int64_t>());
    if (!found) return fail(place, fmt::format("no QPU has the id {}", end.get<std::int64_t>()));
    (i == 0 ? link.a : link.b) = *found;
  }
  if (link.a == link.b) return fail(path + ".qpus", "a link needs two different QPUs");
  if (link.b < link.a) std::swap(link.a, link.b);
  if (!integer(value, "ebit_latency", path, 0, max_ticks, link.ebit_latency) ||
      !integer(value, "capacity", path, 1, max_qubits_of_a_qpu, link.capacity) ||
      !integer(value, "cost", path, 1, max_link_cost, link.cost) ||
      !probability(value, "p_success", path, link.p_success) ||
      !probability(value, "fidelity", path, link.fidelity))
    return false;
  if (!ends_.insert({link.a, link.b}).second)
    return fail(path + ".qpus",
                fmt::format("two links join QPU {} and QPU {}", network_.qpu(link.a).external_id,
                            network_.qpu(link.b).external_id));
  network_.links.push_back(link);
  return true;
}

Result<Network> Reader::network(const Json& document) {
  bool ok = object(document, "", {"qpus", "links", "latency", "ebits"}) && demand(document) &&
            array(document, "qpus", max_qpus) &&
            (!document.contains("links") || array(document, "links", max_links)) &&
            latency(document, "", true, defaults_);
  if (ok && document["qpus"].empty()) ok = fail("qpus", "expected at least one QPU");
  std::size_t i = 0;
  if (ok)
    for (const Json& value : document["qpus"]) ok = ok && qpu(value, fmt::format("qpus[{}]", i++));
  std::ranges::sort(network_.qpus, {}, &Qpu::external_id);
  i = 0;
  if (ok && document.contains("links"))
    for (const Json& value : document["links"]) ok = ok && link(value, fmt::format("links[{}]", i++));
  if (!ok) return *error_;
  std::ranges::sort(network_.links, {}, [](const Link& l) { return std::pair(l.a, l.b); });
  return std::move(network_);
}

/// Two QPUs with no path between them, if there are any.
std::optional<Error> disconnection(const Network& network) {
  if (network.connected()) return std::nullopt;
  const auto by_qpu = network.links_by_qpu();
  std::vector<char> reached(network.size(), 0);
  std::vector<std::size_t> stack{0};
  reached[0] = 1;
  while (!stack.empty()) {
    const std::size_t at = stack.back();
    stack.pop_back();
    for (LinkId id : by_qpu[at]) {
      const Link& link = network.links[id.index()];
      const std::size_t next = link.a.index() == at ? link.b.index() : link.a.index();
      if (reached[next]) continue;
      reached[next] = 1;
      stack.push_back(next);
    }
  }
  const auto lost = static_cast<std::size_t>(std::ranges::find(reached, 0) - reached.begin());
  return Error{ExitCode::infeasible,
               fmt::format("the network is not connected: QPU {} and QPU {} cannot reach each other",
                           network.qpus[0].external_id, network.qpus[lost].external_id),
               "add a link between the two parts"};
}

bool is_there(const std::string& path) {
  struct stat info {};
  return path == "-" || ::stat(path.c_str(), &info) == 0;
}

}  // namespace

Result<Network> parse_network_json(std::string_view text, std::string_view name) {
  const JsonSource source{text, name};
  const auto document = parse_json(source);
  if (!document) return document.error();
  auto network = Reader(source).network(*document);
  if (!network) return network;
  if (auto error = disconnection(*network)) {
    error->message = fmt::format("{}: {}", name, error->message);
    return *error;
  }
  return network;
}

Result<Network> read_network(std::string_view spec_or_path) {
  const std::string path(spec_or_path);
  if (!is_there(path) && spec_or_path.find(':') != std::string_view::npos &&
      spec_or_path.find('/') == std::string_view::npos)
    return parse_network_spec(spec_or_path);
  auto text = read_file(path);
  if (!text) {
    Error error = text.error();
    if (error.hint.empty()) error.hint = "a network is a JSON file, or for example complete:4,data=5,comm=3";
    return error;
  }
  return parse_network_json(*text, path == "-" ? "<stdin>" : path);
}

}  // namespace dqc
