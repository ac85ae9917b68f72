#include "backend/lanes.h"

#include <fmt/format.h>

#include "backend/usage.h"

namespace dqc {

Lanes::Lanes(const Module& module) : module_(module) {
  const QubitUsage usage = qubit_usage(*module.program, module.network->size());
  data_ = usage.data_size;
  comm_ = usage.comm_size;
  for (std::size_t p = 0; p < module.network->size(); ++p) {
    const long rows = std::max(1, data_[p] + comm_[p]);
    bands_.emplace_back(bottom_, bottom_ + rows * height + 6);
    bottom_ += rows * height + 6 + 14;
  }
}

long Lanes::y(PhysicalQubit q) const {
  const long row = q.index + (q.comm ? data_[q.qpu.index()] : 0);
  return bands_[q.qpu.index()].first + 3 + row * height + height / 2;
}

void Lanes::draw(SvgCanvas& canvas, long width) const {
  for (std::size_t p = 0; p < bands_.size(); ++p) {
    const auto [first, last] = bands_[p];
    canvas.rect("band", margin - 6, first, width + 12, last - first);
    const std::string& name = module_.network->qpus[p].name;
    canvas.text("qpu", 6, first + 15,
                name.empty() ? fmt::format("QPU {}", p) : fmt::format("{} {}", p, name));
    for (int kind : {0, 1})
      for (int i = 0; i < (kind == 0 ? data_ : comm_)[p]; ++i) {
        const PhysicalQubit q{QpuId(p), i, kind == 1};
        canvas.line(kind == 0 ? "data" : "comm", margin, y(q), margin + width, y(q));
        canvas.text("name", margin - 12, y(q) + 4, fmt::format("{}[{}]", kind == 0 ? 'd' : 'c', i));
      }
  }
}

const char* Lanes::style() {
  return "text{font-family:Helvetica,Arial,sans-serif;font-size:10px;fill:#222222}"
         ".qpu{font-size:12px;font-weight:bold}.name{text-anchor:end;fill:#555555}.mid{text-anchor:middle}"
         ".band{fill:#f5f6f8;stroke:#d4d7dd}.data{stroke:#8a8f99}.comm{stroke:#b9bdc6;stroke-dasharray:3 3}"
         ".axis{stroke:#e3e5ea}.gate{fill:#ffffff;stroke:#333333}.measure{fill:#e4e4e4;stroke:#333333}"
         ".gen{fill:#eceef2;stroke:#9aa0ab}.cat{fill:#a9c9ef;stroke:#2f6db3}.teleport{fill:#a8dcb5;stroke:#"
         "2d8a4a}"
         ".swap{fill:#f5cd9b;stroke:#b9741a}.wire{stroke:#333333;stroke-width:1.5}.dot{fill:#333333}"
         ".pair{stroke:#9434a8;stroke-width:1.5;fill:none}.move{stroke:#2d8a4a;stroke-width:2;fill:none}"
         ".message{stroke:#c0392b;stroke-dasharray:2 3;fill:none}";
}

const char* css_of(EbitPurpose purpose) {
  return purpose == EbitPurpose::cat ? "cat" : purpose == EbitPurpose::swap ? "swap" : "teleport";
}

}  // namespace dqc
