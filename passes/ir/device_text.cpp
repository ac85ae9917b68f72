#include "passes/ir/device_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "passes/ir/text_form.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

constexpr std::array<std::string_view, 6> keywords = {"dqc.device", "dqc.site",   "dqc.coupler",
                                                      "dqc.copies", "dqc.layout", "dqc.qpu_layout"};

/// " dropped" for what the region leaves out.
std::string_view mark(const std::vector<char>& kept, std::size_t index) {
  return index < kept.size() && !kept[index] ? " dropped" : "";
}

void print_copies(const Copies& copies, std::string& out) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "@dqc.copies status={} score={}", copies.optimal ? "optimal" : "heuristic",
                 copies.score == Score::once ? "once" : "gates");
  if (const auto& counts = copies.counts)
    fmt::format_to(to, " mappings={} vertex_sets={}{}", format_real(counts->mappings), counts->vertex_sets,
                   counts->complete ? "" : " partial");
  out += '\n';
  for (const Layout& layout : copies.layouts)
    fmt::format_to(to, "@dqc.layout cost={} qubits={}\n", format_real(layout.cost),
                   fmt::join(layout.qubits, ","));
}

void print_one(const Device& device, const std::optional<Region>& kept, const std::string& of,
               std::string& out) {
  const Region region = kept.value_or(Region{});
  const auto to = std::back_inserter(out);
  const std::string name = device.name.empty() ? "" : " name=" + escaped(device.name);
  fmt::format_to(to, "@dqc.device{}{}{}\n", of, name, kept ? " filtered" : "");
  for (std::size_t i = 0; i < device.size(); ++i) {
    const DeviceQubit& q = device.qubits[i];
    fmt::format_to(to, "@dqc.site readout={} gate={}", format_real(q.readout_error),
                   format_real(q.gate_error));
    if (q.reads_0_as_1) fmt::format_to(to, " reads01={}", format_real(*q.reads_0_as_1));
    if (q.reads_1_as_0) fmt::format_to(to, " reads10={}", format_real(*q.reads_1_as_0));
    fmt::format_to(to, "{}{}\n", q.operational ? "" : " off", mark(region.qubits, i));
  }
  for (std::size_t i = 0; i < device.couplers.size(); ++i) {
    const Coupler& c = device.couplers[i];
    fmt::format_to(to, "@dqc.coupler qubits={},{} error={}{}{}\n", c.a, c.b, format_real(c.error),
                   c.faulty ? " faulty" : "", mark(region.couplers, i));
  }
}

/// The device that was begun last, and its region.
struct Current {
  std::optional<Region>& region;
  Device& device;
};
Current current(Module& module) {
  if (module.qpu_devices.empty()) return {module.region, *module.device};
  return {module.qpu_devices.back()->region, module.qpu_devices.back()->device};
}

void read_qpu_device(AnnotationFields& f, Module& module) {
  const std::int64_t qpu = f.integer("qpu");
  if (!module.network || qpu < static_cast<std::int64_t>(module.qpu_devices.size()) ||
      qpu >= static_cast<std::int64_t>(module.network->size()))
    return f.fail("names a QPU that is not there or not a later one than that before");
  module.qpu_devices.resize(static_cast<std::size_t>(qpu) + 1);
  QpuDevice& d = module.qpu_devices.back().emplace();
  if (f.has("name")) d.device.name = unescaped(f.text("name"));
  if (f.word("filtered")) d.region.emplace();
}

void read_site(AnnotationFields& f, Module& module) {
  DeviceQubit qubit;
  qubit.readout_error = f.real("readout");
  qubit.gate_error = f.real("gate");
  if (f.has("reads01")) qubit.reads_0_as_1 = f.real("reads01");
  if (f.has("reads10")) qubit.reads_1_as_0 = f.real("reads10");
  qubit.operational = !f.word("off");
  Current at = current(module);
  at.device.qubits.push_back(qubit);
  if (at.region) at.region->qubits.push_back(!f.word("dropped"));
}

