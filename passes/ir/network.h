// The network of QPUs: how many data and communication qubits each has, and which pairs share a link.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/ids.h"

namespace dqc {

/// Durations in ticks.
struct Latency {
  std::int64_t q1 = 1;
  std::int64_t q2 = 10;
  std::int64_t measure = 20;
  std::int64_t reset = 1;
  std::int64_t epr = 100;  ///< default of Link::ebit_latency
  std::int64_t hop = 5;    ///< a classical message over one link
  bool operator==(const Latency&) const = default;
};

struct Qpu {
  std::int64_t external_id = 0;  ///< the id the network file gives it; 0 .. k-1 for a SPEC
  std::string name;              ///< may be empty
  std::string device;            ///< calibration file, may be empty
  int data = -1;                 ///< data qubits; -1: not stated, see resolve_defaults
  int comm = -1;                 ///< communication qubits; -1: not stated
  int withheld = 0;  ///< further ones that only purification may use, until route-ebits gives them back
  Latency latency;
  bool operator==(const Qpu&) const = default;
};

struct Link {
  QpuId a;  ///< a < b
  QpuId b;
  std::int64_t ebit_latency = 100;
  double p_success = 1;
  double fidelity = 1;
  int capacity = 0;  ///< e-bits in parallel; 0: as many as memory allows
  int cost = 0;      ///< of one e-bit, for objectives that ask for it; 0: not stated, see link_cost
  bool operator==(const Link&) const = default;
};

enum class Purification : std::uint8_t { dejmps, bbpssw };

/// "dejmps" or "bbpssw".
std::string_view purification_name(Purification purification);
std::optional<Purification> purification_named(std::string_view name);

/// What a compilation asks of its e-bits; passes/ir/link_ebits.h says what that takes.
struct EbitDemand {
  double min_fidelity = 0;  ///< of end-to-end e-bits; 0: any
  Purification purification = Purification::dejmps;
  double quantile = 0;        ///< generation is planned to be done with this probability; 0: its mean
  std::int64_t max_age = -1;  ///< ticks from the end of generation to the first use; -1: any
  bool operator==(const EbitDemand&) const = default;
};

/// What one e-bit over `link` costs: what the network says, else 1.
inline int link_cost(const Link& link) { return link.cost > 0 ? link.cost : 1; }

struct Network {
  std::vector<Qpu> qpus;
  std::vector<Link> links;
  EbitDemand demand = {};
  bool operator==(const Network&) const = default;

  std::size_t size() const { return qpus.size(); }
  const Qpu& qpu(QpuId id) const { return qpus[id.index()]; }
  /// The link between two QPUs, or an invalid id.
  LinkId link_between(QpuId a, QpuId b) const;
  /// Links of each QPU, by QPU.
  std::vector<std::vector<LinkId>> links_by_qpu() const;
  bool connected() const;
  long total_data() const;
};

/// Gives QPUs without `data` ceil(num_qubits / k) + 1 data qubits, and those without `comm` 4.
void resolve_defaults(Network& network, std::size_t num_qubits);

/// complete:2 with defaults: what dqcc compiles for without --network.
Network default_network();

}  // namespace dqc
