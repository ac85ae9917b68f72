#include "tools/verify/layout.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace dqc::verify {
namespace {

/// The number after the first letter of `name`, or -1.
int number_after_letter(const std::string& name) {
  int n = -1;
  const char* end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data() + 1, end, n);
  return error == std::errc() && stop == end && n >= 0 && name == name.substr(0, 1) + std::to_string(n) ? n
                                                                                                        : -1;
}

class LayoutReader {
 public:
  LayoutReader(const Circuit& program, const Circuit& source, const ScheduleFile& schedule,
               std::vector<Difference>& differences)
      : program_(program), source_(source), schedule_(schedule), differences_(differences) {
    out_.data.resize(schedule.qpus.size());
    out_.comm.resize(schedule.qpus.size());
    out_.places.resize(program.num_qubits());
    out_.source_bits.assign(program.num_bits(), -1);
    out_.bit_of_source.assign(source.num_bits(), -1);
  }

  Layout run() {
    for (const Register& r : program_.qubit_registers) qubits(r);
    for (const Register& r : program_.bit_registers) bits(r);
    for (const Register& r : source_.bit_registers)
      if (out_.bit_of_source[static_cast<std::size_t>(r.first)] < 0)
        complain("the source's register {} is missing", r.name);
    out_.initial = map(schedule_.initial_map, "initial_map");
    out_.final = map(schedule_.final_map, "final_map");
    return std::move(out_);
  }

 private:
  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back("monolithic.qasm: " + fmt::format(format, std::forward<Args>(args)...));
  }
  /// About schedule.json.
  template <class... Args>
  void complain_of(std::string place, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), std::move(place));
  }

  void qubits(const Register& r) {
    const int qpu = number_after_letter(r.name);
    const bool comm = r.name[0] == 'c';
    if ((!comm && r.name[0] != 'd') || qpu < 0 || static_cast<std::size_t>(qpu) >= schedule_.qpus.size())
      return complain("register {} is neither d<i> nor c<i> of a QPU", r.name);
    const auto index = static_cast<std::size_t>(qpu);
    const int capacity = comm ? schedule_.qpus[index].comm : schedule_.qpus[index].data;
    if (r.size > capacity)
      complain("register {} has {} qubits, QPU {} has {}", r.name, r.size, qpu, capacity);
    for (std::int32_t i = 0; i < r.size; ++i) {
      (comm ? out_.comm : out_.data)[index].push_back(r.first + i);
      out_.places[static_cast<std::size_t>(r.first + i)] = {qpu, comm};
    }
  }

  void bits(const Register& r) {
    for (const Register& s : source_.bit_registers) {
      const auto renamed = schedule_.bit_registers.find(s.name);
      if (r.name != (renamed == schedule_.bit_registers.end() ? s.name : renamed->second)) continue;
      if (r.size != s.size)
        return complain("register {} has {} bits, the source's {} has {}", r.name, r.size, s.name, s.size);
      if (r.initial != s.initial)
        complain("register {} does not begin with the values of the source's {}", r.name, s.name);
      for (std::int32_t i = 0; i < r.size; ++i) {
        int& mapped = out_.bit_of_source[static_cast<std::size_t>(s.first + i)];
        if (mapped >= 0) return complain("two registers stand for the source's {}", s.name);
        mapped = r.first + i;
        out_.source_bits[static_cast<std::size_t>(r.first + i)] = s.first + i;
      }
      return;
    }
    if (r.size != 1 || r.name[0] != 'm' || number_after_letter(r.name) < 0)
      complain("register {} is neither an outcome m<j> nor one of the source's", r.name);
  }

  std::vector<int> map(const std::vector<ScheduleFile::Place>& places, const char* name) {
    if (places.size() != source_.num_qubits())
      complain_of(name, "{} has {} qubits, the source has {}", name, places.size(), source_.num_qubits());
    std::vector<int> out;
    std::set<int> taken;
    for (std::size_t q = 0; q < places.size(); ++q) {
      const ScheduleFile::Place& p = places[q];
      const std::string place = fmt::format("{}.{}", name, q);
      const std::vector<int>& data = out_.data[static_cast<std::size_t>(p.qpu)];
      if (p.comm || static_cast<std::size_t>(p.index) >= data.size()) {
        complain_of(place, "{} names data qubit {} of QPU {}, which monolithic.qasm does not declare", name,
                    p.index, p.qpu);
        return {};
      }
      out.push_back(data[static_cast<std::size_t>(p.index)]);
      if (!taken.insert(out.back()).second)
        complain_of(place, "{} puts two qubits at data qubit {} of QPU {}", name, p.index, p.qpu);
    }
    return out;
  }

  const Circuit& program_;
  const Circuit& source_;
  const ScheduleFile& schedule_;
  std::vector<Difference>& differences_;
  Layout out_;
};

}  // namespace

Layout read_layout(const Circuit& program, const Circuit& source, const ScheduleFile& schedule,
                   std::vector<Difference>& differences) {
  return LayoutReader(program, source, schedule, differences).run();
}

}  // namespace dqc::verify
