// Networks of regular shape, e.g. "grid:3x3,data=5,comm=3".
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "frontend/network_limits.h"
#include "frontend/network_reader.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

const std::vector<std::string> shapes = {"complete", "line", "ring", "star", "grid"};
const std::vector<std::string> keys = {"data", "comm"};

Error usage(std::string message,
            std::string hint = "write for example complete:4,data=5,comm=3 or grid:3x3") {
  return {ExitCode::usage, std::move(message), std::move(hint)};
}

Error unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
  const std::string meant = word.size() < 64 ? did_you_mean(word, known) : "";
  return usage(fmt::format("unknown {} '{}' of a network, expected {}", what, word, fmt::join(known, ", ")),
               meant.empty() ? "" : fmt::format("did you mean '{}'?", meant));
}

/// A whole number from `low` to `high`; -1 if `text` is anything else.
long whole_number(std::string_view text, long low, long high) {
  long value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return good && value >= low && value <= high ? value : -1;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// Links by the positions of their ends, a < b.
class Shape {
 public:
  explicit Shape(long qpus) { network_.qpus.resize(static_cast<std::size_t>(qpus)); }
  void link(long a, long b) {
    network_.links.push_back({QpuId(static_cast<std::size_t>(a)), QpuId(static_cast<std::size_t>(b))});
  }
  Network take() {
    for (std::size_t i = 0; i < network_.qpus.size(); ++i)
      network_.qpus[i].external_id = static_cast<std::int64_t>(i);
    std::ranges::sort(network_.links, {}, [](const Link& l) { return std::pair(l.a, l.b); });
    return std::move(network_);
  }

 private:
  Network network_;
};

Result<Network> make_grid(std::string_view size) {
  const std::size_t cross = std::min(size.find('x'), size.size());
  const long rows = whole_number(size.substr(0, cross), 1, max_qpus);
  const long columns = cross < size.size() ? whole_number(size.substr(cross + 1), 1, max_qpus) : -1;
  if (rows < 0 || columns < 0 || rows * columns > max_qpus)
    return usage(fmt::format("'{}' is not the size of a grid, expected ROWSxCOLUMNS of at most {} QPUs", size,
                             max_qpus));
  Shape shape(rows * columns);
  for (long r = 0; r < rows; ++r)
    for (long c = 0; c < columns; ++c) {
      const long at = r * columns + c;
      if (c + 1 < columns) shape.link(at, at + 1);
      if (r + 1 < rows) shape.link(at, at + columns);
    }
  return shape.take();
}

Result<Network> make_network(std::string_view name, std::string_view size) {
  if (name == "grid") return make_grid(size);
  if (std::ranges::find(shapes, name) == shapes.end()) return unknown("shape", name, shapes);
  const long n = whole_number(size, 1, max_qpus);
  if (n < 0) return usage(fmt::format("'{}' is not a number of QPUs, expected 1 to {}", size, max_qpus));
  if (name == "complete" && n * (n - 1) / 2 > max_links)
    return usage(
        fmt::format("complete:{} has {} links, more than the limit of {}", n, n * (n - 1) / 2, max_links),
        "");
  Shape shape(n);
  for (long a = 0; a < n; ++a) {
    if (name == "complete")
      for (long b = a + 1; b < n; ++b) shape.link(a, b);
    else if (name == "star" && a > 0)
      shape.link(0, a);
    else if ((name == "line" || name == "ring") && a + 1 < n)
      shape.link(a, a + 1);
  }
  if (name == "ring" && n > 2) shape.link(0, n - 1);
  return shape.take();
}

}  // namespace

Result<Network> parse_network_spec(std::string_view spec) {
  const std::size_t colon = std::min(spec.find(':'), spec.size());
  if (colon == spec.size()) return usage(fmt::format("'{}' is not a network", spec));
  const std::vector<std::string_view> parts = split(spec.substr(colon + 1), ',');
  auto network = make_network(spec.substr(0, colon), parts[0]);
  if (!network) return network;
  std::vector<std::string_view> seen;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t equal = std::min(parts[i].find('='), parts[i].size());
    const std::string_view key = parts[i].substr(0, equal);
    if (std::ranges::find(keys, key) == keys.end()) return unknown("option", key, keys);
    if (std::ranges::find(seen, key) != seen.end()) return usage(fmt::format("'{}' is given twice", key));
    seen.push_back(key);
    const std::string_view text = parts[i].substr(std::min(equal + 1, parts[i].size()));
    const long value = whole_number(text, 0, max_qubits_of_a_qpu);
    if (value < 0)
      return usage(
          fmt::format("'{}' is not a value of '{}', expected 0 to {}", text, key, max_qubits_of_a_qpu));
    for (Qpu& qpu : network->qpus) (key == "data" ? qpu.data : qpu.comm) = static_cast<int>(value);
  }
  return network;
}

}  // namespace dqc
