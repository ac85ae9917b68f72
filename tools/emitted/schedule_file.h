// schedule.json as the tools that check read it: what the static rules compare the programs with, and
// what an execution needs to know of the network.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/network.h"
#include "passes/support/result.h"
#include "tools/emitted/ebit_use.h"

namespace dqc::emitted {

struct ScheduleFile {
  /// Where data and communication qubits are on a device; -1: nowhere.
  struct DeviceLayout {
    std::vector<int> data;
    std::vector<int> comm;
  };
  struct Qpu {
    int data = 0;
    int comm = 0;
    std::string program;    ///< file name
    Latency latency = {};   ///< `epr` is of no use here
    int device_qubits = 0;  ///< 0: no device
    std::optional<DeviceLayout> layout = {};
  };
  struct Link {
    std::array<int, 2> qpus = {};
    std::int64_t ebit_latency = 0;
    double p_success = 1;
    double fidelity = 1;
    int capacity = 0;  ///< e-bits in parallel; 0: no limit
  };
  struct Place {
    int qpu = 0;
    int index = 0;      ///< of the data qubit
    bool comm = false;  ///< of the communication qubit instead
  };
  /// Part of `numbers`.
  struct List {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  /// Joins two e-bits of a path at an inner QPU of it.
  struct Swap {
    int qpu = 0;
    std::array<int, 2> ebits = {};
    List messages;
  };
  struct Ebit {
    int id = 0;
    bool link = true;  ///< generated, not made by swapping
    EbitUse use;
    std::array<int, 2> qpus = {};
    std::array<int, 2> comm = {};  ///< communication qubit at each of `qpus`
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::optional<std::int64_t> first_use;
    std::array<std::optional<std::int64_t>, 2> release;  ///< at each of `qpus`
    List path;                                           ///< QPUs
    std::uint32_t first_swap = 0, num_swaps = 0;         ///< in `swaps`
    int rounds = 0;                                      ///< of purification
    std::array<List, 2> spare = {};  ///< further communication qubits meanwhile, at each of `qpus`
    std::optional<double> raw_pairs, fidelity;
  };
  struct Packet {
    int root = 0;  ///< source qubit
    int root_qpu = 0;
    List tree;      ///< e-bits
    List edges;     ///< two QPUs for each e-bit of the tree
    List messages;  ///< of its z corrections
  };
  struct Teleport {
    int qubit = 0;
    Place from;
    Place to;
    int ebit = 0;
    List messages;
  };
  /// One receiver of a message; rows of one message share its id.
  struct Message {
    int id = 0;
    int from = 0;
    int to = 0;
    std::int64_t sent = 0;
    std::int64_t arrives = 0;
    std::int64_t used = 0;
  };

  /// Where a bit of the source ends; `qpu` -1: it was never measured.
  struct FinalBit {
    int qpu = -1;
    std::string name;
  };
  struct SourceRegister {
    std::string name;
    std::vector<FinalBit> bits;
  };

  /// What was asked of the e-bits.
  struct Demand {
    double min_fidelity = 0;
    bool bbpssw = false;  ///< instead of DEJMPS
    double quantile = 0;
    std::int64_t max_age = -1;  ///< -1: any
  };

  std::vector<Qpu> qpus;
  std::vector<Link> links;
  Demand demand;
  std::vector<Place> initial_map;  ///< by source qubit
  std::vector<Place> final_map;
  std::map<std::string, std::string> bit_registers;  ///< name in monolithic.qasm by name in the source
  std::vector<SourceRegister> final_bits;            ///< in the order of the source
  std::vector<Ebit> ebits;
  std::vector<Message> messages;
  std::vector<Packet> packets;      ///< "P0", "P1", ...
  std::vector<Teleport> teleports;  ///< "T0", "T1", ...
  std::map<std::string, std::int64_t> totals;
  std::optional<double> raw_pairs;      ///< of totals
  std::vector<std::int64_t> peak_comm;  ///< of totals; empty if not stated
  std::vector<Swap> swaps;              ///< of the e-bits
  std::vector<int> numbers;             ///< what the lists hold

  std::span<const int> list(List l) const { return std::span(numbers).subspan(l.begin, l.size); }
  std::span<const Swap> swaps_of(const Ebit& e) const {
    return std::span(swaps).subspan(e.first_swap, e.num_swaps);
  }
};

/// Reads the text of schedule.json, which messages call `name`. Errors: bad_input with the place if it is
/// not JSON, if a member is missing, unknown, twice there or of another type, or if a QPU is named that is
/// not there. Cost: linear in the text; memory for what it says, without a tree of it.
Result<ScheduleFile> read_schedule(std::string_view text, std::string_view name = "schedule.json");

}  // namespace dqc::emitted