void read_coupler(AnnotationFields& f, Module& module) {
  const auto ends = f.integers("qubits");
  const auto size = static_cast<std::int64_t>(current(module).device.size());
  if (ends.size() != 2 || ends[0] < 0 || ends[1] <= ends[0] || ends[1] >= size)
    return f.fail("a coupler joins two qubits of the device, the smaller one first");
  Current at = current(module);
  at.device.couplers.push_back(
      {static_cast<int>(ends[0]), static_cast<int>(ends[1]), f.real("error"), f.word("faulty")});
  if (at.region) at.region->couplers.push_back(!f.word("dropped"));
}

void read_copies(AnnotationFields& f, Module& module) {
  Copies copies;
  copies.optimal = f.text("status") == "optimal";
  if (!copies.optimal && f.text("status") != "heuristic") f.fail("status is optimal or heuristic");
  copies.score = f.text("score") == "gates" ? Score::gates : Score::once;
  if (copies.score == Score::once && f.text("score") != "once") f.fail("score is once or gates");
  if (f.has("mappings"))
    copies.counts = LayoutCounts{f.real("mappings"), f.integer("vertex_sets"), !f.word("partial")};
  module.copies = std::move(copies);
}

void read_layout(AnnotationFields& f, Module& module) {
  if (!module.copies) return f.fail("needs '@dqc.copies' before it");
  Layout layout;
  layout.cost = f.real("cost");
  for (std::int64_t q : f.integers("qubits")) {
    if (q < -1 || q >= static_cast<std::int64_t>(module.device->size()))
      return f.fail("names a qubit that the device does not have");
    layout.qubits.push_back(static_cast<int>(q));
  }
  module.copies->layouts.push_back(std::move(layout));
}

/// Places of a QPU's qubits; a list is left out where the QPU has none.
std::vector<int> read_places(AnnotationFields& f, const char* key, std::size_t size) {
  std::vector<int> places;
  for (std::int64_t q : f.integers(key)) {
    if (q < -1 || q >= static_cast<std::int64_t>(size)) {
      f.fail("names a qubit that the device does not have");
      return {};
    }
    places.push_back(static_cast<int>(q));
  }
  return places;
}

void read_qpu_layout(AnnotationFields& f, Module& module) {
  if (module.qpu_devices.empty() || module.qpu_devices.back()->layout)
    return f.fail("needs its own '@dqc.device' of a QPU before it");
  QpuDevice& d = *module.qpu_devices.back();
  QpuLayout layout;
  layout.cost = f.real("cost");
  layout.data = read_places(f, "data", d.device.size());
  layout.comm = read_places(f, "comm", d.device.size());
  d.layout = std::move(layout);
}

}  // namespace

void print_device(const Module& module, std::string& out) {
  if (module.device) print_one(*module.device, module.region, "", out);
  if (module.copies) print_copies(*module.copies, out);
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i) {
    if (!module.qpu_devices[i]) continue;
    const QpuDevice& d = *module.qpu_devices[i];
    print_one(d.device, d.region, fmt::format(" qpu={}", i), out);
    if (d.layout)
      fmt::format_to(std::back_inserter(out), "@dqc.qpu_layout cost={} data={} comm={}\n",
                     format_real(d.layout->cost), fmt::join(d.layout->data, ","),
                     fmt::join(d.layout->comm, ","));
  }
}

bool is_device_keyword(std::string_view keyword) {
  return std::ranges::find(keywords, keyword) != keywords.end();
}

void read_device_annotation(std::string_view keyword, AnnotationFields& fields, Module& module) {
  if (keyword == "dqc.device") {
    if (fields.has("qpu")) return read_qpu_device(fields, module);
    if (module.device) return fields.fail("stands there twice");
    if (!module.qpu_devices.empty()) return fields.fail("stands before those of QPUs");
    module.device.emplace();
    if (fields.has("name")) module.device->name = unescaped(fields.text("name"));
    if (fields.word("filtered")) module.region.emplace();
    return;
  }
  if (keyword == "dqc.qpu_layout") return read_qpu_layout(fields, module);
  if (!module.device && module.qpu_devices.empty()) return fields.fail("needs '@dqc.device' before it");
  if (keyword == "dqc.site") return read_site(fields, module);
  if (keyword == "dqc.coupler") return read_coupler(fields, module);
  if (!module.qpu_devices.empty()) return fields.fail("stands before the devices of QPUs");
  if (keyword == "dqc.copies") return read_copies(fields, module);
  read_layout(fields, module);
}

}  // namespace dqc
