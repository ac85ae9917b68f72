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

constexpr std::array<std::string_view, 5> keywords = {"dqc.device", "dqc.site", "dqc.coupler", "dqc.copies",
                                                      "dqc.layout"};

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

void read_site(AnnotationFields& f, Module& module) {
  DeviceQubit qubit;
  qubit.readout_error = f.real("readout");
  qubit.gate_error = f.real("gate");
  if (f.has("reads01")) qubit.reads_0_as_1 = f.real("reads01");
  if (f.has("reads10")) qubit.reads_1_as_0 = f.real("reads10");
  qubit.operational = !f.word("off");
  module.device->qubits.push_back(qubit);
  if (module.region) module.region->qubits.push_back(!f.word("dropped"));
}

void read_coupler(AnnotationFields& f, Module& module) {
  const auto ends = f.integers("qubits");
  const auto size = static_cast<std::int64_t>(module.device->size());
  if (ends.size() != 2 || ends[0] < 0 || ends[1] <= ends[0] || ends[1] >= size)
    return f.fail("a coupler joins two qubits of the device, the smaller one first");
  module.device->couplers.push_back(
      {static_cast<int>(ends[0]), static_cast<int>(ends[1]), f.real("error"), f.word("faulty")});
  if (module.region) module.region->couplers.push_back(!f.word("dropped"));
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

}  // namespace

void print_device(const Module& module, std::string& out) {
  if (!module.device) return;
  const Device& device = *module.device;
  const Region region = module.region.value_or(Region{});
  const auto to = std::back_inserter(out);
  const std::string name = device.name.empty() ? "" : " name=" + escaped(device.name);
  fmt::format_to(to, "@dqc.device{}{}\n", name, module.region ? " filtered" : "");
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
  if (module.copies) print_copies(*module.copies, out);
}

bool is_device_keyword(std::string_view keyword) {
  return std::ranges::find(keywords, keyword) != keywords.end();
}

void read_device_annotation(std::string_view keyword, AnnotationFields& fields, Module& module) {
  if (keyword == "dqc.device") {
    if (module.device) return fields.fail("stands there twice");
    module.device.emplace();
    if (fields.has("name")) module.device->name = unescaped(fields.text("name"));
    if (fields.word("filtered")) module.region.emplace();
    return;
  }
  if (!module.device) return fields.fail("needs '@dqc.device' before it");
  if (keyword == "dqc.site") return read_site(fields, module);
  if (keyword == "dqc.coupler") return read_coupler(fields, module);
  if (keyword == "dqc.copies") return read_copies(fields, module);
  read_layout(fields, module);
}

}  // namespace dqc
